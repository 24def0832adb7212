namespace UgcLab.Creations;

// The models that the service documents, for all kinds of creations, with the
// date of the documentation. For newer models, validation can be skipped.
internal static class ModelCatalog
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
        Model(UgcKind.Video, "sora-2-pro", "video") with
        {
            Durations = ["10", "15"],
            AspectRatios = ["portrait", "landscape"],
            Tiers = ["standard", "pro"],
            Notice = "sora-2-pro was scheduled for retirement on 24 September 2026. UGC Lab still lists it and may "
                + "have another way to it; if it is refused, choose another model.",
        },
        Model(UgcKind.Video, "veo-3.1", "video") with { Durations = ["8"], AspectRatios = ["16:9", "9:16"] },
        Model(UgcKind.Video, "kling-2.6", "video") with { Durations = ["5", "10"], AspectRatios = ["9:16", "16:9", "1:1"] },
        Model(UgcKind.Image, "nano-banana-pro", "image") with { AspectRatios = ["9:16", "1:1", "16:9"], Tiers = ["standard", "pro"] },
        Model(UgcKind.Image, "seedream-4.5", "image") with { AspectRatios = ["9:16", "1:1", "16:9"], Tiers = ["standard", "pro"] },
        .. Actors(UgcKind.TalkingActor, "talking-actor (prices: docs/product-in-hand, taken to hold here too)"),
        .. Actors(UgcKind.ProductVideo, "product-in-hand"),
        Model(UgcKind.MotionVideo, "motion-control", "motion-control") with
        {
            Tiers = ["std", "pro"],
            DefaultTier = "pro",
            Prices = [new(null, "std", 6), new(null, "pro", 10)],
        },
    ];

    // Asked for each row.
    private static readonly UgcModel[][] ByKind = [
        .. Enum.GetValues<UgcKind>().Select(kind => Models.Where(model => model.Kind == kind).ToArray())];

    public static IReadOnlyList<UgcModel> Of(UgcKind kind) => ByKind[(int)kind];

    // The model of this name, however it is written; null when there is none, or it may be several.
    public static UgcModel? Find(string? name, UgcKind kind = UgcKind.Video) => name?.Trim(' ') is not { Length: > 0 } trimmed ? null
        : Named(trimmed, kind)
            ?? (LenientValue.Name(trimmed, ByKind[(int)kind].Select(model => model.Name)) is string meant ? Named(meant, kind) : null);

    private static UgcModel? Named(string name, UgcKind kind) =>
        Array.Find(ByKind[(int)kind], model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase));

    private static UgcModel[] Actors(UgcKind kind, string page) =>
    [
        Model(kind, ActorRequest.Documented, page) with
        {
            Durations = ["10s", "15s", "25s"],
            Tiers = ["standard", "pro"],
            DefaultTier = "standard",
            Prices = ActorPrices,
        },
        Model(kind, ActorRequest.Undocumented, page) with
        {
            Notice = "ugcl-1.0 is only partly documented. Its settings are sent unchanged and aren't validated.",
        },
    ];

    private static UgcModel Model(UgcKind kind, string name, string page) =>
        new() { Name = name, Kind = kind, DocumentedOn = ReadOn, Source = $"ugclab.app/docs/{page}" };
}
