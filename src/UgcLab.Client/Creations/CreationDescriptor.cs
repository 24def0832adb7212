using System.Collections.ObjectModel;

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

    private readonly Func<FieldRules, CreationRequest> _rules;
    private readonly Dictionary<string, CreationField> _byMember;

    private CreationDescriptor(
        UgcKind kind, string endpoint, CreationField text, Func<FieldRules, CreationRequest> rules,
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

    // The field that gives a member of the body; null when none does.
    public CreationField? Owner(string member) => _byMember.TryGetValue(MemberOf(member), out CreationField field) ? field : null;

    // Validates a draft before anything is sent, because a request that the service refuses counts toward the limit of
    // 100 an hour. Refuses only what is invalid by every reading of the documentation. With validation skipped, for newer
    // models and settings, the project, the number of variants, an address's scheme, and secrets are still checked.
    public CreationCheck Check(CreationDraft draft, bool skipValidation = false)
    {
        FieldRules rules = new(Kind, draft, skipValidation);
        return rules.Done(_rules(rules));
    }

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

// A creation as the user wrote it, before validation: text throughout, null where nothing was given.
internal sealed record CreationDraft
{
    private static readonly int FieldCount = Enum.GetValues<CreationField>().Length;

    // A hundred thousand drafts may come; most give no more than five fields.
    private readonly string?[] _values = new string?[FieldCount];

    public CreationDraft()
    {
    }

    private CreationDraft(CreationDraft other) =>
        (_values, AdditionalProperties, ImageJob, ActorWorkflow) = (
            [.. other._values], other.AdditionalProperties, other.ImageJob, other.ActorWorkflow);

    public string? this[CreationField field]
    {
        get => _values[(int)field];
        init => _values[(int)field] = Trimmed(value);
    }

    public string? Prompt { get => this[CreationField.Prompt]; init => this[CreationField.Prompt] = value; }
    public string? ProjectId { get => this[CreationField.ProjectId]; init => this[CreationField.ProjectId] = value; }
    public string? WorkflowType { get => this[CreationField.WorkflowType]; init => this[CreationField.WorkflowType] = value; }
    public string? Model { get => this[CreationField.Model]; init => this[CreationField.Model] = value; }
    public string? ActorId { get => this[CreationField.ActorId]; init => this[CreationField.ActorId] = value; }
    public string? CustomActor { get => this[CreationField.CustomActor]; init => this[CreationField.CustomActor] = value; }
    public string? Script { get => this[CreationField.Script]; init => this[CreationField.Script] = value; }
    public string? Actions { get => this[CreationField.Actions]; init => this[CreationField.Actions] = value; }
    public string? Duration { get => this[CreationField.Duration]; init => this[CreationField.Duration] = value; }
    public string? AspectRatio { get => this[CreationField.AspectRatio]; init => this[CreationField.AspectRatio] = value; }
    public string? Tier { get => this[CreationField.Tier]; init => this[CreationField.Tier] = value; }
    public string? Quality { get => this[CreationField.Quality]; init => this[CreationField.Quality] = value; }
    public string? ImageUrl { get => this[CreationField.ImageUrl]; init => this[CreationField.ImageUrl] = value; }
    public string? ProductImageUrl { get => this[CreationField.ProductImageUrl]; init => this[CreationField.ProductImageUrl] = value; }
    public string? ReferenceVideoUrl
    {
        get => this[CreationField.ReferenceVideoUrl];
        init => this[CreationField.ReferenceVideoUrl] = value;
    }

    public string? RefineScript { get => this[CreationField.RefineScript]; init => this[CreationField.RefineScript] = value; }
    public string? RefineActions { get => this[CreationField.RefineActions]; init => this[CreationField.RefineActions] = value; }
    public string? StoryboardScene { get => this[CreationField.StoryboardScene]; init => this[CreationField.StoryboardScene] = value; }
    public string? Variants { get => this[CreationField.Variants]; init => this[CreationField.Variants] = value; }
    public string? Reference { get => this[CreationField.Reference]; init => this[CreationField.Reference] = value; }

    // The image job whose picture ImageUrl is; null when it is any picture.
    public UgcJob? ImageJob { get; init; }

    // The workflow whose list ActorId is from; null when that isn't known.
    public string? ActorWorkflow { get; init; }

    public IReadOnlyDictionary<string, object?> AdditionalProperties
    {
        get;
        init => field = value.Count == 0 ? value : value.ToDictionary(member => member.Key, member => UntypedJson.Trimmed(member.Value));
    } = ReadOnlyDictionary<string, object?>.Empty;

    public static CreationDraft Of(Func<CreationField, string?> value)
    {
        CreationDraft draft = new();
        for (int field = 0; field < FieldCount; field++)
        {
            draft._values[field] = Trimmed(value((CreationField)field));
        }

        return draft;
    }

    // What is blank altogether stays as it is, to be reported.
    private static string? Trimmed(string? text) => text is not null && CellText.Trim(text) is { Length: > 0 } trimmed ? trimmed : text;

    // An object or a list as the text of a field that takes JSON.
    public static string Json(object? value) => Encoding.UTF8.GetString(UntypedJson.Bytes(value));
}
