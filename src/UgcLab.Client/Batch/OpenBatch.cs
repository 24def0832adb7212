using UgcLab.Batch;
using UgcLab.Ledger;

namespace UgcLab;

/// <summary>A row as a batch knows it.</summary>
/// <param name="Order">What it buys.</param>
/// <param name="State">Where it stands.</param>
public sealed record BatchRow(Order Order, UgcRowState State)
{
    internal RowKey Key { get; init; }

    /// <summary>Whether it was ever bought.</summary>
    public bool IsBought { get; init; }

    /// <summary>Why the service refused it.</summary>
    public UgcLabErrorKind? Refusal { get; init; }

    /// <summary>The last round that it was bought in; 0 when it never was.</summary>
    internal int Bought { get; init; }
}

/// <summary>
/// A batch that this process buys in. It knows a row again by what the row buys, and buys none twice: running the same sheet
/// again sends the rest. Safe to share between threads.
/// </summary>
public sealed class OpenBatch : IDisposable
{
    private readonly BatchLedger _ledger;
    private readonly Purchase _purchases;
    private readonly Uri _baseUri;
    private readonly Lazy<ILookup<RowKey, UgcJob>> _past;
    private RowCount _count = new();

    internal OpenBatch(BatchLedger ledger, Purchase purchases, Uri baseUri)
    {
        (_ledger, _purchases, _baseUri) = (ledger, purchases, baseUri);
        _past = new(() => !File.Exists(_ledger.Folder.Ledger) ? Enumerable.Empty<UgcJob>().ToLookup(_ => default(RowKey)) : History.Of(_ledger.Folder).Entries().Where(entry => entry.Key is not null)
            .SelectMany(entry => entry.Jobs.Select(job => (Key: entry.Key!.Value, Job: job)))
            .ToLookup(known => known.Key, known => known.Job));
    }

    /// <summary>Its name.</summary>
    public string Name => _ledger.Folder.Name;

    /// <summary>Where it lies.</summary>
    public string Folder => _ledger.Folder.Path;

    /// <summary>How many rows an earlier run left in doubt by ending while they were out.</summary>
    public int LeftInDoubt => _ledger.FoundInDoubt.Count;

    internal BatchLedger Ledger => _ledger;

    /// <summary>An input begins from its first row: equal rows are counted from one again.</summary>
    public void BeginInput() => _count = new RowCount();

    /// <summary>Finds the row of an order, and plans it when it is new. Equal orders of one input are rows of their own.</summary>
    /// <exception cref="UgcLabException">RowIdReused.</exception>
    public BatchRow Take(Order order) => Take(order, _count);

    /// <summary>The same for an input that is counted on its own.</summary>
    internal BatchRow Take(Order order, RowCount count)
    {
        RowKey key = KeyOf(order, count);
        _ledger.Plan(key, order.RowId is null ? null : RowKey.Content(order.Request, _baseUri), order);
        return _ledger.Read(index => Row(order, key, index.Find(key)!));
    }

    /// <summary>The row of an order that was planned, as it stands now; null when this order was not.</summary>
    internal BatchRow? Find(Order order, RowCount count, out RowEntry? entry)
    {
        RowKey key = KeyOf(order, count);
        RowEntry? found = _ledger.Read(index => index.Find(key));
        bool isOther = found?.Content is string content && order.RowId is not null && !RowKey.Content(order.Request, _baseUri).ToString().StartsWith(content, StringComparison.Ordinal);
        entry = isOther ? null : found;
        return entry is null ? null : _ledger.Read(_ => Row(order, key, found!));
    }

    /// <summary>The jobs of a row that was bought before this batch was opened, as they were last seen.</summary>
    public IReadOnlyList<UgcJob> Jobs(BatchRow row) => [.. _past.Value[row.Key].Select(job => job with { InputRow = row.Order.InputRow ?? job.InputRow, RowNumber = row.Order.RowNumber ?? job.RowNumber })];

    /// <summary>Buys a row, once in a round.</summary>
    /// <param name="row">The row.</param>
    /// <param name="round">1; a higher number buys again what was bought in an earlier round.</param>
    /// <param name="notices">Hears of waits and of what is odd about an answer.</param>
    /// <param name="cancellationToken">Stops it while it waits; a request that is out is seen through.</param>
    /// <exception cref="UgcLabException">AlreadyBought, and all that <see cref="Purchase.BuyAsync(Order, IProgress{UgcNotice}, CancellationToken)"/> throws.</exception>
    public Task<IReadOnlyList<UgcJob>> BuyAsync(BatchRow row, int round = 1, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default) =>
        _purchases.BuyAsync(row.Order, _ledger.Book(row.Key, round), notices, cancellationToken);

    /// <summary>Says of a row in doubt that it was not charged, so that it may go out again.</summary>
    /// <exception cref="UgcLabException">HistoryUnwritable.</exception>
    public void SettleNotCharged(BatchRow row) => _ledger.Settle(row.Key, "NotCharged", []);

    /// <summary>Lets go of the batch.</summary>
    public void Dispose() => _ledger.Dispose();

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private RowKey KeyOf(Order order, RowCount count) => order.RowId is null ? count.Next(RowKey.Of(order, _baseUri)) : RowKey.Of(order, _baseUri);

    private static BatchRow Row(Order order, RowKey key, RowEntry row) => new(order, RowStates.Of(row))
    {
        Key = key,
        IsBought = row.Bought > 0,
        Bought = row.Bought,
        Refusal = Enum.TryParse(row.Refusal, out UgcLabErrorKind kind) ? kind : null,
    };
}
