using System.Collections.ObjectModel;

namespace UgcLab.Creations;

/// <summary>A request, and the caller's own data for its jobs, which the service doesn't store.</summary>
/// <param name="Request">The request to send.</param>
public sealed record PurchaseRequest(CreationRequest Request)
{
    /// <summary>The request to send.</summary>
    public CreationRequest Request { get; init; } = Request ?? throw new ArgumentNullException(nameof(Request));

    /// <summary>The user's own label.</summary>
    public string? Reference { get; init; }

    // The row's own identity in its batch; null to derive it from what the row creates. Without a batch, it is only recorded.
    internal string? RowId { get; init; }

    /// <summary>Which row of the input it is, from 1.</summary>
    public int? RowNumber { get; init; }

    /// <summary>The row itself, for the jobs to carry.</summary>
    public object? InputRow { get; init; }

    /// <summary>The row's cells as text, for the local record.</summary>
    public IReadOnlyDictionary<string, string> Cells { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Whether it may be sent under a daily limit although its price is not known.</summary>
    public bool AllowUnknownPrice { get; init; }
}
