using UgcLab.Ledger;

namespace UgcLab.Batch;

/// <summary>Says of each row of an input what became of it, counts them, and says in a number what that comes to.</summary>
/// <param name="batch">The batch.</param>
/// <param name="past">All purchases by row, where somebody has just read them.</param>
internal sealed class BatchOutcome(OpenBatch batch, ILookup<RowKey, UgcHistoryEntry>? past = null)
{
    private readonly RowTally _tally = new();
    private readonly RowCounter _count = batch.NewInput();
    private readonly Lazy<ILookup<RowKey, UgcHistoryEntry>> _past = new(() => past ?? batch.Purchases());

    /// <summary>Takes a row; returns it as one of results.</summary>
    public ResultRow Add(BatchInput input)
    {
        RowEntry? entry = null;
        if (input.Order is null || batch.Find(input.Order, _count, out entry) is not BatchRow row)
        {
            // An order that its batch has never heard of was written into the sheet while the batch ran.
            bool isNew = input.Order is not null && entry is null;
            Action count = isNew ? _tally.AddNew : _tally.AddInvalid;
            count();
            return new ResultRow { RowNumber = input.RowNumber, State = isNew ? UgcRowState.NotSent : null, Cells = input.Cells, Message = input.Refusal?.Message };
        }

        _tally.Add(row);
        IEnumerable<UgcHistoryEntry> purchases = _past.Value[row.Key];
        return new ResultRow
        {
            RowNumber = input.RowNumber,
            State = row.State,
            Cells = input.Cells,
            Jobs = [.. purchases.SelectMany(purchase => purchase.Jobs)],
            Message = purchases.LastOrDefault()?.Message,
            RequestId = purchases.LastOrDefault()?.RequestId,
        };
    }

    /// <summary>The counts, and what they come to.</summary>
    /// <param name="stop">Why the run ended early, if it did.</param>
    /// <param name="isAnythingUnsaved">Whether the run left a video that another may save, whatever its row's state says.</param>
    public UgcBatchResult Sum(UgcLabException? stop, bool isAnythingUnsaved) => _tally.Standing(batch.Name) with
    {
        ExitCode = ExitCode(stop?.Kind, isAnythingUnsaved),
        StoppedBy = stop?.Message,
    };

    // What needs a person comes first, then what another run mends, then what only another row does.
    private int ExitCode(UgcLabErrorKind? stop, bool isAnythingUnsaved) =>
        _tally[UgcRowState.Unknown] + _tally[UgcRowState.Sending] > 0 ? 5
        : stop is UgcLabErrorKind.InsufficientCredits or UgcLabErrorKind.CreditBrake ? 4
        : stop is not null || isAnythingUnsaved || _tally[UgcRowState.NotSent] + _tally[UgcRowState.Running] + _tally[UgcRowState.Finished] > 0 ? 3
        : _tally.Invalid + _tally[UgcRowState.Refused] + _tally[UgcRowState.Failed] + _tally[UgcRowState.Abandoned] > 0 ? 1
        : 0;
}
