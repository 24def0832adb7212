namespace UgcLab.Batches;

// The result of each row of an input, and of all of them as an exit code.
internal sealed class BatchResults(BatchView batch)
{
    private readonly RowTally _tally = new();
    private readonly RowCounter _count = new(batch.BaseUri);

    public async IAsyncEnumerable<ResultRow> RowsAsync(IEnumerable<BatchInput> inputs)
    {
        foreach (BatchInput[] some in inputs.Chunk(BatchView.RowsTogether))
        {
            IReadOnlyList<(BatchRow Row, UgcLabException? Failure)> found =
                await batch.FindAsync([.. some.Select(input => input.Purchase).OfType<PurchaseRequest>()], _count, default)
                    .ConfigureAwait(false);
            ILookup<string, UgcHistoryEntry> purchases =
                await batch.PurchasesAsync(found.Where(each => each.Row.IsKnown).Select(each => each.Row.Key)).ConfigureAwait(false);
            int next = 0;
            foreach (BatchInput input in some)
            {
                (BatchRow? row, UgcLabException? failure) = input.Purchase is null ? (null, input.Refusal) : found[next++];
                yield return row is null || failure is not null ? Invalid(input, failure)
                    : await OfAsync(input, row, [.. purchases[row.Key.ToString()]]).ConfigureAwait(false);
            }
        }
    }

    // A row without purchases may have been added to the sheet while the batch ran.
    private async Task<ResultRow> OfAsync(BatchInput input, BatchRow row, UgcHistoryEntry[] sent)
    {
        _tally.Add(row.State, row.Charged, row.Refunded);
        return new ResultRow
        {
            RowNumber = input.RowNumber,
            State = row.State,
            Cells = input.Cells,
            Jobs = [.. sent.SelectMany(purchase => purchase.Jobs)],
            Message = UgcBatchRow.MessageOf(row.State, sent.LastOrDefault()?.Message, sent.SelectMany(purchase => purchase.Jobs)),
            RequestId = sent.LastOrDefault()?.RequestId,
            PurchaseId = sent.LastOrDefault()?.PurchaseId,
            Reference = input.Reference,
            RowId = row.Purchase.RowId,
            Evidence = await EvidenceAsync(row.State, sent).ConfigureAwait(false),
            Endpoint = row.Purchase.Request.Endpoint,
            Body = Encoding.UTF8.GetString(row.Purchase.Request.ToJson()),
        };
    }

    private async Task<IReadOnlyList<string>> EvidenceAsync(UgcRowState state, UgcHistoryEntry[] sent) =>
        state is UgcRowState.Unconfirmed && sent is [.., UgcHistoryEntry last]
            ? await ReconciliationEvidence.OfAsync(last, batch.Store, default).ConfigureAwait(false) : [];

    private ResultRow Invalid(BatchInput input, UgcLabException? why)
    {
        _tally.Invalid++;
        return new ResultRow { RowNumber = input.RowNumber, Reference = input.Reference, Cells = input.Cells, Message = why?.Message };
    }

    // A video that another run may save counts whatever its row's state says.
    public UgcBatchResult Sum(UgcLabException? stop, bool isAnythingUnsaved) =>
        new() { Batch = batch.Name, Tally = _tally, ExitCode = ExitCode(stop?.Kind, isAnythingUnsaved), StoppedBy = stop?.Message };

    // First what a person must do, then what another run completes, then what depends only on another row.
    private int ExitCode(UgcLabErrorKind? stop, bool isAnythingUnsaved) =>
        _tally[UgcRowState.Unconfirmed] + _tally[UgcRowState.Sending] > 0 ? ExitCodes.Unconfirmed
        : stop?.Is(ErrorTraits.Credits) is true ? ExitCodes.Credits
        : stop is not null || isAnythingUnsaved
            || _tally[UgcRowState.NotSent] + _tally[UgcRowState.Running] + _tally[UgcRowState.Finished] > 0 ? ExitCodes.Stopped
        : _tally.Invalid + _tally[UgcRowState.Refused] + _tally[UgcRowState.Failed] + _tally[UgcRowState.Abandoned] > 0 ? ExitCodes.Failed
        : ExitCodes.Saved;
}
