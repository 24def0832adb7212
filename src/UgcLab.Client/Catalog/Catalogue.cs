namespace UgcLab;

/// <summary>
/// The models that the service documents, for all kinds of creations. This is data with a date: the service may know more
/// by now, and then the validation can be skipped.
/// </summary>
internal static class Catalogue
{
    private static readonly DateOnly ReadOn = new(2026, 11, 23);

    private static readonly UgcDocumentedPrice[] ActorPrices =
    [
        new("10s", "standard", 63), new("10s", "pro", 88),
        new("15s", "standard", 75), new("15s", "pro", 125),
        new("25s", "standard", 113), new("25s", "pro", 113),
    ];

    // In the order of the pages.
    public static IReadOnlyList<UgcModel> Models { get; } =
    [
        Video("sora-2-pro", ["10", "15"], ["portrait", "landscape"]) with
        {
            Tiers = ["standard", "pro"],
            Notice = "The maker of sora-2-pro had announced its end for 24 September 2026. UGCLab lists it still and may "
                + "have another way to it; if it is refused, choose another model.",
        },
        Video("veo-3.1", ["8"], ["16:9", "9:16"]),
        Video("kling-2.6", ["5", "10"], ["9:16", "16:9", "1:1"]),
        .. Images("nano-banana-pro", "seedream-4.5"),
        .. Actors(UgcKind.TalkingActor, "ugclab.app/docs/talking-actor (prices: docs/product-in-hand, taken to hold here too)"),
        .. Actors(UgcKind.ProductVideo, "ugclab.app/docs/product-in-hand"),
        new()
        {
            Name = "motion-control",
            Kind = UgcKind.MotionVideo,
            Tiers = ["std", "pro"],
            DefaultTier = "pro",
            Prices = [new(null, "std", 6), new(null, "pro", 10)],
            DocumentedOn = ReadOn,
            Source = "ugclab.app/docs/motion-control",
        },
    ];

    // Asked for each row.
    private static readonly UgcModel[][] ByKind = [.. Enum.GetValues<UgcKind>().Select(kind => Models.Where(model => model.Kind == kind).ToArray())];

    public static IReadOnlyList<UgcModel> Of(UgcKind kind) => ByKind[(int)kind];

    /// <summary>The model of this name in any case and with any spaces around it; null when there is none.</summary>
    public static UgcModel? Find(string? name, UgcKind kind = UgcKind.Video) =>
        name?.Trim(' ') is string trimmed ? Array.Find(ByKind[(int)kind], model => string.Equals(model.Name, trimmed, StringComparison.OrdinalIgnoreCase)) : null;

    private static UgcModel Video(string name, string[] durations, string[] aspectRatios) => new()
    {
        Name = name,
        Durations = durations,
        AspectRatios = aspectRatios,
        DocumentedOn = ReadOn,
        Source = "ugclab.app/docs/video",
    };

    private static IEnumerable<UgcModel> Images(params string[] names) => names.Select(name => new UgcModel
    {
        Name = name,
        Kind = UgcKind.Image,
        AspectRatios = ["9:16", "1:1", "16:9"],
        Tiers = ["standard", "pro"],
        DocumentedOn = ReadOn,
        Source = "ugclab.app/docs/image",
    });

    private static IEnumerable<UgcModel> Actors(UgcKind kind, string source) =>
    [
        new()
        {
            Name = ActorRequest.Documented,
            Kind = kind,
            Durations = ["10s", "15s", "25s"],
            Tiers = ["standard", "pro"],
            DefaultTier = "standard",
            Prices = ActorPrices,
            DocumentedOn = ReadOn,
            Source = source,
        },
        new()
        {
            Name = ActorRequest.Free,
            Kind = kind,
            Notice = "The form of ugcl-1.0 is documented in parts alone: what is given beyond that goes to the service as it stands, and nothing is checked.",
            DocumentedOn = ReadOn,
            Source = source,
        },
    ];
}
