namespace UgcLab.Batches;

// A row in its batch, with what the batch knows of it: null for a new one.
internal sealed record BatchRow(PurchaseRequest Purchase, RowKey Key, RowState? Known = null)
{
    // Where it is in the input, from 1.
    public int Position { get; init; }
    public bool IsKnown => Known is not null;
    public UgcRowState State => Known?.State ?? UgcRowState.NotSent;
    public int Created => Known?.Created ?? 0;
    public bool IsCreated => Created > 0;
    public decimal Charged => Known?.Charged ?? 0;
    public decimal Refunded => Known?.Refunded ?? 0;
    public UgcLabErrorKind? Refusal => Enum.TryParse(Known?.Refusal, out UgcLabErrorKind kind) ? kind : null;
}

// A batch as the store has it, existing or not. It recognizes a row by what the row creates. Safe to share between threads.
internal class BatchView(IStoreEngine store, BatchKey key, BatchRecord? record)
{
    // Rows are looked up and recorded together: one question for so many.
    public const int RowsTogether = 500;

    private readonly RowCounter _rows = new(new Uri(key.BaseUri));

    public string Name => record?.Key.Name ?? key.Name;
    public long? Id => record?.Id;
    public IStoreEngine Store => store;
    public Uri BaseUri { get; } = new(key.BaseUri);

    // The batch as the store has it now; null when it doesn't exist.
    public async Task<BatchRecord?> ReadAsync(bool withCounts, CancellationToken cancellationToken)
    {
        BatchQuery query = new(key.Workspace, key.BaseUri, Name, withCounts);
        return await store.ReadBatchesAsync(query, cancellationToken).ConfigureAwait(false) is [BatchRecord known] ? known : null;
    }

    public async Task<bool> IsChangedAsync(BatchPlan plan, CancellationToken cancellationToken = default) =>
        await ReadAsync(withCounts: false, cancellationToken).ConfigureAwait(false) is BatchRecord now && now.Version != plan.Version;

    // Finds the row of a request. Equal requests of one input are separate
    // rows. RowIdReused: its RowId identifies a row with different content.
    public async Task<BatchRow> FindAsync(PurchaseRequest purchase, CancellationToken cancellationToken = default)
    {
        (BatchRow Row, UgcLabException? Failure) found = (await FindAsync([purchase], _rows, cancellationToken).ConfigureAwait(false))[0];
        return found.Failure is null ? found.Row : throw found.Failure;
    }

    public async Task<IReadOnlyList<(BatchRow Row, UgcLabException? Failure)>> FindAsync(
        IReadOnlyList<PurchaseRequest> purchases, RowCounter rows, CancellationToken cancellationToken)
    {
        RowKey[] keys = [.. purchases.Select(rows.Next)];
        IReadOnlyDictionary<string, RowState> known = Id is long batch && keys.Length > 0
            ? await store.FindRowsAsync(batch, [.. keys.Select(key => key.ToString()).Distinct()], cancellationToken).ConfigureAwait(false)
            : new Dictionary<string, RowState>();
        return [.. purchases.Zip(keys, (purchase, key) =>
        {
            RowState? row = known.Count == 0 ? null : known.GetValueOrDefault(key.ToString());
            bool isOther = row is not null && purchase.RowId is not null && row.Content != PurchaseRecording.ContentOf(purchase, BaseUri);
            return (new BatchRow(purchase, key, row), RowKey.Uncertain(purchase) ?? (isOther ? Reused(purchase.RowId!) : null));
        })];
    }

    // Without a RowId, a row's key is the hash of its content.
    public string ContentOf(BatchRow row) => ContentOfRowId(row.Purchase) ?? row.Key.ToString()[..RowKey.HashLength];

    public string? ContentOfRowId(PurchaseRequest purchase) =>
        purchase.RowId is null ? null : PurchaseRecording.ContentOf(purchase, BaseUri);

    // The purchase that decides about a row: its unconfirmed one, or else its last one.

    public async Task<ILookup<string, UgcHistoryEntry>> PurchasesAsync(
        IEnumerable<RowKey> rows, CancellationToken cancellationToken = default)
    {
        string[] keys = [.. rows.Select(row => row.ToString()).Distinct()];
        PurchaseFilter filter = new() { Batch = Id, RowKeys = keys, OldestFirst = true };
        List<UgcHistoryEntry> purchases = Id is null || keys.Length == 0 ? []
            : await History.ReadAllAsync(store, filter, cancellationToken).ConfigureAwait(false);
        return purchases.ToLookup(purchase => purchase.RowKey!);
    }

    public async Task<IReadOnlyList<UgcJob>> JobsAsync(BatchRow row, CancellationToken cancellationToken = default) =>
        Carried((await PurchasesAsync([row.Key], cancellationToken).ConfigureAwait(false))[row.Key.ToString()]
            .SelectMany(each => each.Jobs), row.Purchase);

    public async Task<UgcHistoryEntry?> LastAsync(BatchRow row, CancellationToken cancellationToken = default) =>
        (await PurchasesAsync([row.Key], cancellationToken).ConfigureAwait(false))[row.Key.ToString()]
            .LastOrDefault(each => each.PurchaseId == row.Known?.Purchase);

    private protected static UgcJob[] Carried(IEnumerable<UgcJob> jobs, PurchaseRequest purchase) =>
        [.. jobs.Select(job => job with { InputRow = purchase.InputRow ?? job.InputRow, RowNumber = purchase.RowNumber ?? job.RowNumber })];

    private UgcLabException Reused(string rowId) =>
        new(UgcLabErrorKind.RowIdReused, $"RowId {Redaction.Show(rowId)} was used in batch {Name} for a row with another content.",
            "A RowId always stands for the same content. Give the changed row another RowId, or restore the row.");
}

// A run of a batch by this process. It creates no row twice: running the same file again sends the rest.
internal sealed class OpenBatch(IStoreEngine store, BatchKey key, BatchRecord record, PurchaseService purchases, string run)
    : BatchView(store, key, record), IAsyncDisposable
{
    private readonly long _id = record.Id;
    private int? _generation;
    private int _isClosed;

    // This run in the store.
    public string Run => run;

    // Creates the batch when it doesn't exist. Source is the file that its rows come from.
    public static async Task<OpenBatch> OpenAsync(IStoreEngine store, BatchKey key, PurchaseService purchases, string? source)
    {
        string run = Guid.NewGuid().ToString("N");
        return new OpenBatch(store, key, await store.OpenBatchAsync(key, run, source).ConfigureAwait(false), purchases, run);
    }

    // The generation in which rows are created again in this run: one that is open, or a new one.
    public async Task<int> GenerationAsync(int? proposed = null) =>
        _generation ??= await Store.OpenGenerationAsync(_id, Run, proposed).ConfigureAwait(false);

    // The rows of this run are created, and nothing is left to resume. If the store can't be written, a later run finds nothing to create.
    public Task EndGenerationAsync(int? least) => IStoreEngine.TryAsync(() => Store.EndGenerationAsync(_id, Run, least));

    public Task PlanAsync(IReadOnlyList<BatchRow> rows) =>
        Store.PlanRowsAsync(_id, [.. rows.Select(row => PurchaseRecording.Row(row.Key, row.Purchase, BaseUri))]);

    // Creates a row, once in a generation, unless another run has created it since it was known. Returns its jobs, and whether this call
    // created them. If it claims them, only this run reads and saves them. A stop ends a wait; a request that is in flight is waited for.
    public async Task<(IReadOnlyList<UgcJob> Jobs, bool IsNew)> CreateAsync(
        BatchRow row, int generation = 1, int? known = null, bool claims = false, SpendingLimit? limit = null,
        IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default)
    {
        RowAttempt attempt = new(_id, PurchaseRecording.Row(row.Key, row.Purchase, BaseUri), generation, claims ? Run : null)
        {
            Known = known ?? row.Created,
        };
        PurchaseResponse response = await purchases.SendAsync(row.Purchase, attempt, Name, limit, notices, cancellationToken)
            .ConfigureAwait(false);
        return (response.IsNew ? response.Jobs : Carried(response.Jobs, row.Purchase), response.IsNew);
    }

    // Ends this run of the batch, once. Returns the processes that still run it.
    public async Task<IReadOnlyList<OwnerRecord>> CloseAsync() =>
        Interlocked.Exchange(ref _isClosed, 1) == 0 ? await Store.CloseBatchAsync(_id, Run).ConfigureAwait(false) : [];

    public async ValueTask DisposeAsync()
    {
        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is UgcLabException or ObjectDisposedException)
        {
            // It ends with the process.
        }
    }
}

// What a run does with a row: ReturnExisting returns the jobs of a row that was created; HoldUnconfirmed reports an unconfirmed
// one; InFlight is one that another runspace or process is sending; SkipAbandoned is one that was abandoned.
internal enum RowDisposition
{
    Create, CreateAgain, ReturnExisting, Ask, HoldUnconfirmed, InFlight, Refused, SkipAbandoned,
}

// The only table of what a run does with a row that its batch already has. Pure.
internal static class RowDecision
{
    // -BuyAgain never applies to an unconfirmed row.
    public static RowDisposition Of(
        BatchRow row, bool buyAgain = false, UgcOnUnconfirmed onUnconfirmed = UgcOnUnconfirmed.Skip) => row switch
    {
        { State: UgcRowState.Unconfirmed } => onUnconfirmed is UgcOnUnconfirmed.Ask ? RowDisposition.Ask : RowDisposition.HoldUnconfirmed,
        { State: UgcRowState.Sending } => RowDisposition.InFlight,
        { State: UgcRowState.Abandoned } => RowDisposition.SkipAbandoned,

        { IsCreated: true } when buyAgain && row.Known is { IsAbandoned: false } => RowDisposition.CreateAgain,
        { IsCreated: true } => RowDisposition.ReturnExisting,

        // Refused for what it says. When everything is created again, so is this: it cost nothing, and the service may accept it now.
        { State: UgcRowState.Refused, Refusal: UgcLabErrorKind.RequestRefused } when !buyAgain => RowDisposition.Refused,

        // It was never sent, or refused for a condition that may have changed, such as a low balance.
        _ => RowDisposition.Create,
    };

    // Why a row isn't sent, as a failure to report; null if that isn't a failure. The caller adds the name of the row.
    public static UgcLabException? Failure(RowDisposition step, string batch, BatchRow row, UgcHistoryEntry? last) => step switch
    {
        RowDisposition.HoldUnconfirmed or RowDisposition.Ask => new UgcLabException(
            UgcLabErrorKind.OutcomeUnconfirmed,
            ($"This was sent in batch {batch}{There(row, last)} and its outcome is unconfirmed: it may have been charged, and is not "
            + $"sent again. {last?.Message}").TrimEnd(),
            $"Get-UgcBatch '{batch}' -Row -State Unconfirmed shows the evidence. Check the dashboard, then pipe the row to "
            + "Resolve-UgcBatchRow with -NotCharged, -Adopt ID or -Abandon.")
        { RequestId = last?.RequestId },
        RowDisposition.InFlight => new UgcLabException(UgcLabErrorKind.AlreadyCreated, $"This row of batch {batch} is being sent now."),
        RowDisposition.Refused => new UgcLabException(
            row.Refusal ?? UgcLabErrorKind.RequestRefused,
            ($"The service refused this in batch {batch}{There(row, last)}, and it has not been changed since, so it is not sent "
            + $"again. {last?.Message}").TrimEnd(),
            "Correct the row. A changed row is a new row of the batch. To send it unchanged, specify -BuyAgain.")
        { RequestId = last?.RequestId },
        _ => null,
    };

    // When it was created, and its number in the batch if that isn't the current one in the file.
    private static string There(BatchRow row, UgcHistoryEntry? last) => last is null ? ""
        : last.RowNumber is int number && number != row.Purchase.RowNumber ? $" as row {number} at {Format.ExactTime(last.Time)}"
        : $" at {Format.ExactTime(last.Time)}";
}
