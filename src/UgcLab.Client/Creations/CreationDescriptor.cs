namespace UgcLab.Creations;

// A kind of creation: its endpoint, its fields, and its rules. One table holds all kinds,
// and the code that reads rows, validates, creates, and records uses only this table.
internal sealed class CreationDescriptor
{
    private static readonly (CreationField, string[])[] Everywhere =
    [
        (CreationField.ProjectId, ["ProjectId", "Project"]),
        (CreationField.Variants, ["Variants", "Count", "Variant"]),
        (CreationField.Reference, ["Reference", "Id", "Sku", "ClientReference"]),
        (CreationField.RowId, ["RowId"]),
    ];

    private static readonly (CreationField, string[]) Prompt = (CreationField.Prompt, ["Prompt", "Text", "Description"]);
    private static readonly (CreationField, string[]) Model = (CreationField.Model, ["Model"]);
    private static readonly (CreationField, string[]) Tier = (CreationField.Tier, ["Tier", "Quality"]);
    private static readonly (CreationField, string[]) Length = (CreationField.Duration, ["Duration", "Seconds", "Length"]);
    private static readonly (CreationField, string[]) Ratio = (CreationField.AspectRatio, ["AspectRatio", "Ratio"]);
    private static readonly (CreationField, string[]) Actor = (
        CreationField.ActorId, ["ActorId", "ActorIds", "Actor", "Actors", "UgclabActorIds"]);
    private static readonly (CreationField, string[]) Product = (
        CreationField.ProductImageUrl, ["ProductImageUrl", "ProductImage", "ImageUrl", "Image"]);

    private static readonly (CreationField, string[])[] Acted =
    [
        (CreationField.Script, ["Script", "Text"]),
        (CreationField.Actions, ["Actions", "Action"]),
        (CreationField.WorkflowType, ["WorkflowType", "Workflow"]),
        Actor,
        (CreationField.CustomActor, ["CustomActor", "CustomActors"]),
        (CreationField.Duration, ["Duration", "Length"]),
        Tier,
        (CreationField.RefineScript, ["RefineScript"]),
        (CreationField.RefineActions, ["RefineActions"]),
    ];

    private readonly Func<CreationDraft, bool, CreationCheck> _rules;
    private readonly Dictionary<string, CreationField> _byMember;

    private CreationDescriptor(
        UgcKind kind, string endpoint, CreationField text, Func<CreationDraft, bool, CreationCheck> rules,
        params (CreationField, string[])[] columns)
    {
        (Kind, Endpoint, TextField, _rules) = (kind, endpoint, text, rules);
        Columns = [.. columns, .. Everywhere];
        Fields = [.. Columns.Select(each => each.Field)];
        _byMember = Fields.Where(each => each is not (CreationField.Reference or CreationField.RowId))
            .ToDictionary(each => MemberOf(each.ToString()));
    }

    public static IReadOnlyList<CreationDescriptor> All { get; } =
    [
        new(UgcKind.Video, "ugc/video", CreationField.Prompt, CreationRules.Video,
            Prompt, Model, Length, Ratio, Tier, (CreationField.ImageUrl, ["ImageUrl", "Image"])),
        new(UgcKind.Image, "ugc/image", CreationField.Prompt, CreationRules.Image, Prompt, Model, Tier, Ratio),
        new(UgcKind.TalkingActor, "ugc/talking-actor", CreationField.Script, CreationRules.TalkingActor,
            [.. Acted, (CreationField.StoryboardScene, ["StoryboardScene", "StoryboardScenes", "Storyboard", "Scenes"])]),
        new(UgcKind.ProductVideo, "ugc/product-in-hand", CreationField.Script, CreationRules.ProductVideo,
            [.. Acted, Product]),
        new(UgcKind.MotionVideo, "ugc/motion-control", CreationField.Prompt, CreationRules.MotionVideo,
            (CreationField.Prompt, ["Prompt", "UserPrompt", "Text", "Description"]), Actor,
            (CreationField.ReferenceVideoUrl, ["ReferenceVideoUrl", "ReferenceVideo"]),
            (CreationField.Duration, ["Duration", "VideoDuration", "Seconds", "Length"]), Product,
            (CreationField.Quality, ["Quality", "Tier"])),
    ];

    public static CreationDescriptor Video => Of(UgcKind.Video);

    public UgcKind Kind { get; }

    public string Endpoint { get; }

    // The field that says in words what is to be made, and that a template can fill.
    public CreationField TextField { get; }

    public string Described => Kind.Described();

    public string AnyNoun => Kind.AnyNoun();

    public string Noun => Kind.Noun();

    public IReadOnlyList<CreationField> Fields { get; }

    // The names of columns that give each field, the field's own first.
    public IReadOnlyList<(CreationField Field, string[] Names)> Columns { get; }

    public static CreationDescriptor Of(UgcKind kind) => All[(int)kind];

    public static CreationDescriptor? At(string? endpoint) => All.FirstOrDefault(each => each.Endpoint == endpoint);

    public bool Has(CreationField field) => Fields.Contains(field);

    /// <summary>The field that gives a member of the body; null when none does.</summary>
    public CreationField? Owner(string member) => _byMember.TryGetValue(MemberOf(member), out CreationField field) ? field : null;

    // Validates a draft before anything is sent, because a request that the service refuses counts toward the limit of
    // 100 an hour. Refuses only what is invalid by every reading of the documentation. With validation skipped, for newer
    // models and settings, the project, the number of variants, an address's scheme, and secrets are still checked.
    public CreationCheck Check(CreationDraft draft, bool skipValidation = false) => _rules(draft, skipValidation);

    public override string ToString() => Kind.ToString();

    // A member of the body is named like its field, but for case, the end of a list's name, and these.
    private static string MemberOf(string name) => name.ToUpperInvariant() switch
    {
        "USERPROMPT" => "PROMPT",
        "VIDEODURATION" => "DURATION",
        "UGCLABACTORIDS" => "ACTORID",
        string other => other.TrimEnd('S'),
    };
}
