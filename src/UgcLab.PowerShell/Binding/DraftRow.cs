using System.Collections.ObjectModel;

namespace UgcLab.PowerShell.Binding;

/// <summary>An input, read as a creation on paper: which row it is, what it says, and what is wrong with it so far.</summary>
internal sealed record DraftRow(CreationDraft Draft)
{
    public int? Number { get; init; }

    public object? Source { get; init; }

    public IReadOnlyDictionary<string, string> Cells { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    public IReadOnlyList<UgcFault> Faults { get; init; } = [];

    /// <summary>The row's identity, without white space around it; null when it has none. It is never sent.</summary>
    public string? RowId { get; init; }

    /// <summary>Whether a fault is about a secret in it. An error record is shown and logged with its target: such a row must not ride along.</summary>
    public bool IsSecret { get; init; }

    public int? Line => Source is SheetRow row ? row.LineNumber : null;

    public string Name => (Number, Line) switch
    {
        (int number, int line) => $"Row {number} (line {line})",
        (int number, null) => $"Row {number}",
        _ => "This request",
    };

    /// <summary>How an error that is not about its cells calls it.</summary>
    public string Subject => Draft.Reference is null ? Name : $"{Name}, {Draft.Reference}";
}
