namespace UgcLab.Simulator;

/// <summary>A job in the service's own book, with what its answers keep to themselves.</summary>
public sealed record SimulatedJob
{
    /// <summary>The id the service gave it.</summary>
    public required string Id { get; init; }

    /// <summary>The project it belongs to.</summary>
    public required string ProjectId { get; init; }

    /// <summary>What was asked for: the prompt, the script or the wishes, whichever its endpoint has; empty where none were given.</summary>
    public required string Prompt { get; init; }

    /// <summary>The internal name that answers give as the model.</summary>
    public required string ServiceModel { get; init; }

    /// <summary>What comes of it.</summary>
    public SimulatedMedia Media { get; init; }

    /// <summary>Who is seen in it; null when nobody is, or somebody made up for the request.</summary>
    public SimulatedActor? Actor { get; init; }

    /// <summary>Whether somebody made up for the request is seen in it.</summary>
    public bool IsCustomActor { get; init; }

    /// <summary>Whether the script is gone over first.</summary>
    public bool RefinesScript { get; init; }

    /// <summary>Whether the actions are gone over first.</summary>
    public bool RefinesActions { get; init; }

    /// <summary>The shape asked for, or null.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>Which job of its request, from 0: actor by actor, and of each its variants.</summary>
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
