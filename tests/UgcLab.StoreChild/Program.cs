using UgcLab.Engines;
using UgcLab.Engines.Sql;
using UgcLab.Engines.Postgres;
using UgcLab.Engines.Sqlite;

// A process that uses a store, for the tests of what happens among several. Says each step on a line of its output.
string[] given = Environment.GetCommandLineArgs()[1..];
(string mode, string folder) = (given[0], given[1]);
if (mode == "native")
{
    NativeSqlite.Candidates = given[2..];
}

using IStoreEngine store = mode == "send" ? new PostgresStore(new StoreSettings(folder) { Connection = given[2] }) : new SqliteStore(new StoreSettings(folder));
StoreAccount account = new("0123456789abcdef", "https://service.test/");
BatchKey key = new(account.BaseUri, "", "shared");
try
{
    switch (mode)
    {
        case "rows":
            await CreateRowsAsync(int.Parse(given[2], null), int.Parse(given[3], null)).ConfigureAwait(false);
            break;
        case "send":
            await SendAsync().ConfigureAwait(false);
            break;
        case "hold":
            await HoldAsync().ConfigureAwait(false);
            break;
        default:
            Say((await store.BeginAttemptAsync(Request("one", null), CancellationToken.None).ConfigureAwait(false)).ToString()!);
            break;
    }
}
catch (UgcLabException refused)
{
    Say($"error {refused.Kind}: {refused.Message} {refused.Advice}".ReplaceLineEndings(" "));
}

// Creates the rows of a batch, each that no other process has.
async Task CreateRowsAsync(int first, int count)
{
    BatchRecord batch = await store.OpenBatchAsync(key, "run-" + Environment.ProcessId, null).ConfigureAwait(false);
    for (int index = 0; index < count; index++)
    {
        int row = (first + index) % count;
        string purchase = Guid.NewGuid().ToString("N");
        GateAnswer answer;
        while ((answer = await store.BeginAttemptAsync(Request(purchase, new RowAttempt(batch.Id, Row(row), 1, null)), CancellationToken.None).ConfigureAwait(false)) is GateAnswer.Wait wait)
        {
            await Task.Delay(wait.Length / 50).ConfigureAwait(false);
        }

        if (answer is GateAnswer.Allowed)
        {
            Say($"sent {row} {purchase}");
            await store.EndAttemptAsync(purchase, Accepted(purchase)).ConfigureAwait(false);
            Say($"created {row} {purchase}");
        }
        else if (answer is GateAnswer.Refused { Why: UgcLabException why })
        {
            Say($"refused {row} {why.Kind}");
        }
    }

    await store.CloseBatchAsync(batch.Id, "run-" + Environment.ProcessId).ConfigureAwait(false);
    Say("end");
}

// Records a request, and after a line comes in, says whether it would be sent.
async Task SendAsync()
{
    await store.ReadPricesAsync().ConfigureAwait(false);
    SqlStore.Step = step =>
    {
        if (step == "committed")
        {
            SqlStore.Step = null;
            Say(step);
            Console.In.ReadLine();
        }
    };
    Say((await store.BeginAttemptAsync(Request("asleep", null), CancellationToken.None).ConfigureAwait(false)).GetType().Name);
}

// Has a request in flight until a line comes in.
async Task HoldAsync()
{
    BatchRecord batch = await store.OpenBatchAsync(key, "hold", null).ConfigureAwait(false);
    Say((await store.BeginAttemptAsync(Request("held", new RowAttempt(batch.Id, Row(0), 1, "hold")), CancellationToken.None).ConfigureAwait(false)).GetType().Name);
    await Console.In.ReadLineAsync().ConfigureAwait(false);
    AttemptResult result = await store.EndAttemptAsync("held", Accepted("held")).ConfigureAwait(false);
    Say($"ended {result.IsDoubled}");
}

AttemptRequest Request(string purchase, RowAttempt? row) => new()
{
    Purchase = purchase,
    Attempt = 1,
    Account = account,
    Limits = UgcLimits.None,
    Timeout = TimeSpan.FromMinutes(3),
    Request = row?.Row.Request ?? Sent(0),
    Row = row,
};

static RowRecord Row(int number) => new() { Key = $"{number:d32}-1", Content = $"{number:d32}", Request = Sent(number) };

static RequestRecord Sent(int number) => new()
{
    Key = new PriceKey("product-video", "kling-2.6", "5", null, false),
    Kind = "ProductVideo",
    ProjectId = "project",
    RowNumber = number,
    Json = """{"prompt":"A bottle on a table."}""",
};

static AttemptOutcome Accepted(string purchase) => new()
{
    State = UgcPurchaseState.Accepted,
    Charged = 10,
    Jobs = [new JobRecord { UgcId = "c" + purchase, Charged = 10 }],
};

static void Say(string line)
{
    Console.Out.WriteLine(line);
    Console.Out.Flush();
}
