using UgcLab.Client.Tests.Store;
using UgcLab.Engines.Sqlite;
using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Purchasing;

/// <summary>Outcomes that the store does not take at first.</summary>
public sealed class OutcomeRecorderTests : IDisposable
{
    private static readonly string SecondResponse = Bench.Receipt.Replace("clzzjob1", "clzzjob2", StringComparison.Ordinal);

    private readonly TestFolder _folder = new();
    private readonly SqliteStore _database;
    private readonly IStoreEngine _store;
    private int _failures;

    public OutcomeRecorderTests()
    {
        _database = new SqliteStore(new StoreSettings(_folder.Path));
        _store = StoreProxy.Over(_database, (call, _) =>
        {
            if (call is nameof(IStoreEngine.EndAttemptAsync) && Interlocked.Decrement(ref _failures) >= 0)
            {
                throw new UgcLabException(UgcLabErrorKind.StoreUnavailable, "The disk is full.");
            }
        });
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_outcome_is_reported_with_its_ids_and_recorded_when_the_store_takes_it()
    {
        using ScriptedHandler handler = new(Answer(202, Bench.Receipt), Answer(202, SecondResponse));
        using Bench bench = new(handler, options => options with { Store = _store });
        _failures = 1000;

        Assert.Equal("clzzjob1", Assert.Single(await bench.CreateAsync()).UgcId);
        Assert.Contains("created the jobs clzzjob1; note these ids", Assert.Single(bench.Notices.Warnings), StringComparison.Ordinal);
        Assert.Equal(UgcLabErrorKind.StoreUnavailable, (await bench.FailToCreateAsync()).Kind);
        Assert.Single(handler.Sent);
        Assert.Equal(UgcPurchaseState.Sending, Assert.Single(await HistoryAsync()).State);

        _failures = 0;
        Assert.Equal("clzzjob2", Assert.Single(await bench.CreateAsync()).UgcId);

        Assert.Equal([UgcPurchaseState.Accepted, UgcPurchaseState.Accepted], (await HistoryAsync()).Select(entry => entry.State));
        Assert.Equal(["clzzjob1", "clzzjob2"], (await HistoryAsync()).SelectMany(entry => entry.Jobs).Select(job => job.UgcId));
    }

    [Fact]
    public async Task An_attempt_that_did_nothing_is_recorded_before_the_next_is_sent()
    {
        using ScriptedHandler handler = new(Answer(429, "", "1"), Answer(202, Bench.Receipt));
        using Bench bench = new(handler, options => options with { Store = _store });
        _failures = 1;

        Assert.Equal("clzzjob1", Assert.Single(await bench.CreateAsync()).UgcId);

        Assert.Contains("ended as NotSent", Assert.Single(bench.Notices.Warnings), StringComparison.Ordinal);
        Assert.Equal(UgcPurchaseState.Accepted, Assert.Single(await HistoryAsync()).State);
    }

    [Fact]
    public async Task An_attempt_that_did_nothing_does_not_stay_in_flight_when_the_store_fails()
    {
        using ScriptedHandler handler = new(Answer(429, "", "1"), Answer(202, Bench.Receipt));
        using Bench bench = new(handler, options => options with { Store = _store });
        _failures = 1000;

        Assert.Equal(UgcLabErrorKind.StoreUnavailable, (await bench.FailToCreateAsync()).Kind);
        Assert.Single(handler.Sent);

        _failures = 0;
        Assert.Equal("clzzjob1", Assert.Single(await bench.CreateAsync()).UgcId);
        Assert.Equal([UgcPurchaseState.NotSent, UgcPurchaseState.Accepted], (await HistoryAsync()).Select(entry => entry.State));
    }

    [Fact]
    public async Task Trying_again_ends_when_its_store_is_disposed_of()
    {
        TestClock clock = new();
        OutcomeRecorder recorder = new(_store, clock);
        _failures = 3;
        Assert.Null(await recorder.RecordAsync("p1", new AttemptOutcome { State = UgcPurchaseState.Unconfirmed }, _ => { }));
        Task trying = recorder.Trying;
        Assert.False(trying.IsCompleted);

        _database.Dispose();
        await clock.RunAsync(trying);

        // Two tries that failed, and the one that found the store closed.
        Assert.Equal(-1, _failures);
    }

    private Task<List<UgcHistoryEntry>> HistoryAsync() => new History(_database).ReadAsync(new PurchaseFilter { OldestFirst = true }).ToListAsync();
}
