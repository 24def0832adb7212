namespace UgcLab.Simulator;

/// <summary>A creation whose body keeps the documented rules.</summary>
internal sealed record VideoOrder
{
    public required string ProjectId { get; init; }

    public required string Prompt { get; init; }

    public required string Model { get; init; }

    public required string Duration { get; init; }

    public string? AspectRatio { get; init; }

    public string? Tier { get; init; }

    public Uri? Image { get; init; }

    public int Variants { get; init; } = 1;
}
