namespace UgcLab.Simulator;

/// <summary>What things cost here: the documentation's figures where it has any, and made up where it has none.</summary>
internal static class PriceList
{
    public static IReadOnlyDictionary<string, decimal> Prices { get; } = new Dictionary<string, decimal>
    {
        // The second of these is documented, by an example (docs/video).
        ["sora-2-pro/10/standard"] = 60,
        ["sora-2-pro/10/pro"] = 150,
        ["sora-2-pro/15/standard"] = 90,
        ["sora-2-pro/15/pro"] = 225,
        ["veo-3.1/8"] = 80,
        ["kling-2.6/5"] = 35,
        ["kling-2.6/10"] = 70,

        // The last of these is documented, by an example (docs/image).
        ["nano-banana-pro/standard"] = 6,
        ["nano-banana-pro/pro"] = 12,
        ["seedream-4.5/standard"] = 4,
        ["seedream-4.5/pro"] = 8,

        // The table of docs/product-in-hand. That of docs/talking-actor can't be read; the one price known from it is the same.
        ["talking-actor/10s/standard"] = 63,
        ["talking-actor/10s/pro"] = 88,
        ["talking-actor/15s/standard"] = 75,
        ["talking-actor/15s/pro"] = 125,
        ["talking-actor/25s/standard"] = 113,
        ["talking-actor/25s/pro"] = 113,
        ["product-in-hand/10s/standard"] = 63,
        ["product-in-hand/10s/pro"] = 88,
        ["product-in-hand/15s/standard"] = 75,
        ["product-in-hand/15s/pro"] = 125,
        ["product-in-hand/25s/standard"] = 113,
        ["product-in-hand/25s/pro"] = 113,

        // Made up: nothing is known of them.
        ["talking-actor/ugcl-1.0"] = 100,
        ["product-in-hand/ugcl-1.0"] = 100,

        // A second (docs/motion-control).
        ["motion-control/std"] = 6,
        ["motion-control/pro"] = 10,
    };

    public static IReadOnlyDictionary<string, decimal> Checked(IReadOnlyDictionary<string, decimal> given)
    {
        Dictionary<string, decimal> prices = new(Prices);
        foreach ((string key, decimal price) in given)
        {
            prices[key] = !Prices.ContainsKey(key)
                ? throw Require.Refused(nameof(SimulatorOptions.Prices), key, $"valid values: {string.Join(", ", Prices.Keys)}.")
                : Require.NotNegative(price, $"Prices '{key}'");
        }

        return prices;
    }
}
