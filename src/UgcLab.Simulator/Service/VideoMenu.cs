namespace UgcLab.Simulator;

/// <summary>
/// What can be asked for (docs/video), and what it costs here. Written from the documentation and not from the client's
/// catalogue on purpose: two readings that disagree show that one is wrong.
/// </summary>
internal static class VideoMenu
{
    /// <summary>Only sora-2-pro/10/pro is the documentation's figure.</summary>
    public static IReadOnlyDictionary<string, decimal> Prices { get; } = new Dictionary<string, decimal>
    {
        ["sora-2-pro/10/standard"] = 60,
        ["sora-2-pro/10/pro"] = 150,
        ["sora-2-pro/15/standard"] = 90,
        ["sora-2-pro/15/pro"] = 225,
        ["veo-3.1/8"] = 80,
        ["kling-2.6/5"] = 35,
        ["kling-2.6/10"] = 70,
    };

    public static IReadOnlyList<string> Models { get; } = ["sora-2-pro", "veo-3.1", "kling-2.6"];

    public static IReadOnlyList<string> Tiers { get; } = ["standard", "pro"];

    public static IReadOnlyList<string> Durations(string model) => model switch
    {
        "sora-2-pro" => ["10", "15"],
        "veo-3.1" => ["8"],
        _ => ["5", "10"],
    };

    public static IReadOnlyList<string> AspectRatios(string model) => model switch
    {
        "sora-2-pro" => ["portrait", "landscape"],
        "veo-3.1" => ["16:9", "9:16"],
        _ => ["9:16", "16:9", "1:1"],
    };

    public static bool HasTier(string model) => model == "sora-2-pro";

    public static string PriceKey(VideoOrder order) =>
        order.Tier is null ? $"{order.Model}/{order.Duration}" : $"{order.Model}/{order.Duration}/{order.Tier}";

    /// <summary>The name a job's answer gives for what makes it: on the pattern of the documented example, and not the name one asks for.</summary>
    public static string InternalName(VideoOrder order) =>
        string.Join('-', new[] { order.Model.Split('-')[0], "video", order.Tier, order.Duration + "sec" }.OfType<string>());

    public static string ClipFor(string? aspectRatio) => aspectRatio switch
    {
        "landscape" or "16:9" => "landscape.mp4",
        "1:1" => "square.mp4",
        _ => "portrait.mp4",
    };

    /// <summary>The given prices over the simulator's own.</summary>
    public static IReadOnlyDictionary<string, decimal> CheckedPrices(IReadOnlyDictionary<string, decimal> given)
    {
        Dictionary<string, decimal> prices = new(Prices);
        foreach ((string key, decimal price) in given)
        {
            prices[key] = !Prices.ContainsKey(key)
                ? throw Require.Refused(nameof(SimulatorOptions.Prices), key, $"known are {string.Join(", ", Prices.Keys)}.")
                : Require.NotNegative(price, $"Prices '{key}'");
        }

        return prices;
    }
}
