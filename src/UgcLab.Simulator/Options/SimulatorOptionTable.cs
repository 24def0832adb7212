using System.Collections;
using UgcLab.Rows;

namespace UgcLab.Simulator;

/// <summary>The options by name: one table both to read them and to describe them, so that neither can be forgotten.</summary>
internal static class SimulatorOptionTable
{
    private static readonly Option[] All =
    [
        new("Speed", "Simulated seconds in a real second (60; 1 is real time).", (o, v) => o with { Speed = v.Number() }),
        new("Credits", "The workspace's credits at the start (10000).", (o, v) => o with { Credits = v.Money() }),
        new("Seed", "A whole number that ids, jitter and chance depend on (1).", (o, v) => o with { Seed = v.Whole() }),
        new("VideoTime", "Seconds a video or an image takes, give or take 30 % (90).", (o, v) => o with { VideoTime = v.Time() }),
        new("Latency", "Seconds an answer takes (0).", (o, v) => o with { Latency = v.Time() }),
        new("RateLimits", "Whether the documented limits hold: 100 creations and 1000 reads an hour, 20 requests a minute ($false).", (o, v) => o with { RateLimits = v.Truth() }),
        new("Projects", "How many projects there are (3).", (o, v) => o with { Projects = v.Whole() }),
        new("ProjectNames", "What the first projects are called.", (o, v) => o with { ProjectNames = v.Texts() }),
        new("Actors", "How many actors there are in each of the two lists (24).", (o, v) => o with { Actors = v.Whole() }),
        new("Prices", "Credits by 'model/duration', 'model/duration/tier', 'model/tier', 'endpoint/duration/tier' or 'motion-control/quality'; what is not named keeps the simulator's own price.", (o, v) => o with { Prices = PricesOf(v) }),
        new("StatePath", "A folder that keeps the service across processes (none: in memory).", (o, v) => o with { StatePath = v.Text() }),
        new("LinkLifetime", "Seconds a file's link lives (3600).", (o, v) => o with { LinkLifetime = v.Time() }),
        new(nameof(SimulatorOptions.ImageUrlField), "Where a finished image's link is: videoUrl, imageUrl, outputUrl or url (videoUrl).", (o, v) => o with { ImageUrlField = v.Choice<SimulatorImageUrlField>() }),
        new("WebhookUrl", "An address on this machine that is told of each job's end (none).", (o, v) => o with { WebhookUrl = v.Address() }),
        new("LostWebhookRate", "Share of jobs whose end is never told, 0 to 1 (0).", (o, v) => o with { LostWebhookRate = v.Number() }),
        new("FailedJobRate", "Share of jobs that fail, 0 to 1 (0).", (o, v) => o with { FailedJobRate = v.Number() }),
        new("LostReplyRate", "Share of requests that are done but never answered, 0 to 1 (0).", (o, v) => o with { LostReplyRate = v.Number() }),
        new("CutReplyRate", "Share of requests whose answer breaks off half way, 0 to 1 (0).", (o, v) => o with { CutReplyRate = v.Number() }),
        new("ServerErrorRate", "Share of requests answered with 500, 0 to 1 (0).", (o, v) => o with { ServerErrorRate = v.Number() }),
        new("TooManyRequestsRate", "Share of API requests answered with 429, 0 to 1 (0).", (o, v) => o with { TooManyRequestsRate = v.Number() }),
        new("ExpiredLinkRate", "Share of downloads whose link is said to have expired, 0 to 1 (0).", (o, v) => o with { ExpiredLinkRate = v.Number() }),
        new("Faults", "Hashtables of what goes wrong when: Kind, On, At, Times, RetryAfter, CutAfter, AfterWork.", (o, v) => o with { Faults = [.. v.Tables().Select(FaultOf)] }),
    ];

    public static IReadOnlyDictionary<string, string> Descriptions { get; } = All.ToDictionary(option => option.Name, option => option.Description);

    public static SimulatorOptions Read(IDictionary table)
    {
        SimulatorOptions options = new();
        foreach (DictionaryEntry entry in table)
        {
            Option option = ByName(entry.Key, All, option => option.Name, "Simulator options have");
            options = option.Set(options, new OptionValue(option.Name, entry.Value));
        }

        return options;
    }

    private static Dictionary<string, decimal> PricesOf(OptionValue value)
    {
        Dictionary<string, decimal> prices = new(PriceList.Prices);
        foreach (DictionaryEntry entry in value.Table())
        {
            string key = ByName(entry.Key, PriceList.Prices.Keys, key => key, "Simulator option Prices has");
            prices[key] = new OptionValue($"Prices '{key}'", entry.Value).Money();
        }

        return prices;
    }

    private static SimulatorFault FaultOf(IDictionary table)
    {
        string[] names = ["Kind", "On", "At", "Times", "RetryAfter", "CutAfter", "AfterWork"];
        SimulatorFault fault = new() { Kind = default };
        bool hasKind = false;
        foreach (DictionaryEntry entry in table)
        {
            string name = ByName(entry.Key, names, known => known, "A fault has");
            OptionValue value = new($"Faults '{name}'", entry.Value);
            hasKind |= name == "Kind";
            fault = name switch
            {
                "Kind" => fault with { Kind = value.Choice<SimulatorFaultKind>() },
                "On" => fault with { On = value.Choice<SimulatorTarget>() },
                "At" => fault with { At = value.Whole() },
                "Times" => fault with { Times = value.Whole() },
                "RetryAfter" => fault with { RetryAfter = value.Text() },
                "CutAfter" => fault with { CutAfter = value.Whole() },
                _ => fault with { AfterWork = value.Truth() },
            };
        }

        return hasKind ? fault : throw Require.Refused("Faults", "a table without Kind", "each fault needs its Kind.");
    }

    private static T ByName<T>(object key, IEnumerable<T> known, Func<T, string> nameOf, string owner)
    {
        string text = key.ToString() ?? "";
        foreach (T candidate in known)
        {
            if (string.Equals(nameOf(candidate), text, StringComparison.OrdinalIgnoreCase))
            {
                return candidate;
            }
        }

        string? nearest = Nearest.Of(text, known.Select(nameOf));
        throw new UgcLabException(
            UgcLabErrorKind.ArgumentInvalid,
            $"{owner} no '{text}'. " + (nearest is null ? $"Known: {string.Join(", ", known.Select(nameOf))}." : $"Did you mean '{nearest}'?"));
    }

    private sealed record Option(string Name, string Description, Func<SimulatorOptions, OptionValue, SimulatorOptions> Set);
}
