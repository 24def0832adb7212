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

// What a kind makes, in words.
internal static class KindText
{
    // So that no other kind makes the same.
    public static string Described(this UgcKind kind) => kind switch
    {
        UgcKind.Video => "a video",
        UgcKind.Image => "an image",
        UgcKind.TalkingActor => "a video of a talking actor",
        UgcKind.ProductVideo => "a video of a product",
        UgcKind.MotionVideo => "a video of motion control",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind has no words."),
    };

    public static string Noun(this UgcKind kind) => kind is UgcKind.Image ? "image" : "video";

    public static string AnyNoun(this UgcKind kind) => kind is UgcKind.Image ? "an image" : "a video";
}
