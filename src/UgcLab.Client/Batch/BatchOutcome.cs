using UgcLab.Ledger;

namespace UgcLab.Batch;

/// <summary>Says of each row of an input what became of it, counts them, and says in a number what that comes to.</summary>
/// <param name="batch">The batch.</param>
/// <param name="past">All purchases by row, where somebody has just read them.</param>
internal sealed class BatchOutcome(OpenBatch batch, ILookup<RowKey, UgcHistoryEntry>? past = null)
{
    private readonly Dictionary<UgcRowState, int> _states = [];
    private readonly RowCounter _count = batch.NewInput();
    private readonly Lazy<ILookup<RowKey, UgcHistoryEntry>> _past = new(() => past ?? batch.Purchases());
    private int _rows;
    private int _invalid;
    private decimal _charged;
    private decimal _refunded;

    /// <summary>Takes a row; returns it as one of results.</summary>
    public ResultRow Add(BatchInput input)
    {
        _rows++;
        RowEntry? entry = null;
        if (input.Order is null || batch.Find(input.Order, _count, out entry) is not BatchRow row)
        {
            // An order that its batch has never heard of was written into the sheet while the batch ran.
            bool isNew = input.Order is not null && entry is null;
            _states[UgcRowState.NotSent] = Of(UgcRowState.NotSent) + (isNew ? 1 : 0);
            _invalid += isNew ? 0 : 1;
            return new ResultRow { RowNumber = input.RowNumber, State = isNew ? UgcRowState.NotSent : null, Cells = input.Cells, Message = input.Refusal?.Message };
        }

        _states[row.State] = Of(row.State) + 1;
        _charged += entry!.Jobs.Sum(job => job.Charged ?? 0);
        _refunded += entry.Jobs.Sum(job => job.Refunded ?? 0);
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
    public UgcBatchResult Sum(UgcLabException? stop, bool isAnythingUnsaved) => new()
    {
        Batch = batch.Name,
        ExitCode = ExitCode(stop?.Kind, isAnythingUnsaved),
        StoppedBy = stop?.Message,
        Rows = _rows,
        Invalid = _invalid,
        NotSent = Of(UgcRowState.NotSent),
        Refused = Of(UgcRowState.Refused),
        Unknown = Of(UgcRowState.Unknown) + Of(UgcRowState.Sending),
        Abandoned = Of(UgcRowState.Abandoned),
        Running = Of(UgcRowState.Running),
        Finished = Of(UgcRowState.Finished),
        Failed = Of(UgcRowState.Failed),
        Saved = Of(UgcRowState.Saved),
        TotalCreditsCharged = _charged,
        TotalCreditsRefunded = _refunded,
    };

    // What needs a person comes first, then what another run mends, then what only another row does.
    private int ExitCode(UgcLabErrorKind? stop, bool isAnythingUnsaved) =>
        Of(UgcRowState.Unknown) + Of(UgcRowState.Sending) > 0 ? 5
        : stop is UgcLabErrorKind.InsufficientCredits or UgcLabErrorKind.CreditBrake ? 4
        : stop is not null || isAnythingUnsaved || Of(UgcRowState.NotSent) + Of(UgcRowState.Running) + Of(UgcRowState.Finished) > 0 ? 3
        : _invalid + Of(UgcRowState.Refused) + Of(UgcRowState.Failed) + Of(UgcRowState.Abandoned) > 0 ? 1
        : 0;

    private int Of(UgcRowState state) => _states.GetValueOrDefault(state);
}
