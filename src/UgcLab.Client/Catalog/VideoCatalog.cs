namespace UgcLab;

/// <summary>
/// The video models that the service documents. This is data with a date: the service may know more by now, and then
/// the validation can be skipped.
/// </summary>
public static class VideoCatalog
{
    private const string Page = "ugclab.app/docs/video";
    private static readonly DateOnly ReadOn = new(2026, 11, 23);

    /// <summary>All models, in the order of the page.</summary>
    public static IReadOnlyList<VideoModel> Models { get; } =
    [
        new()
        {
            Name = "sora-2-pro",
            Durations = ["10", "15"],
            AspectRatios = ["portrait", "landscape"],
            Tiers = ["standard", "pro"],
            Notice = "The maker of sora-2-pro had announced its end for 24 September 2026. UGCLab lists it still and may "
                + "have another way to it; if it is refused, choose another model.",
            DocumentedOn = ReadOn,
            Source = Page,
        },
        new()
        {
            Name = "veo-3.1",
            Durations = ["8"],
            AspectRatios = ["16:9", "9:16"],
            DocumentedOn = ReadOn,
            Source = Page,
        },
        new()
        {
            Name = "kling-2.6",
            Durations = ["5", "10"],
            AspectRatios = ["9:16", "16:9", "1:1"],
            DocumentedOn = ReadOn,
            Source = Page,
        },
    ];

    /// <summary>The model of this name, whatever its case and the spaces around it; null when there is none.</summary>
    public static VideoModel? Find(string? name) =>
        Models.FirstOrDefault(model => string.Equals(model.Name, name?.Trim(' '), StringComparison.OrdinalIgnoreCase));
}
