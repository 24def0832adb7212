using UgcLab.Batch;
using UgcLab.Ledger;

namespace UgcLab;

/// <summary>A row as a batch knows it.</summary>
/// <param name="Order">What it buys.</param>
/// <param name="State">Where it stands.</param>
public sealed record BatchRow(Order Order, UgcRowState State)
{
    internal RowKey Key { get; init; }

    /// <summary>The round that a purchase of it would be now: 1 unless it was bought before.</summary>
    public int NextRound => Bought + 1;

    /// <summary>Whether it was ever bought.</summary>
    public bool IsBought { get; init; }

    /// <summary>Whether it is not bought again, whatever is asked for: it may have been, and nobody knows.</summary>
    public bool IsBarred { get; init; }

    /// <summary>Why the service refused it.</summary>
    public UgcLabErrorKind? Refusal { get; init; }

    /// <summary>The last round that it was bought in; 0 when it never was.</summary>
    internal int Bought { get; init; }

    /// <summary>Credits that were charged for it, in all rounds.</summary>
    internal decimal Charged { get; init; }

    /// <summary>Credits that came back.</summary>
    internal decimal Refunded { get; init; }

    internal static BatchRow Of(Order order, RowKey key, RowEntry row) => new(order, RowStates.Of(row))
    {
        Key = key,
        IsBought = row.Bought > 0,
        IsBarred = row.IsBarred,
        Bought = row.Bought,
        Charged = row.Jobs.Sum(static job => job.Charged ?? 0),
        Refunded = row.Jobs.Sum(static job => job.Refunded ?? 0),
        Refusal = Enum.TryParse(row.Refusal, out UgcLabErrorKind kind) ? kind : null,
    };
}

/// <summary>
/// A batch that this process buys in. It knows a row again by what the row buys, and buys none twice: running the same sheet
/// again sends the rest. Safe to share between threads.
/// </summary>
public sealed class OpenBatch : IDisposable
{
    private readonly BatchLedger _ledger;
    private readonly Purchase? _purchases;
    private readonly Uri _baseUri;
    private readonly RowCounter _rows;
    private ILookup<RowKey, UgcHistoryEntry>? _past;
    private int _isClosed;

    internal OpenBatch(BatchLedger ledger, Purchase? purchases, Uri baseUri) =>
        (_ledger, _purchases, _baseUri, _rows) = (ledger, purchases, baseUri, new RowCounter(baseUri));

    /// <summary>Its name.</summary>
    public string Name => _ledger.Folder.Name;

    /// <summary>Where it lies.</summary>
    public string Folder => _ledger.Folder.Path;

    /// <summary>How many rows an earlier run left in doubt by ending while they were out.</summary>
    public int LeftInDoubt => _ledger.FoundInDoubt.Count;

    internal BatchLedger Ledger => _ledger;

    /// <summary>An input begins from its first row: equal rows are counted from one again.</summary>
    public void BeginInput() => _rows.Begin();

    /// <summary>Finds the row of an order, and plans it when it is new. Equal orders of one input are rows of their own.</summary>
    /// <exception cref="UgcLabException">RowIdReused.</exception>
    public BatchRow Take(Order order) => Take(order, _rows);

    /// <summary>An input that is counted on its own.</summary>
    internal RowCounter NewInput() => new(_baseUri);

    /// <summary>The same for an input that is counted on its own.</summary>
    internal BatchRow Take(Order order, RowCounter rows)
    {
        RowKey key = rows.Next(order);
        _ledger.Plan(key, order.RowId is null ? null : RowKey.Content(order.Request, _baseUri), order);
        return _ledger.Read(index => BatchRow.Of(order, key, index.Find(key)!));
    }

    /// <summary>The row of an order that was planned, as it stands now; null when this order was not.</summary>
    /// <param name="order">The order.</param>
    /// <param name="rows">The count of its input.</param>
    /// <param name="entry">What is known under its key; when no row is returned, that is another order with the same RowId.</param>
    internal BatchRow? Find(Order order, RowCounter rows, out RowEntry? entry)
    {
        RowKey key = rows.Next(order);
        RowEntry? found = _ledger.Read(index => index.Find(key));
        bool isOther = found?.Content is string content && order.RowId is not null && !RowKey.Content(order.Request, _baseUri).ToString().StartsWith(content, StringComparison.Ordinal);
        entry = found;
        return found is null || isOther ? null : _ledger.Read(_ => BatchRow.Of(order, key, found!));
    }

    /// <summary>The jobs of a row that was bought earlier, as they were last seen.</summary>
    public IReadOnlyList<UgcJob> Jobs(BatchRow row) => [.. Past(row).SelectMany(purchase => purchase.Jobs).Select(job => job with { InputRow = row.Order.InputRow ?? job.InputRow, RowNumber = row.Order.RowNumber ?? job.RowNumber })];

    /// <summary>The last purchase of a row, as the record has it; null when it was never sent.</summary>
    public UgcHistoryEntry? Last(BatchRow row) => Past(row).LastOrDefault();

    /// <summary>What the account's numbers say about a row in doubt. They prove nothing.</summary>
    /// <exception cref="UgcLabException">HistoryUnreadable.</exception>
    public IReadOnlyList<string> Witnesses(BatchRow row)
    {
        HistoryFold all = new History(_ledger.Folder.StateFolder).ReadFold();
        return Last(row) is UgcHistoryEntry doubt ? Batch.Witnesses.Of(doubt, all.Entries(), all.Counts) : [];
    }

    /// <summary>Buys a row, once in a round.</summary>
    /// <param name="row">The row.</param>
    /// <param name="round">1; a higher number buys again what was bought in an earlier round.</param>
    /// <param name="notices">Hears of waits and of what is odd about an answer.</param>
    /// <param name="cancellationToken">Stops it while it waits; a request that is out is seen through.</param>
    /// <exception cref="UgcLabException">AlreadyBought, and all that <see cref="Purchase.BuyAsync(Order, IProgress{UgcNotice}, CancellationToken)"/> throws.</exception>
    public async Task<IReadOnlyList<UgcJob>> BuyAsync(BatchRow row, int round = 1, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default)
    {
        Purchase purchases = _purchases ?? throw new InvalidOperationException("Nothing is bought in a preview.");

        // What is out is seen through, and has to be written down even when its buyer has let go of the batch by then.
        using BatchLedger held = _ledger.Hold();
        return await purchases.BuyAsync(row.Order, held.Book(row.Key, round), notices, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says of a row in doubt that it was not charged, so that it may go out again.</summary>
    /// <exception cref="UgcLabException">HistoryUnwritable.</exception>
    public void SettleNotCharged(BatchRow row) => _ledger.Settle(row.Key, "NotCharged", []);

    /// <summary>Lets go of the batch, once: others of this process may have it open still.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _ledger.Dispose();
        }
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>All purchases by row, as the record has them now.</summary>
    internal ILookup<RowKey, UgcHistoryEntry> Purchases() => History.Of(_ledger.Folder).Written().Where(entry => entry.Key is not null).ToLookup(entry => entry.Key!.Value);

    // Read once, and again when another runspace has bought the row since.
    private IEnumerable<UgcHistoryEntry> Past(BatchRow row)
    {
        if (_past is null || (row.IsBought && !_past[row.Key].Any(purchase => purchase.Jobs.Count > 0)))
        {
            _past = Purchases();
        }

        return _past[row.Key];
    }
}
