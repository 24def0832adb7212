namespace UgcLab.Batches;

// The result of each row of an input, and of all of them as an exit code.
internal sealed class BatchResults(BatchView batch)
{
    private readonly RowTally _tally = new();
    private readonly RowCounter _count = new(batch.BaseUri);

    // The lowest generation in which one of the rows was last created, of those that the service didn't refuse since.
    public int Least { get; private set; } = int.MaxValue;

    public async IAsyncEnumerable<UgcBatchRow> RowsAsync(IEnumerable<BatchInput> inputs)
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
    private async Task<UgcBatchRow> OfAsync(BatchInput input, BatchRow row, UgcHistoryEntry[] sent)
    {
        _tally.Add(row.State, row.Charged, row.Refunded);
        Least = row.IsCreated && row.Refusal is null ? Math.Min(Least, row.Created) : Least;
        UgcHistoryEntry? last = sent.LastOrDefault(each => each.PurchaseId == row.Known?.Purchase);
        return new UgcBatchRow
        {
            Batch = batch.Name,
            State = row.State,
            Planned = Planned(input) with { RowId = row.Purchase.RowId, Endpoint = row.Purchase.Request.Endpoint },
            Body = Encoding.UTF8.GetString(row.Purchase.Request.ToJson()),
            Last = last,
            PurchaseId = last?.PurchaseId,
            Jobs = [.. sent.SelectMany(purchase => purchase.Jobs)],
            Evidence = row.State is UgcRowState.Unconfirmed && last is not null
                ? await ReconciliationEvidence.OfAsync(last, batch.Store).ConfigureAwait(false) : [],
        };
    }

    private UgcBatchRow Invalid(BatchInput input, UgcLabException? why)
    {
        _tally.Invalid++;
        UgcHistoryEntry last = new() { PurchaseId = "", Message = why?.Message };
        return new UgcBatchRow { Batch = batch.Name, IsInvalid = true, Planned = Planned(input), Last = last };
    }

    private static UgcHistoryEntry Planned(BatchInput input) =>
        new() { PurchaseId = "", RowNumber = input.RowNumber, Reference = input.Reference, Cells = input.Cells };

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

// What a run came to, in a few sentences: rows by state, credits, time, where the files are, and what to do next.
internal static class BatchSummary
{
    public static string Of(UgcBatchResult result) => string.Join(' ', Sentences(result));

    public static string? Next(UgcBatchResult result) => result switch
    {
        { ExitCode: 5 } =>
            $"Check the dashboard, then record the outcome: Get-UgcBatch {Name(result)} -State Unconfirmed shows the rows, and "
            + "Resolve-UgcBatchRow records it."
            + (result.NotSent + result.Running + result.Finished > 0 ? " To resume with the other rows, run the same command again." : ""),
        { ExitCode: 4 } => "Add credits or raise the spending limit, then run the same command again.",
        { ExitCode: 3 } => "To resume, run the same command again.",
        { Failed: > 0 } => "To create the failed rows again, run the same command with -RetryFailed.",
        { Refused: > 0 } => $"Get-UgcBatch {Name(result)} -State Refused shows why. Correct the rows, then run the same command again.",
        { Invalid: > 0 } => "Correct the invalid rows, then run the same command again.",
        _ => null,
    };

    private static IEnumerable<string> Sentences(UgcBatchResult result)
    {
        string states = string.Join(", ", new (int Rows, string State)[]
        {
            (result.Saved, "saved"), (result.Failed, "failed"), (result.Unconfirmed, "unconfirmed"), (result.Running, "in progress"),
            (result.Finished, "finished and not saved"), (result.NotSent, "not sent"), (result.Refused, "refused"),
            (result.Abandoned, "abandoned"), (result.Invalid, "invalid"),
        }.Where(part => part.Rows > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Rows:#,0} {part.State}")));
        yield return $"Batch {result.Batch}: {Format.Count(result.Rows, "row")}{(states.Length == 0 ? "" : $": {states}")}.";
        yield return $"This run sent {Format.Count(result.Created, "row")} for {Format.Amount(result.CreditsCharged)} credits and saved "
            + $"{Format.Count(result.VideosSaved, "file")} in {Format.Elapsed(result.EndedAt - result.StartedAt)}.";
        if (result.ReportPath is string path)
        {
            yield return $"Files, {Path.GetFileName(path)}, and report.html are in {Path.GetDirectoryName(path)}.";
        }

        if (Next(result) is string next)
        {
            yield return next;
        }
    }

    private static string Name(UgcBatchResult result) => CommandText.Argument(result.Batch);
}

// The exit codes of a batch run. README and the help say what they mean, and a test compares them.
internal static class ExitCodes
{
    public const int Saved = 0;
    public const int Failed = 1;
    public const int Invalid = 2;
    public const int Stopped = 3;
    public const int Credits = 4;
    public const int Unconfirmed = 5;
}
