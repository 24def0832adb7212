namespace UgcLab.Simulator;

/// <summary>An actor as the lists show them. The list of the first workflow shows less of it.</summary>
internal sealed record ListedActor
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Gender { get; init; }

    public required string Age { get; init; }

    public required string Color { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required bool IsPro { get; init; }

    public string Username => Name.ToLowerInvariant().Replace(' ', '_') + (IsPro ? "_pro" : "_ugc");
}
