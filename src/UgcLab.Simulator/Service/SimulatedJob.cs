namespace UgcLab.Simulator;

/// <summary>A job in the service's own book, with what its answers keep to themselves.</summary>
public sealed record SimulatedJob
{
    /// <summary>The id the service gave it.</summary>
    public required string Id { get; init; }

    /// <summary>The project it belongs to.</summary>
    public required string ProjectId { get; init; }

    /// <summary>What was asked for.</summary>
    public required string Prompt { get; init; }

    /// <summary>The internal name that answers give as the model.</summary>
    public required string ServiceModel { get; init; }

    /// <summary>The shape asked for, or null.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>Which take of its request, from 0.</summary>
    public int VariantIndex { get; init; }

    /// <summary>What was charged.</summary>
    public required decimal Credits { get; init; }

    /// <summary>When it was taken.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How long it takes from then.</summary>
    public required TimeSpan Takes { get; init; }

    /// <summary>Whether it is going to fail.</summary>
    public bool Fails { get; init; }
}
