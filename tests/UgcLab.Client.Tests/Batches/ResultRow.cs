using System.Collections.ObjectModel;

namespace UgcLab.Client.Tests.Batches;

/// <summary>A row of results with settable members; its state is null when it was invalid.</summary>
internal sealed record ResultRow
{
    public int? RowNumber { get; init; }

    public UgcRowState? State { get; init; }

    public IReadOnlyDictionary<string, string> Cells { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    public IReadOnlyList<UgcJob> Jobs { get; init; } = [];

    public string? Message { get; init; }

    public string? RequestId { get; init; }

    public string? PurchaseId { get; init; }

    public string? Reference { get; init; }

    public string? RowId { get; init; }

    public IReadOnlyList<string> Evidence { get; init; } = [];

    public string? Endpoint { get; init; }

    public string? Body { get; init; }

    public static async IAsyncEnumerable<UgcBatchRow> Rows(IEnumerable<ResultRow> rows)
    {
        await Task.CompletedTask;
        foreach (ResultRow row in rows)
        {
            yield return new UgcBatchRow
            {
                Batch = "nov",
                State = row.State ?? default,
                IsInvalid = row.State is null,
                Planned = new() { PurchaseId = "", RowNumber = row.RowNumber, RowId = row.RowId, Reference = row.Reference, Cells = row.Cells, Endpoint = row.Endpoint },
                Last = new() { PurchaseId = "", Message = row.Message, RequestId = row.RequestId },
                PurchaseId = row.PurchaseId,
                Jobs = row.Jobs,
                Evidence = row.Evidence,
                Body = row.Body,
            };
        }
    }
}
