namespace UgcLab;

/// <summary>A model, or a workflow that makes videos of actors, as the service's documentation describes it.</summary>
/// <remarks>Output or input of cmdlets; no method of this library has it.</remarks>
public sealed record UgcModel
{
    /// <summary>Its name, in the service's spelling.</summary>
    public required string Name { get; init; }

    /// <summary>What it makes.</summary>
    public UgcKind Kind { get; init; }

    /// <summary>The valid lengths as the service spells them: seconds, with a unit if one is required. Empty for no choice.</summary>
    public IReadOnlyList<string> Durations { get; init; } = [];

    /// <summary>The valid aspect ratios, as the model spells them. Empty for no choice.</summary>
    public IReadOnlyList<string> AspectRatios { get; init; } = [];

    /// <summary>The qualities to choose from; empty when the model has none, and then none may be given.</summary>
    public IReadOnlyList<string> Tiers { get; init; } = [];

    /// <summary>The service's default quality, if it is documented.</summary>
    public string? DefaultTier { get; init; }

    /// <summary>The length to take when none is given: the only one there is, or null.</summary>
    public string? DefaultDuration => Durations.Count == 1 ? Durations[0] : null;

    /// <summary>The prices that the documentation gives; empty where it gives none.</summary>
    public IReadOnlyList<UgcDocumentedPrice> Prices { get; init; } = [];

    /// <summary>A warning to show once, not for each row, to users of this model; null for none.</summary>
    public string? Notice { get; init; }

    /// <summary>The day on which the page said so.</summary>
    public required DateOnly DocumentedOn { get; init; }

    /// <summary>The page.</summary>
    public required string Source { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>A price of the documentation, for one video.</summary>
/// <param name="Duration">The length it is for; null where each second is paid for.</param>
/// <param name="Tier">The quality it is for.</param>
/// <param name="Credits">Credits for one video, or for a second of it.</param>
/// <remarks>Output or input of cmdlets; no method of this library has it.</remarks>
public sealed record UgcDocumentedPrice(string? Duration, string Tier, decimal Credits)
{
    /// <summary>Such as <c>15s standard: 75</c>.</summary>
    public override string ToString() => $"{Duration ?? "a second"} {Tier}: {Format.Amount(Credits)}";
}
