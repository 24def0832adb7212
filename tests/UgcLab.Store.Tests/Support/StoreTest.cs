using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace UgcLab.Store.Tests;

/// <summary>What the tests of a store have in common: two stores on one database, a clock, and requests.</summary>
public abstract class StoreTest : IDisposable
{
    private static int _numbers;
    private IStoreEngine? _store;
    private IStoreEngine? _other;

    protected StoreTest(TestStore place) => Place = place;

    private protected static StoreAccount Account { get; } = new("0123456789abcdef", "https://service.test/");

    private protected static StoreAccount OtherAccount { get; } = new("fedcba9876543210", "https://service.test/");

    private protected static BatchKey Batch { get; } = new(Account.BaseUri, "", "Campaign");

    protected TestStore Place { get; }

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));

    /// <summary>This process's store.</summary>
    private protected IStoreEngine Store => _store ??= Place.Open(Clock);

    /// <summary>Another process's store.</summary>
    private protected IStoreEngine Other => _other ??= Place.Open(Clock);

    public virtual void Dispose()
    {
        Place.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static string NewId(string prefix = "p") => string.Create(CultureInfo.InvariantCulture, $"{prefix}{Interlocked.Increment(ref _numbers):d6}");

    private protected static RequestRecord Sent(int number = 1, string? model = "kling-2.6", string? project = "project", bool isPriceUnknown = false, int outputs = 1, string? reference = null) => new()
    {
        Key = new PriceKey("product-video", model, "5", null, false, isPriceUnknown),
        Kind = "ProductVideo",
        ProjectId = project,
        RowNumber = number,
        Reference = reference,
        Outputs = outputs,
        Json = """{"prompt":"A bottle on a café table."}""",
        Cells = """{"Prompt":"A bottle on a café table."}""",
    };

    private protected static RowRecord Row(int number) => new()
    {
        Key = string.Create(CultureInfo.InvariantCulture, $"{number:d32}-1"),
        Content = string.Create(CultureInfo.InvariantCulture, $"{number:d32}"),
        Request = Sent(number),
    };

    private protected static RowAttempt At(BatchRecord batch, int row, int generation = 1, string? run = null) => new(batch.Id, Row(row), generation, run);

    private protected static AttemptRequest Request(string purchase, RowAttempt? row = null, RequestRecord? sent = null) => new()
    {
        Purchase = purchase,
        Attempt = 1,
        Account = Account,
        Limits = UgcLimits.None,
        Timeout = TimeSpan.FromMinutes(3),
        Request = row?.Row.Request ?? sent ?? Sent(),
        Row = row,
    };

    private protected static AttemptOutcome Outcome(UgcPurchaseState state, string? refusal = null) => new() { State = state, Refusal = refusal };

    private protected static AttemptOutcome Accepted(decimal? charged, params string[] jobs) => new()
    {
        State = UgcPurchaseState.Accepted,
        Charged = charged,
        Jobs = [.. jobs.Select((id, index) => new JobRecord { UgcId = id, Variant = index, Charged = charged / jobs.Length })],
    };

    private protected Task<GateAnswer> BeginAsync(AttemptRequest request, IStoreEngine? store = null) => (store ?? Store).BeginAttemptAsync(request, CancellationToken.None);

    /// <summary>Lets a request pass the gate. Returns its purchase.</summary>
    private protected async Task<string> GoAsync(RowAttempt? row = null, Func<AttemptRequest, AttemptRequest>? change = null, IStoreEngine? store = null)
    {
        string purchase = NewId();
        AttemptRequest request = Request(purchase, row);
        Assert.IsType<GateAnswer.Allowed>(await BeginAsync(change?.Invoke(request) ?? request, store));
        return purchase;
    }

    /// <summary>A purchase that is accepted at once, with one job named after it.</summary>
    private protected async Task<string> CreateAsync(RowAttempt? row = null, decimal? charged = 10, Func<AttemptRequest, AttemptRequest>? change = null, IStoreEngine? store = null)
    {
        string purchase = await GoAsync(row, change, store);
        Assert.Equal(new AttemptResult(false, []), await (store ?? Store).EndAttemptAsync(purchase, Accepted(charged, "c" + purchase)), Same);
        return purchase;
    }

    /// <summary>A purchase that is unconfirmed.</summary>
    private protected async Task<string> LoseAsync(RowAttempt? row = null, Func<AttemptRequest, AttemptRequest>? change = null)
    {
        string purchase = await GoAsync(row, change);
        await Store.EndAttemptAsync(purchase, Outcome(UgcPurchaseState.Unconfirmed, nameof(UgcLabErrorKind.OutcomeUnconfirmed)));
        return purchase;
    }

    private protected static bool Same(AttemptResult one, AttemptResult other) => one.IsDoubled == other.IsDoubled && one.JobsOfOthers.SequenceEqual(other.JobsOfOthers);

    private protected static UgcLabException Refusal(GateAnswer answer) => Assert.IsType<GateAnswer.Refused>(answer).Why;

    private protected static string Waiting(GateAnswer answer)
    {
        GateAnswer.Wait wait = Assert.IsType<GateAnswer.Wait>(answer);
        Assert.True(wait.IsInFlight);
        return wait.Reason;
    }

    private protected static TimeSpan WaitOf(GateAnswer answer)
    {
        GateAnswer.Wait wait = Assert.IsType<GateAnswer.Wait>(answer);
        Assert.False(wait.IsInFlight);
        return wait.Length;
    }

    private protected Task<BatchRecord> OpenAsync(string run = "run", IStoreEngine? store = null, BatchKey? key = null) => (store ?? Store).OpenBatchAsync(key ?? Batch, run, "campaign.csv");

    private protected async Task<RowState> RowAsync(BatchRecord batch, int row) => (await Store.FindRowsAsync(batch.Id, [Row(row).Key]))[Row(row).Key];

    private protected async Task<PurchaseRecord> FindAsync(string purchase) => Assert.Single(await AllAsync(new PurchaseFilter { Purchase = purchase }));

    private protected async Task<List<PurchaseRecord>> AllAsync(PurchaseFilter? filter = null, IStoreEngine? store = null)
    {
        List<PurchaseRecord> all = [];
        await foreach (PurchaseRecord purchase in (store ?? Store).ReadPurchasesAsync(filter ?? new PurchaseFilter()))
        {
            all.Add(purchase);
        }

        return all;
    }

    /// <summary>Runs a statement that passes by the store.</summary>
    protected int Execute(string sql)
    {
        using DbConnection connection = Place.Connect();
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // A test's own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }

    protected object? Scalar(string sql)
    {
        using DbConnection connection = Place.Connect();
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // A test's own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    /// <summary>Copies of one purchase; several began at the same time. The oldest first.</summary>
    protected async Task<string[]> FillAsync(int count, int sameTime = 1)
    {
        string first = await CreateAsync();
        DateTimeOffset began = Clock.GetUtcNow();
        using (DbConnection connection = Place.Connect())
        using (DbTransaction transaction = connection.BeginTransaction())
        {
            using DbCommand command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "SELECT * FROM purchase";
            string columns;
            using (DbDataReader reader = command.ExecuteReader())
            {
                columns = string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).Where(name => name is not ("purchase" or "began")));
            }

            for (int index = 1; index < count; index++)
            {
#pragma warning disable CA2100 // A test's own statement.
                command.CommandText = string.Create(CultureInfo.InvariantCulture,
                    $"INSERT INTO purchase (purchase, began, {columns}) SELECT 'q{index:d6}', began + {index / sameTime} * 1000, {columns} FROM purchase WHERE purchase = '{first}'");
#pragma warning restore CA2100
                command.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        Clock.AdjustTime(began.AddHours(1));
        return [first, .. Enumerable.Range(1, count - 1).Select(index => $"q{index:d6}")];
    }
}
