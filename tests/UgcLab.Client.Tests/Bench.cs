using UgcLab.Client.Tests.Store;
using UgcLab.Engines.Sqlite;

namespace UgcLab.Client.Tests;

/// <summary>A client over a script, with a clock that jumps and a store of its own.</summary>
internal sealed class Bench : IDisposable
{
    public const string Key = "ugc_0123456789abcdef0123456789abcdef0123456789abcdef";

    public const string Receipt = """
        {"data":{"jobs":[{"ugcId":"clzzjob1","variantIndex":0,"status":"PENDING","creditsCharged":150}],"totalCreditsCharged":150,"remainingCredits":4850},"meta":{"requestId":"req_abc123def456","timestamp":"2026-01-15T10:00:00.000Z"}}
        """;

    private readonly TestFolder _folder = new();

    public Bench(HttpMessageHandler handler, Func<UgcLabClientOptions, UgcLabClientOptions>? change = null)
    {
        Store = new SqliteStore(new StoreSettings(Folder) { Clock = Clock });
        UgcLabClientOptions options = new(Key) { Handler = handler, Clock = Clock, Limits = UgcLimits.None, Store = Store };
        Client = new UgcLabClient(change?.Invoke(options) ?? options);
    }

    public Bench(params ScriptedReply[] replies)
        : this(new ScriptedHandler(replies))
    {
    }

    public static VideoRequest Video { get; } = new()
    {
        ProjectId = "clzzproject1",
        Prompt = "A paper boat sails down a rainy street",
        Model = "veo-3.1",
        Duration = "8",
    };

    public TestClock Clock { get; } = new();

    public SqliteStore Store { get; }

    public UgcLabClient Client { get; }

    public Collected Notices { get; } = new();

    /// <summary>Everything that the database holds, as text.</summary>
    public string StoreText => StoreDump.Of(Folder);

    public string Folder => _folder.Path;

    /// <summary>A row of a batch; rows of one number are equal.</summary>
    public static PurchaseRequest Row(int number, string? rowId = null) =>
        new(Video with { Prompt = $"A paper boat sails down street number {number}" }) { RowNumber = number, RowId = rowId };

    /// <summary>The purchases, the oldest first.</summary>
    public Task<List<UgcHistoryEntry>> HistoryAsync() => Client.History.ReadAsync(new PurchaseFilter { OldestFirst = true }).ToListAsync();

    public Task<IReadOnlyList<UgcJob>> CreateAsync(CancellationToken cancellationToken = default) =>
        Clock.RunAsync(Client.Purchases.CreateAsync(new PurchaseRequest(Video), Notices, cancellationToken));

    public async Task<UgcLabException> FailToCreateAsync(CancellationToken cancellationToken = default) =>
        await Assert.ThrowsAsync<UgcLabException>(() => CreateAsync(cancellationToken));

    /// <summary>Creates a row of a batch, which is opened for it and closed again.</summary>
    public async Task<IReadOnlyList<UgcJob>> CreateRowAsync(string batch, PurchaseRequest order)
    {
        await using OpenBatch open = await Client.OpenBatchAsync(batch);
        return (await Clock.RunAsync(open.CreateAsync(await open.FindAsync(order), notices: Notices))).Jobs;
    }

    public void Dispose()
    {
        Client.Dispose();
        Store.Dispose();
        _folder.Dispose();
    }

    /// <summary>Throws at each notice.</summary>
    internal sealed class Thrower : IProgress<UgcNotice>
    {
        private int _reports;

        public int Reports => _reports;

        public void Report(UgcNotice value)
        {
            Interlocked.Increment(ref _reports);
            throw new InvalidOperationException("The receiver is broken.");
        }
    }

    internal sealed class Collected : IProgress<UgcNotice>
    {
        private readonly List<UgcNotice> _notices = [];

        public UgcNotice[] All
        {
            get
            {
                lock (_notices)
                {
                    return [.. _notices];
                }
            }
        }

        public IEnumerable<UgcNotice> Waits => All.Where(notice => notice.Kind is UgcNoticeKind.Waiting);

        public IEnumerable<string> Warnings => All.Where(notice => notice.Kind is UgcNoticeKind.Warning).Select(notice => notice.Text);

        public void Report(UgcNotice value)
        {
            lock (_notices)
            {
                _notices.Add(value);
            }
        }
    }
}
