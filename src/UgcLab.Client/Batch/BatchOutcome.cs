using UgcLab.Rows;

namespace UgcLab.Batch;

/// <summary>Says of each row of an input what became of it, counts them, and says in a number what that comes to.</summary>
/// <param name="batch">The batch.</param>
internal sealed class BatchOutcome(OpenBatch batch)
{
    private const int Together = 500;

    private readonly RowTally _tally = new();
    private readonly RowCounter _count = batch.NewInput();

    /// <summary>The rows as results, in their order.</summary>
    public async IAsyncEnumerable<ResultRow> RowsAsync(IEnumerable<BatchInput> inputs)
    {
        foreach (BatchInput[] some in inputs.Chunk(Together))
        {
            BatchInput[] sound = [.. some.Where(input => input.Order is not null)];
            IReadOnlyList<(BatchRow Row, UgcLabException? Failure)> found = await batch.FindAsync([.. sound.Select(input => input.Order!)], _count, default).ConfigureAwait(false);
            ILookup<string, UgcHistoryEntry> purchases = await batch.PurchasesAsync(found.Where(each => each.Row.IsKnown).Select(each => each.Row.Key)).ConfigureAwait(false);
            int next = 0;
            foreach (BatchInput input in some)
            {
                yield return input.Order is null ? Invalid(input, input.Refusal) : Of(input, found[next].Row, found[next++].Failure, purchases);
            }
        }
    }

    private ResultRow Of(BatchInput input, BatchRow row, UgcLabException? failure, ILookup<string, UgcHistoryEntry> purchases)
    {
        if (failure is not null)
        {
            return Invalid(input, failure);
        }

        if (!row.IsKnown)
        {
            // It was added to the sheet while the batch ran.
            _tally.AddNew();
            return new ResultRow { RowNumber = input.RowNumber, State = UgcRowState.NotSent, Cells = input.Cells };
        }

        _tally.Add(row);
        UgcHistoryEntry[] sent = [.. purchases[row.Key.ToString()]];
        return new ResultRow
        {
            RowNumber = input.RowNumber,
            State = row.State,
            Cells = input.Cells,
            Jobs = [.. sent.SelectMany(purchase => purchase.Jobs)],
            Message = sent.LastOrDefault()?.Message,
            RequestId = sent.LastOrDefault()?.RequestId,
        };
    }

    private ResultRow Invalid(BatchInput input, UgcLabException? why)
    {
        _tally.AddInvalid();
        return new ResultRow { RowNumber = input.RowNumber, Cells = input.Cells, Message = why?.Message };
    }

    /// <summary>The counts, and what they come to.</summary>
    /// <param name="stop">Why the run ended early, if it did.</param>
    /// <param name="isAnythingUnsaved">Whether the run left a video that another may save, whatever its row's state says.</param>
    public UgcBatchResult Sum(UgcLabException? stop, bool isAnythingUnsaved) => _tally.Standing(batch.Name) with
    {
        ExitCode = ExitCode(stop?.Kind, isAnythingUnsaved),
        StoppedBy = stop?.Message,
    };

    // What needs a person comes first, then what another run completes, then what only another row does.
    private int ExitCode(UgcLabErrorKind? stop, bool isAnythingUnsaved) =>
        _tally[UgcRowState.Unconfirmed] + _tally[UgcRowState.Sending] > 0 ? 5
        : stop is UgcLabErrorKind.InsufficientCredits or UgcLabErrorKind.CreditBrake ? 4
        : stop is not null || isAnythingUnsaved || _tally[UgcRowState.NotSent] + _tally[UgcRowState.Running] + _tally[UgcRowState.Finished] > 0 ? 3
        : _tally.Invalid + _tally[UgcRowState.Refused] + _tally[UgcRowState.Failed] + _tally[UgcRowState.Abandoned] > 0 ? 1
        : 0;
}
