using System.Diagnostics;
using System.Globalization;
using Npgsql;
using UgcLab.Engines.Postgres;
using UgcLab.Faults;
using UgcLab.Store;

namespace UgcLab.Bench;

/// <summary>A store that machines share, on a PostgreSQL server on loopback that flushes to the disk.</summary>
internal static class SharedCost
{
    // The server plans a statement anew for its first five executions, and the driver prepares it at the third.
    private const int WarmUp = 30;
    private const int Rounds = 150;

    private static readonly StoreAccount Account = new("0123456789abcdef", "https://service.test/");

    public static async Task MeasureAsync(int purchases, int history)
    {
        using PostgresServer? server = PostgresServer.TryStart(isDurable: true);
        if (server is null)
        {
            Console.WriteLine(PostgresServer.Missing);
            return;
        }

        await PurchasesAsync(server, purchases);
        await HistoryAsync(server, history);
    }

    // Each worker has a key of its own: with one key, one request is in flight at a time.
    private static async Task PurchasesAsync(PostgresServer server, int purchases)
    {
        Console.WriteLine("| workers | purchases a second | ms a purchase |");
        Console.WriteLine("|---|---|---|");
        foreach (int workers in new[] { 1, 2, 4, 8, 16 })
        {
            PostgresStore[] stores = [.. Enumerable.Range(0, workers).Select(_ => Open(server, $"workers{workers}"))];
            await stores[0].ApplyAsync(null, CancellationToken.None);
            BatchRecord batch = await stores[0].OpenBatchAsync(new BatchKey(Account.BaseUri, "", "bench"), "run", null);
            int each = purchases / workers;
            await Task.WhenAll(stores.Select((store, worker) => CreateAsync(store, batch, worker, 20, "warm")));
            Stopwatch watch = Stopwatch.StartNew();
            await Task.WhenAll(stores.Select((store, worker) => CreateAsync(store, batch, worker, each, "row")));
            double seconds = watch.Elapsed.TotalSeconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {workers} | {each * workers / seconds:0} | {seconds * 1000 / each:0.0} |"));
            Array.ForEach(stores, store => store.Dispose());
        }

        Console.WriteLine();
    }

    private static async Task CreateAsync(PostgresStore store, BatchRecord batch, int worker, int rows, string name)
    {
        for (int row = 0; row < rows; row++)
        {
            string purchase = Guid.NewGuid().ToString("N");
            RowRecord planned = new() { Key = $"{name}-{worker}-{row}", Content = purchase, Request = Sent(row) };
            GateAnswer answer = await store.BeginAttemptAsync(new AttemptRequest
            {
                Purchase = purchase, Attempt = 1, Account = Account with { Id = $"key-{worker}" }, Limits = new UgcLimits(1_000_000, 1_000_000, 0),
                Timeout = TimeSpan.FromMinutes(3), Request = planned.Request, Row = new RowAttempt(batch.Id, planned, 1, "run"),
            }, CancellationToken.None);
            if (answer is not GateAnswer.Allowed)
            {
                throw new InvalidOperationException($"A purchase did not pass: {answer}.");
            }

            await store.EndAttemptAsync(purchase, new AttemptOutcome
            {
                State = UgcPurchaseState.Accepted, Charged = 10, Charges = [10], Remaining = 1000,
                Jobs = [new JobRecord { UgcId = "c" + purchase, Charged = 10 }],
            });
        }
    }

    private static async Task HistoryAsync(PostgresServer server, int history)
    {
        const int Few = 1000;
        using PostgresStore few = Open(server, "few");
        using PostgresStore many = Open(server, "many");
        await SeedAsync(server, few, "few", Few);
        await SeedAsync(server, many, "many", history);
        (string Name, Func<PostgresStore, Task> Run)[] queries =
        [
            ("newest 10", store => ReadAsync(store, new PurchaseFilter { First = 10 })),
            ("unconfirmed", store => ReadAsync(store, new PurchaseFilter { States = [UgcPurchaseState.Unconfirmed], First = 10 })),
            ("of a machine", store => ReadAsync(store, new PurchaseFilter { Machines = ["machine3"], First = 10 })),
            ("of a model", store => ReadAsync(store, new PurchaseFilter { Models = ["kling-2.6"], First = 10 })),
            ("of a reference", store => ReadAsync(store, new PurchaseFilter { References = ["ref-500"], First = 10 })),
            ("of a batch", store => ReadAsync(store, new PurchaseFilter { Batches = ["batch1"], First = 10 })),
            ("unsaved", store => ReadAsync(store, new PurchaseFilter { Unsaved = true, First = 10 })),
            ("a job", store => store.FindJobAsync("j500")),
            ("limits", store => store.ReadLimitUsageAsync(Account, new UgcLimits())),
            ("prices", store => store.ReadPricesAsync()),
            ("batches", store => store.ReadBatchesAsync(new BatchQuery(WithCounts: true))),
            ("durations", store => store.ReadDurationsAsync()),
            ("usage of a day", store => store.ReadUsageAsync(new UsageFilter(UgcUsageGroup.Machine, DateTimeOffset.UtcNow.AddMinutes(-500)))),
        ];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| query | {Few:#,0} purchases, ms | {history:#,0} purchases, ms | ratio |"));
        Console.WriteLine("|---|---|---|---|");
        foreach ((string name, Func<PostgresStore, Task> run) in queries)
        {
            List<(double Few, double Many)> times = [];
            for (int round = 0; round < Rounds + WarmUp; round++)
            {
                // In turn: the second of two finds the processor's caches as the first has left them.
                double first = await TimeAsync(() => run(round % 2 == 0 ? few : many));
                double second = await TimeAsync(() => run(round % 2 == 0 ? many : few));
                times.Add(round % 2 == 0 ? (first, second) : (second, first));
            }

            times.RemoveRange(0, WarmUp);
            (double one, double other, double ratio) = (Median(time => time.Few), Median(time => time.Many), Median(time => time.Many / time.Few));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {one:0.00} | {other:0.00} | {ratio:0.00} |"));

            double Median(Func<(double Few, double Many), double> value) => Statistics.Median([.. times.Select(value)]);
        }
    }

    private static async Task SeedAsync(PostgresServer server, PostgresStore store, string schema, int count)
    {
        await store.ApplyAsync(null, CancellationToken.None);
        await using NpgsqlConnection connection = new(server.Connection(schema) + ";Command Timeout=0");
        await connection.OpenAsync();
        string[] statements =
        [
            $"INSERT INTO account VALUES ('{Account.Id}', '{Account.BaseUri}')",
            "INSERT INTO owner SELECT 'owner' || n, 'machine' || n, n, 0, 1 FROM generate_series(0, 9) n",
            $"INSERT INTO batch (batch, base_uri, workspace, name, name_key, created, changed) SELECT n, '{Account.BaseUri}', '', 'batch' || n, 'BATCH' || n, 0, 0 FROM generate_series(0, 9) n",

            // A minute lies between two; one of a hundred is unconfirmed or has an unsaved video.
            $"""
            INSERT INTO purchase (purchase, account, owner, batch, row_key, state, began, ended, kind, endpoint, model, duration, has_image, outputs, has_more, project, reference, request, price, charged, videos, unsaved, sum)
            SELECT 'p' || n, '{Account.Id}', 'owner' || n % 10, n % 10, 'row' || n, CASE WHEN n % 100 = 7 THEN 'Unconfirmed' ELSE 'Accepted' END,
              (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint - ({count} - n) * 60000000::bigint, 1, 'Video', 'video', CASE WHEN n % 2 = 0 THEN 'kling-2.6' ELSE 'veo-3.1' END,
              '5', 0, 1, 0, 'project' || n % 5, 'ref-' || n, repeat('x', 300), '10', '10', 1, CASE WHEN n % 100 = 9 THEN 1 ELSE 0 END, 'x' FROM generate_series(1, {count}) n
            """,
            $"""
            INSERT INTO job (ugc_id, base_uri, purchase, variant, status, state, charged, created, updated, finished, path)
            SELECT 'j' || n, '{Account.BaseUri}', 'p' || n, 0, 'COMPLETED', 'Completed', '10', n, n + 60000000, n, CASE WHEN n % 100 = 9 THEN NULL ELSE '/videos/' || n END
            FROM generate_series(1, {count}) n
            """,

            // What the server's autovacuum does soon after; else it would run while this measures.
            "VACUUM (ANALYZE)",
            "CHECKPOINT",
        ];
        foreach (string statement in statements)
        {
#pragma warning disable CA2100 // The bench's own statements.
            await using NpgsqlCommand command = new(statement, connection);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task ReadAsync(PostgresStore store, PurchaseFilter filter)
    {
        await foreach (PurchaseRecord purchase in store.ReadPurchasesAsync(filter))
        {
            _ = purchase;
        }
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        long began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static PostgresStore Open(PostgresServer server, string schema) =>
        new(new StoreSettings(Path.Combine(Path.GetTempPath(), "ugclab-bench-shared")) { Connection = server.Connection(schema) });

    private static RequestRecord Sent(int row) => new()
    {
        Key = new PriceKey("video", "kling-2.6", "5", null, false),
        Kind = "Video",
        ProjectId = "project",
        RowNumber = row,
        Json = """{"prompt":"A paper boat sails down a rainy street."}""",
    };
}
