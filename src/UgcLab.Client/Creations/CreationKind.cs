using UgcLab.Rows;

namespace UgcLab;

/// <summary>The kinds of creations.</summary>
public enum UgcKind
{
    /// <summary>A video of a prompt: <c>POST /ugc/video</c>.</summary>
    Video,

    /// <summary>A picture of a prompt: <c>POST /ugc/image</c>.</summary>
    Image,

    /// <summary>An actor who speaks a script: <c>POST /ugc/talking-actor</c>.</summary>
    TalkingActor,

    /// <summary>An actor who shows a product: <c>POST /ugc/product-in-hand</c>.</summary>
    ProductVideo,

    /// <summary>An actor who moves as a video shows: <c>POST /ugc/motion-control</c>.</summary>
    MotionVideo,
}

// One kind of creation: its endpoint, what a row can say of it, and by which rules. All kinds stand in one table, and the code
// that reads rows, checks, creates and records knows no more of them than what stands here.
internal sealed class CreationKind
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
    private static readonly (CreationField, string[]) Actor = (CreationField.ActorId, ["ActorId", "ActorIds", "Actor", "Actors", "UgclabActorIds"]);
    private static readonly (CreationField, string[]) Product = (CreationField.ProductImageUrl, ["ProductImageUrl", "ProductImage", "ImageUrl", "Image"]);

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

    private CreationKind(
        UgcKind kind, string endpoint, string described, CreationField text, Func<CreationDraft, bool, CreationCheck> rules,
        params (CreationField, string[])[] columns)
    {
        (Kind, Endpoint, Described, TextField, _rules) = (kind, endpoint, described, text, rules);
        Columns = new ColumnNames([.. columns, .. Everywhere]);
    }

    public static IReadOnlyList<CreationKind> All { get; } =
    [
        new(UgcKind.Video, "ugc/video", "a video", CreationField.Prompt, CreationRules.Video,
            Prompt, Model, Length, Ratio, Tier, (CreationField.ImageUrl, ["ImageUrl", "Image"])),
        new(UgcKind.Image, "ugc/image", "an image", CreationField.Prompt, CreationRules.Image, Prompt, Model, Tier, Ratio),
        new(UgcKind.TalkingActor, "ugc/talking-actor", "a video of a talking actor", CreationField.Script, CreationRules.TalkingActor,
            [.. Acted, (CreationField.StoryboardScene, ["StoryboardScene", "StoryboardScenes", "Storyboard", "Scenes"])]),
        new(UgcKind.ProductVideo, "ugc/product-in-hand", "a video of a product", CreationField.Script, CreationRules.ProductVideo,
            [.. Acted, Product]),
        new(UgcKind.MotionVideo, "ugc/motion-control", "a video of motion control", CreationField.Prompt, CreationRules.MotionVideo,
            (CreationField.Prompt, ["Prompt", "UserPrompt", "Text", "Description"]), Actor, (CreationField.ReferenceVideoUrl, ["ReferenceVideoUrl", "ReferenceVideo"]),
            (CreationField.Duration, ["Duration", "VideoDuration", "Seconds", "Length"]), Product, (CreationField.Quality, ["Quality", "Tier"])),
    ];

    public static CreationKind Video => Of(UgcKind.Video);

    public UgcKind Kind { get; }

    public string Endpoint { get; }

    // The field that says in words what is to be made, and that a template can fill.
    public CreationField TextField { get; }

    // What is made, so that no other kind makes the same: "a video of a talking actor"; and in a word, "a video", "video".
    public string Described { get; }

    public string AnyNoun => string.Join(' ', Described.Split(' ')[..2]);

    public string Noun => Described.Split(' ')[1];

    public IReadOnlyList<CreationField> Fields => Columns.Fields;

    public ColumnNames Columns { get; }

    public static CreationKind Of(UgcKind kind) => All[(int)kind];

    public static CreationKind? At(string? endpoint) => All.FirstOrDefault(each => each.Endpoint == endpoint);

    public bool Takes(CreationField field) => Columns.Fields.Contains(field);

    /// <summary>The field that gives a member of the body; null when none does.</summary>
    public CreationField? Owner(string member) => member.ToUpperInvariant() switch
    {
        "USERPROMPT" => Owner(nameof(CreationField.Prompt)),
        "VIDEODURATION" => Owner(nameof(CreationField.Duration)),
        "UGCLABACTORIDS" => Owner(nameof(CreationField.ActorId)),
        string name => Columns.Fields.Where(each => each is not (CreationField.Reference or CreationField.RowId))
            .Cast<CreationField?>().FirstOrDefault(each => name.TrimEnd('S') == each.ToString()!.ToUpperInvariant().TrimEnd('S')),
    };

    // Says what is wrong with a draft before anything is sent: a request that the service refuses counts against the hourly limit
    // of 100. Only what fails by every reading of the documentation is refused. Without validation, for models and settings newer
    // than the catalogue, the project, the number of variants, an address's scheme and secrets are checked all the same.
    public CreationCheck Check(CreationDraft draft, bool skipValidation = false) => _rules(draft, skipValidation);

    public override string ToString() => Kind.ToString();
}
