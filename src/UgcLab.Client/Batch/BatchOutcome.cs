using UgcLab.Ledger;

namespace UgcLab.Batch;

/// <summary>Says of each row of an input what became of it, counts them, and says in a number what that comes to.</summary>
internal sealed class BatchOutcome(OpenBatch batch)
{
    private readonly Dictionary<UgcRowState, int> _states = [];
    private readonly RowCounter _count = batch.NewInput();
    private readonly Lazy<ILookup<RowKey, UgcHistoryEntry>> _past = new(batch.Purchases);
    private int _rows;
    private int _invalid;
    private decimal _charged;
    private decimal _refunded;

    /// <summary>Takes a row; returns it as one of results.</summary>
    public ResultRow Add(BatchInput input)
    {
        _rows++;
        if (input.Order is null || batch.Find(input.Order, _count, out RowEntry? entry) is not BatchRow row)
        {
            _invalid++;
            return new ResultRow { RowNumber = input.RowNumber, Cells = input.Cells, Message = input.Refusal?.Message };
        }

        _states[row.State] = _states.GetValueOrDefault(row.State) + 1;
        _charged += entry!.Jobs.Sum(job => job.Charged ?? 0);
        _refunded += entry.Jobs.Sum(job => job.Refunded ?? 0);
        IEnumerable<UgcHistoryEntry> past = _past.Value[row.Key];
        return new ResultRow
        {
            RowNumber = input.RowNumber,
            State = row.State,
            Cells = input.Cells,
            Jobs = [.. past.SelectMany(purchase => purchase.Jobs)],
            Message = past.LastOrDefault()?.Message,
            RequestId = past.LastOrDefault()?.RequestId,
        };
    }

    public UgcBatchResult Sum(UgcLabException? stop) => new()
    {
        Batch = batch.Name,
        ExitCode = ExitCode(stop?.Kind),
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
    private int ExitCode(UgcLabErrorKind? stop) =>
        Of(UgcRowState.Unknown) + Of(UgcRowState.Sending) > 0 ? 5
        : stop is UgcLabErrorKind.InsufficientCredits or UgcLabErrorKind.CreditBrake ? 4
        : stop is not null || Of(UgcRowState.NotSent) + Of(UgcRowState.Running) + Of(UgcRowState.Finished) > 0 ? 3
        : _invalid + Of(UgcRowState.Refused) + Of(UgcRowState.Failed) + Of(UgcRowState.Abandoned) > 0 ? 1
        : 0;

    private int Of(UgcRowState state) => _states.GetValueOrDefault(state);
}
