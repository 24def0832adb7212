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

/// <summary>
/// One kind of creation: where it is bought, what a row can say of it, and by which rules. All kinds stand in one table, and
/// whatever reads rows, checks, buys and keeps record knows no more of them than what stands here.
/// </summary>
public sealed class CreationKind
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

    private CreationKind(UgcKind kind, string endpoint, string described, CreationField text, Func<CreationDraft, bool, CreationCheck> rules, params (CreationField, string[])[] columns)
    {
        (Kind, Endpoint, Described, TextField, _rules) = (kind, endpoint, described, text, rules);
        Columns = new ColumnNames([.. columns, .. Everywhere]);
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CreationKind> All { get; } =
    [
        new(UgcKind.Video, "ugc/video", "a video", CreationField.Prompt, VideoRules.Check, Prompt, Model, Length, Ratio, Tier, (CreationField.ImageUrl, ["ImageUrl", "Image"])),
        new(UgcKind.Image, "ugc/image", "an image", CreationField.Prompt, ImageRules.Check, Prompt, Model, Tier, Ratio),
        new(UgcKind.TalkingActor, "ugc/talking-actor", "a video of a talking actor", CreationField.Script, TalkingActorRules.Check, [.. Acted, (CreationField.StoryboardScene, ["StoryboardScene", "StoryboardScenes", "Storyboard", "Scenes"])]),
        new(UgcKind.ProductVideo, "ugc/product-in-hand", "a video of a product", CreationField.Script, ProductVideoRules.Check, [.. Acted, Product]),
        new(UgcKind.MotionVideo, "ugc/motion-control", "a video of motion control", CreationField.Prompt, MotionVideoRules.Check,
            (CreationField.Prompt, ["Prompt", "UserPrompt", "Text", "Description"]), Actor, (CreationField.ReferenceVideoUrl, ["ReferenceVideoUrl", "ReferenceVideo"]),
            (CreationField.Duration, ["Duration", "VideoDuration", "Seconds", "Length"]), Product, (CreationField.Quality, ["Quality", "Tier"])),
    ];

    /// <summary>Videos of prompts.</summary>
    public static CreationKind Video => Of(UgcKind.Video);

    /// <summary>Which it is.</summary>
    public UgcKind Kind { get; }

    /// <summary>The path below the base address.</summary>
    public string Endpoint { get; }

    /// <summary>The field that says in words what is to be made, and that a template can fill.</summary>
    public CreationField TextField { get; }

    /// <summary>What is made, told from what other kinds make: <c>a video of a talking actor</c>.</summary>
    public string Described { get; }

    /// <summary>What is made, in a word and its article: <c>a video</c>.</summary>
    public string AnyNoun => string.Join(' ', Described.Split(' ')[..2]);

    /// <summary>What is made, in a word: <c>video</c>.</summary>
    public string Noun => Described.Split(' ')[1];

    /// <summary>The fields that a row can give.</summary>
    public IReadOnlyList<CreationField> Fields => Columns.Fields;

    /// <summary>The names of their columns.</summary>
    internal ColumnNames Columns { get; }

    /// <summary>The kind in the table.</summary>
    public static CreationKind Of(UgcKind kind) => All[(int)kind];

    /// <summary>The kind that is bought at an endpoint; null when none is known to be.</summary>
    public static CreationKind? At(string? endpoint) => All.FirstOrDefault(each => each.Endpoint == endpoint);

    /// <summary>Whether a row can give this field.</summary>
    public bool Takes(CreationField field) => Columns.Fields.Contains(field);

    /// <summary>The field that gives a member of the body; null when none does.</summary>
    internal CreationField? Owner(string member) => member.ToUpperInvariant() switch
    {
        "USERPROMPT" => Owner(nameof(CreationField.Prompt)),
        "VIDEODURATION" => Owner(nameof(CreationField.Duration)),
        "UGCLABACTORIDS" => Owner(nameof(CreationField.ActorId)),
        string name => Columns.Fields.Where(each => each is not (CreationField.Reference or CreationField.RowId))
            .Cast<CreationField?>().FirstOrDefault(each => name.TrimEnd('S') == each.ToString()!.ToUpperInvariant().TrimEnd('S')),
    };

    /// <summary>
    /// Says what is wrong with a draft before anything is sent: a request that the service refuses counts against the hour's
    /// hundred. Only what fails by every reading of the documentation is refused.
    /// </summary>
    /// <param name="draft">The creation as somebody wrote it.</param>
    /// <param name="skipValidation">
    /// Sends values as typed, for models and settings newer than <see cref="Catalogue"/>. What no request can be without, the
    /// number of takes, an address's scheme and secrets are looked at all the same.
    /// </param>
    public CreationCheck Check(CreationDraft draft, bool skipValidation = false) => _rules(draft, skipValidation);

    /// <summary>The kind's name.</summary>
    public override string ToString() => Kind.ToString();
}
