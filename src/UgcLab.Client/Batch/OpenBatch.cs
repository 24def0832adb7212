using UgcLab.Batch;
using UgcLab.Purchasing;
using UgcLab.Rows;
using UgcLab.Store;

namespace UgcLab;

/// <summary>A row as a batch knows it.</summary>
/// <param name="Order">What it creates.</param>
/// <param name="State">Where it stands.</param>
public sealed record BatchRow(Order Order, UgcRowState State)
{
    internal RowKey Key { get; init; }

    /// <summary>Whether it was ever created.</summary>
    public bool IsCreated => Created > 0;

    /// <summary>Whether it is never created again, because a person gave up an unconfirmed request for it.</summary>
    public bool IsAbandoned { get; init; }

    /// <summary>Whether the batch has it on record.</summary>
    internal bool IsKnown { get; init; }

    /// <summary>Why the service refused it.</summary>
    public UgcLabErrorKind? Refusal { get; init; }

    /// <summary>The last generation in which it was created; 0 when it never was.</summary>
    internal int Created { get; init; }

    /// <summary>Credits charged for it, in all generations.</summary>
    internal decimal Charged { get; init; }

    /// <summary>Credits refunded.</summary>
    internal decimal Refunded { get; init; }

    internal static BatchRow Of(Order order, RowKey key, RowState? row) => new(order, row?.State ?? UgcRowState.NotSent)
    {
        Key = key,
        IsKnown = row is not null,
        IsAbandoned = row?.IsAbandoned is true,
        Created = row?.Created ?? 0,
        Charged = row?.Charged ?? 0,
        Refunded = row?.Refunded ?? 0,
        Refusal = Enum.TryParse(row?.Refusal, out UgcLabErrorKind kind) ? kind : null,
    };
}

/// <summary>
/// A batch that this process runs, or looks at. It recognizes a row by what the row creates, and creates none twice: running
/// the same file again sends the rest. Safe to share between threads.
/// </summary>
public sealed class OpenBatch : IAsyncDisposable
{
    private readonly IStore _store;
    private readonly PurchaseService? _purchases;
    private readonly RowCounter _rows;
    private BatchRecord? _record;
    private int? _generation;
    private int _isClosed;

    internal OpenBatch(IStore store, BatchKey key, BatchRecord? record, PurchaseService? purchases)
    {
        (_store, Key, _record, _purchases) = (store, key, record, purchases);
        BaseUri = new Uri(key.BaseUri);
        _rows = NewInput();
    }

    /// <summary>Its name.</summary>
    public string Name => _record?.Key.Name ?? Key.Name;

    internal BatchKey Key { get; }

    internal Uri BaseUri { get; }

    /// <summary>This run among those that the store knows.</summary>
    internal string Run { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Its number in the store; null while it is only looked at and does not exist.</summary>
    internal long? Id => _record?.Id;

    /// <summary>The store.</summary>
    internal IStore Store => _store;

    /// <summary>Records that this run has begun.</summary>
    internal async Task OpenAsync(string? source) => _record = await _store.OpenBatchAsync(Key, Run, source).ConfigureAwait(false);

    /// <summary>An input begins with its first row: equal rows are counted from one again.</summary>
    public void BeginInput() => _rows.Begin();

    /// <summary>Finds the row of an order. Equal orders of one input are rows of their own.</summary>
    /// <exception cref="UgcLabException">RowIdReused: its RowId stands for a row with another content.</exception>
    public async Task<BatchRow> FindAsync(Order order, CancellationToken cancellationToken = default)
    {
        (BatchRow Row, UgcLabException? Failure) found = (await FindAsync([order], _rows, cancellationToken).ConfigureAwait(false))[0];
        return found.Failure is null ? found.Row : throw found.Failure;
    }

    /// <summary>An input that is counted on its own.</summary>
    internal RowCounter NewInput() => new(BaseUri);

    /// <summary>Finds the rows of some orders, in one question.</summary>
    internal async Task<IReadOnlyList<(BatchRow Row, UgcLabException? Failure)>> FindAsync(IReadOnlyList<Order> orders, RowCounter rows, CancellationToken cancellationToken)
    {
        RowKey[] keys = [.. orders.Select(rows.Next)];
        IReadOnlyDictionary<string, RowState> known = Id is long batch && keys.Length > 0
            ? await _store.FindRowsAsync(batch, [.. keys.Select(key => key.ToString()).Distinct()], cancellationToken).ConfigureAwait(false)
            : new Dictionary<string, RowState>();
        return [.. orders.Zip(keys, (order, key) =>
        {
            RowState? row = known.GetValueOrDefault(key.ToString());
            bool isOther = row is not null && order.RowId is not null && row.Content != PurchaseRecording.ContentOf(order, BaseUri);
            return (BatchRow.Of(order, key, row), isOther ? Reused(order.RowId!) : null);
        })];
    }

    /// <summary>The purchases of some rows, the oldest first.</summary>
    internal async Task<ILookup<string, UgcHistoryEntry>> PurchasesAsync(IEnumerable<RowKey> rows, CancellationToken cancellationToken = default)
    {
        List<UgcHistoryEntry> purchases = [];
        string[] keys = [.. rows.Select(row => row.ToString()).Distinct()];
        if (Id is long batch && keys.Length > 0)
        {
            await foreach (PurchaseRecord purchase in _store.ReadPurchasesAsync(new PurchaseFilter { Batch = batch, RowKeys = keys, OldestFirst = true }, cancellationToken).ConfigureAwait(false))
            {
                purchases.Add(History.Entry(purchase));
            }
        }

        return purchases.ToLookup(purchase => purchase.RowKey!);
    }

    /// <summary>The jobs of a row that was created earlier, as they were last seen.</summary>
    public async Task<IReadOnlyList<UgcJob>> JobsAsync(BatchRow row, CancellationToken cancellationToken = default) =>
        Carried((await PurchasesAsync([row.Key], cancellationToken).ConfigureAwait(false))[row.Key.ToString()].SelectMany(purchase => purchase.Jobs), row.Order);

    /// <summary>The last purchase of a row; null when it was never sent.</summary>
    public async Task<UgcHistoryEntry?> LastAsync(BatchRow row, CancellationToken cancellationToken = default) =>
        (await PurchasesAsync([row.Key], cancellationToken).ConfigureAwait(false))[row.Key.ToString()].LastOrDefault();

    /// <summary>What the account's numbers say about an unconfirmed row. They prove nothing.</summary>
    /// <exception cref="UgcLabException">StoreUnavailable.</exception>
    public async Task<IReadOnlyList<string>> WitnessesAsync(BatchRow row, CancellationToken cancellationToken = default) =>
        await LastAsync(row, cancellationToken).ConfigureAwait(false) is UgcHistoryEntry unconfirmed ? await Witnesses.OfAsync(unconfirmed, _store, cancellationToken).ConfigureAwait(false) : [];

    /// <summary>The generation in which rows are created again in this run: that of another run that is at it now, or a new one.</summary>
    public async Task<int> GenerationAsync(int? proposed = null) => _generation ??= await _store.OpenGenerationAsync(_record!.Id, Run, proposed).ConfigureAwait(false);

    /// <summary>Creates a row, once in a generation. Returns its jobs, and whether this call created them.</summary>
    /// <param name="row">The row.</param>
    /// <param name="generation">1; a higher number creates again what was created in an earlier generation.</param>
    /// <param name="claims">Whether this run alone reads and saves its jobs.</param>
    /// <param name="notices">Receives waits and what is unusual about an answer.</param>
    /// <param name="cancellationToken">Ends a wait; a request that is in flight is waited for.</param>
    /// <exception cref="UgcLabException">All that <see cref="PurchaseService.BuyAsync"/> throws.</exception>
    public async Task<(IReadOnlyList<UgcJob> Jobs, bool IsNew)> BuyAsync(BatchRow row, int generation = 1, bool claims = false, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default)
    {
        PurchaseService purchases = _purchases ?? throw new InvalidOperationException("Nothing is created in a preview.");
        RowAttempt attempt = new(_record!.Id, PurchaseRecording.Row(row.Key, row.Order, BaseUri), generation, claims ? Run : null);
        PurchaseResponse response = await purchases.SendAsync(row.Order, attempt, Name, notices, cancellationToken).ConfigureAwait(false);
        return (response.IsNew ? response.Jobs : Carried(response.Jobs, row.Order), response.IsNew);
    }

    /// <summary>Whether the batch has changed since a plan of it was made.</summary>
    public async Task<bool> IsChangedAsync(BatchPlan plan, CancellationToken cancellationToken = default) =>
        await _store.ReadBatchesAsync(new BatchQuery(Key.Workspace, Key.BaseUri, Name), cancellationToken).ConfigureAwait(false) is [BatchRecord now] && now.Version != plan.Version;

    /// <summary>Records that an unconfirmed row was not charged, so that it may be sent again.</summary>
    /// <exception cref="UgcLabException">RowNotUnconfirmed, StoreUnavailable.</exception>
    public async Task ResolveNotChargedAsync(BatchRow row)
    {
        UgcHistoryEntry? last = await LastAsync(row).ConfigureAwait(false);
        await _store.ResolveAsync(last?.PurchaseId ?? "", UgcResolution.NotCharged, []).ConfigureAwait(false);
    }

    /// <summary>Records the rows that are going to be sent.</summary>
    internal Task PlanAsync(IReadOnlyList<BatchRow> rows, IReadOnlyList<string>? columns) =>
        _store.PlanRowsAsync(_record!.Id, [.. rows.Select(row => PurchaseRecording.Row(row.Key, row.Order, BaseUri))], columns);

    /// <summary>Ends this run of the batch, once. Returns the processes that go on with it.</summary>
    public async Task<IReadOnlyList<OwnerRecord>> CloseAsync() =>
        _purchases is not null && Id is long batch && Interlocked.Exchange(ref _isClosed, 1) == 0 ? await _store.CloseBatchAsync(batch, Run).ConfigureAwait(false) : [];

    /// <inheritdoc/>
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

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private UgcLabException Reused(string rowId) => new(UgcLabErrorKind.RowIdReused, $"RowId {Http.Redaction.Show(rowId)} was used in batch {Name} for a row with another content.")
    {
        Advice = "A RowId always stands for the same content. Give the changed row another RowId, or restore the row.",
    };

    private static UgcJob[] Carried(IEnumerable<UgcJob> jobs, Order order) => [.. jobs.Select(job => job with { InputRow = order.InputRow ?? job.InputRow, RowNumber = order.RowNumber ?? job.RowNumber })];
}
