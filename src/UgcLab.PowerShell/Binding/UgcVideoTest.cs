namespace UgcLab;

/// <summary>What the rules say of a row.</summary>
public sealed record UgcVideoTest
{
    /// <summary>Which row, from 1; null when nothing was piped.</summary>
    public int? RowNumber { get; init; }

    /// <summary>Whether New-UgcVideo would send it.</summary>
    public bool IsValid { get; init; }

    /// <summary>How many videos it would buy; 0 when it cannot be sent.</summary>
    public int Videos { get; init; }

    /// <summary>All that is wrong with it.</summary>
    public IReadOnlyList<UgcFault> Faults { get; init; } = [];

    /// <summary>What is worth a second look.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The model it names.</summary>
    public string? Model { get; init; }

    /// <summary>The user's own label.</summary>
    public string? Reference { get; init; }

    /// <summary>The row.</summary>
    public object? InputRow { get; init; }
}
