namespace UgcLab;

/// <summary>The kind of difference.</summary>
public enum UgcSchemaDifferenceKind
{
    /// <summary>A member that no page describes.</summary>
    Member,

    /// <summary>A state or other fixed word that no page lists.</summary>
    Word,

    /// <summary>A member of another type, null where none is shown, or one that is lacking.</summary>
    Shape,

    /// <summary>An HTTP status, or an error's code with it.</summary>
    Status,
}

/// <summary>A difference between the service's answers and its documentation. Holds no value of an answer.</summary>
public sealed record UgcSchemaDifference
{
    /// <summary>Where: method and path, such as <c>GET /projects</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>What sort it is.</summary>
    public UgcSchemaDifferenceKind Kind { get; init; }

    /// <summary>What it is, such as <c>data.items[].foo (a text) is not documented</c>.</summary>
    public required string What { get; init; }

    /// <summary>When it was first found.</summary>
    public DateTimeOffset FirstSeen { get; init; }

    /// <summary>In how many of the answers that were looked at.</summary>
    public int Count { get; init; }

    /// <summary>Where and what.</summary>
    public override string ToString() => $"{Endpoint}: {What}";
}
