using System.Collections.ObjectModel;

namespace UgcLab.PowerShell.Binding;

/// <summary>An input that was read as a draft of a creation: its row number, its values, and what their validation found.</summary>
internal sealed record DraftRow(CreationDraft Draft)
{
    public int? Number { get; init; }

    public object? Source { get; init; }

    public IReadOnlyDictionary<string, string> Cells { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The errors of reading it, before it was validated.</summary>
    public IReadOnlyList<UgcFault> Faults { get; init; } = [];

    /// <summary>The request, or all errors.</summary>
    public CreationCheck Check { get; init; } = new(null, [], []);

    /// <summary>The row's RowId, trimmed; null if it has none. It is never sent.</summary>
    public string? RowId { get; init; }

    /// <summary>Whether it is another line of a row of a sheet of results that was read already. There is nothing to do with it.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>The number of an earlier row that creates the same.</summary>
    public int? EqualTo { get; init; }

    // Whether an error is about a secret in the row. An error record is shown and logged with its target, so such a row must not be the
    // target.
    public bool IsSecret { get; init; }

    // Why it can't be created.
    public UgcLabException Refusal => new(UgcLabErrorKind.RowInvalid, Check.Faults is [UgcFault only] ? $"{Name}: {only}"
        : $"{Name} has {Check.Faults.Count} errors: {string.Join(" ", Check.Faults.Select((fault, index) => $"({index + 1}) {fault}"))}")
    { Faults = Check.Faults };

    // What the row creates. The jobs carry the row as it came in, or its cells.
    public PurchaseRequest ToPurchase(CreationRequest request, object? inputRow) => new(request)
    {
        Reference = Draft.Reference,
        RowId = RowId,
        RowNumber = Number,
        InputRow = inputRow,
        Cells = Cells,
    };

    public int? Line => Source is SheetRow row ? row.LineNumber : null;

    public string Name => (Number, Line) switch
    {
        (int number, int line) => $"Row {number} (line {line})",
        (int number, null) => $"Row {number}",
        _ => "This request",
    };

    /// <summary>The name of the row in errors that are not about its cells.</summary>
    public string Subject => Draft.Reference is null ? Name : $"{Name}, {Draft.Reference}";
}
