namespace UgcLab;

/// <summary>A model as the service's documentation describes it.</summary>
public sealed record VideoModel
{
    /// <summary>Its name, in the service's spelling.</summary>
    public required string Name { get; init; }

    /// <summary>The lengths it makes, in seconds, as the service wants them: text without a unit.</summary>
    public required IReadOnlyList<string> Durations { get; init; }

    /// <summary>The shapes it makes. The words differ by model.</summary>
    public required IReadOnlyList<string> AspectRatios { get; init; }

    /// <summary>The qualities one must choose from; empty when the model has none, and then none may be given.</summary>
    public IReadOnlyList<string> Tiers { get; init; } = [];

    /// <summary>The length to take when none is given: the only one there is, or null, because a length is paid for and not guessed.</summary>
    public string? DefaultDuration => Durations.Count == 1 ? Durations[0] : null;

    /// <summary>What whoever uses this model should be told (once, not for each row), or null.</summary>
    public string? Notice { get; init; }

    /// <summary>The day on which the page said so.</summary>
    public required DateOnly DocumentedOn { get; init; }

    /// <summary>The page.</summary>
    public required string Source { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
