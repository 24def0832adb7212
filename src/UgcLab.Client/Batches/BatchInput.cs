using System.Collections.ObjectModel;

namespace UgcLab.Batches;

// A row of the input of a batch: what it creates, or its errors. Errors identify it by its name: Row 7 (line 12).
internal sealed record BatchInput(string Name)
{
    public int? RowNumber { get; init; }
    public int? Line { get; init; }
    public string? Reference { get; init; }
    public IReadOnlyDictionary<string, string> Cells { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    // What it creates, or all that is wrong with it.
    public PurchaseRequest? Purchase { get; init; }
    public UgcLabException? Refusal { get; init; }

    // The row itself, to include in errors; null if it holds a secret.
    public object? Source { get; init; }

    public override string ToString() => Purchase?.Reference is null ? Name : $"{Name}, {Purchase.Reference}";
}
