namespace UgcLab;

/// <summary>The validation result of a row.</summary>
public sealed record UgcVideoTest
{
    /// <summary>The number of the row, from 1; null if nothing was piped.</summary>
    public int? RowNumber { get; init; }

    /// <summary>Whether the row is valid, so that New-UgcVideo would send it.</summary>
    public bool IsValid { get; init; }

    /// <summary>The number of videos that the row would create; 0 if it can't be sent.</summary>
    public int Videos { get; init; }

    /// <summary>All errors of the row.</summary>
    public IReadOnlyList<UgcFault> Faults { get; init; } = [];

    /// <summary>Warnings about the row.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The model of the row.</summary>
    public string? Model { get; init; }

    /// <summary>The user's own label.</summary>
    public string? Reference { get; init; }

    /// <summary>The input row.</summary>
    public object? InputRow { get; init; }
}
