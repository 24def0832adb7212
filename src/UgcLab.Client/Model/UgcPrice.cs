namespace UgcLab;

/// <summary>What a video of a kind was charged at, as the local record has it or, before the first, as the documentation does.</summary>
/// <remarks>Output or input of cmdlets; no method of this library has it.</remarks>
public sealed record UgcPrice
{
    /// <summary>The kind in words, such as <c>kling-2.6, 5 s, from an image</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Credits for one video: the last charge, or the documented price if none was created yet.</summary>
    public required decimal Credits { get; init; }

    /// <summary>How many videos were charged for, all in all; 0 for a price of the documentation.</summary>
    public required int Charges { get; init; }

    /// <summary>The least that one was charged at.</summary>
    public required decimal Least { get; init; }

    /// <summary>The most that one was charged at.</summary>
    public required decimal Most { get; init; }

    /// <summary>When one was last charged; null for a documented price.</summary>
    public DateTimeOffset? LastCharged { get; init; }

    /// <summary>The page of the documentation; null for a price that was charged.</summary>
    public string? Source { get; init; }

    /// <summary>The day on which it said so.</summary>
    public DateOnly? DocumentedOn { get; init; }

    /// <summary>Whether charges have differed, so that the next may as well.</summary>
    public bool Varies => Least != Most;

    /// <summary>The kind and its price.</summary>
    public override string ToString() => $"{Kind}: {Format.Amount(Credits)}";

    // What is known of a kind after another charge.
    internal static UgcPrice After(UgcPrice? known, string kind, decimal credits, DateTimeOffset time) => new()
    {
        Kind = kind,
        Credits = time < known?.LastCharged ? known.Credits : credits,
        Charges = (known?.Charges ?? 0) + 1,
        Least = Math.Min(known?.Least ?? credits, credits),
        Most = Math.Max(known?.Most ?? credits, credits),
        LastCharged = time < known?.LastCharged ? known.LastCharged : time,
    };

    // Where prices are from: 12 earlier charges, the newest 3 days ago, the documentation of a day, or both.
    internal static string Origin(IReadOnlyList<UgcPrice> prices, DateTimeOffset now)
    {
        string charges = prices.Max(price => price.LastCharged) is DateTimeOffset newest
            ? $"{Format.Count(prices.Sum(price => price.Charges), "earlier charge")}, the newest {Format.Age(now - newest)}" : "";
        string documented = prices.Min(price => price.DocumentedOn) is DateOnly day
            ? Invariant($"the documentation of {day:yyyy-MM-dd}") : "";
        return string.Join(", and ", new[] { charges, documented }.Where(part => part.Length > 0));
    }
}
