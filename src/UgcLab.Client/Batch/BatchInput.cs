using System.Collections.ObjectModel;

namespace UgcLab;

/// <summary>A row of the input of a batch: an order, or what is wrong with it.</summary>
/// <param name="Name">How errors call it: <c>Row 7 (line 12)</c>.</param>
public sealed record BatchInput(string Name)
{
    /// <summary>Its number, from 1.</summary>
    public int? RowNumber { get; init; }

    /// <summary>What it buys; null when it has faults.</summary>
    public Order? Order { get; init; }

    /// <summary>Its cells, in the order of its columns.</summary>
    public IReadOnlyDictionary<string, string> Cells { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The row itself, for errors to show; null when it holds what must not be shown.</summary>
    public object? Source { get; init; }

    /// <summary>All that is wrong with it, as one failure.</summary>
    public UgcLabException? Refusal { get; init; }

    /// <summary>The name, and the user's own label where there is one.</summary>
    public override string ToString() => Order?.Reference is null ? Name : $"{Name}, {Order.Reference}";
}
