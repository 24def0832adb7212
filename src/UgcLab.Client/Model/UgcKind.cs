namespace UgcLab;

/// <summary>The kinds of creations.</summary>
public enum UgcKind
{
    /// <summary>A video from a prompt: <c>POST /ugc/video</c>.</summary>
    Video,

    /// <summary>An image from a prompt: <c>POST /ugc/image</c>.</summary>
    Image,

    /// <summary>An actor who speaks a script: <c>POST /ugc/talking-actor</c>.</summary>
    TalkingActor,

    /// <summary>An actor who shows a product: <c>POST /ugc/product-in-hand</c>.</summary>
    ProductVideo,

    /// <summary>An actor who repeats the motion of a video: <c>POST /ugc/motion-control</c>.</summary>
    MotionVideo,
}

// What a kind makes: its words, the member of a job's answer with its link, and the types of its files. A new one also needs its mark
// in MediaType, and its player in report.html.
internal sealed record MediaKind(string Noun, string AnyNoun, string Link, string[] Extensions)
{
    public static readonly MediaKind Video = new("video", "a video", "videoUrl", [".mp4", ".webm", ".mov"]);
    public static readonly MediaKind Image = new("image", "an image", "imageUrl", [".png", ".jpg", ".webp", ".gif", ".avif", ".heic"]);
    public static readonly MediaKind[] All = [Video, Image];
}

internal static class KindText
{
    public static MediaKind Makes(this UgcKind kind) => kind is UgcKind.Image ? MediaKind.Image : MediaKind.Video;

    public static string Noun(this UgcKind kind) => kind.Makes().Noun;

    public static string AnyNoun(this UgcKind kind) => kind.Makes().AnyNoun;

    // So that no other kind makes the same.
    public static string Described(this UgcKind kind) => kind switch
    {
        UgcKind.TalkingActor => "a video of a talking actor",
        UgcKind.ProductVideo => "a video of a product",
        UgcKind.MotionVideo => "a video of motion control",
        _ => kind.Makes().AnyNoun,
    };
}

/// <summary>A field of a creation. The <see cref="CreationDescriptor"/> of each kind lists the fields that it has.</summary>
internal enum CreationField
{
    Prompt,
    ProjectId,
    WorkflowType,
    Model,
    ActorId,
    CustomActor,
    Script,
    Actions,
    Duration, // Its form differs by kind.
    AspectRatio,
    Tier,
    Quality, // Of motion control; elsewhere, it is Tier.
    ImageUrl,
    ProductImageUrl,
    ReferenceVideoUrl,
    RefineScript,
    RefineActions,
    StoryboardScene,
    Variants,
    Reference,
    RowId, // The row's identity, also when its text or place has changed. Never sent.
}
