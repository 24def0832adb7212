namespace UgcLab;

/// <summary>What a video of a kind was charged at, as the local record has it: the service publishes no prices for videos.</summary>
public sealed record UgcPrice
{
    /// <summary>The kind in words, such as <c>kling-2.6, 5 s, from an image</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Credits for one video, when one was last bought.</summary>
    public required decimal Credits { get; init; }

    /// <summary>How many videos were charged for, all in all.</summary>
    public required int Charges { get; init; }

    /// <summary>The least that one was charged at.</summary>
    public required decimal Least { get; init; }

    /// <summary>The most that one was charged at.</summary>
    public required decimal Most { get; init; }

    /// <summary>When one was last bought.</summary>
    public required DateTimeOffset LastCharged { get; init; }

    /// <summary>Whether charges have differed, so that the next may as well.</summary>
    public bool Varies => Least != Most;

    /// <summary>The kind and its price.</summary>
    public override string ToString() => $"{Kind}: {Money.Say.Amount(Credits)}";

    internal UgcPrice And(decimal credits, DateTimeOffset time) => this with
    {
        Credits = time < LastCharged ? Credits : credits,
        LastCharged = time < LastCharged ? LastCharged : time,
        Charges = Charges + 1,
        Least = Math.Min(Least, credits),
        Most = Math.Max(Most, credits),
    };
}
