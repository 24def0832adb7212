using System.Diagnostics;
using System.Globalization;
using System.Net;
using UgcLab.Crash.Child;
using UgcLab.Engines.Sql;
using UgcLab.Engines.Postgres;
using UgcLab.Engines.Sqlite;
using UgcLab.Faults;
using UgcLab.Simulator;

// A process that runs a batch. It is there to be killed: what it says as it ends counts for nothing, and what it has said
// before must be true for ever.
Life life = Life.Read(args);
int steps = 0;
SqlStore.Step = _ =>
{
    if (Interlocked.Increment(ref steps) == life.DiesAt)
    {
        using Process self = Process.GetCurrentProcess();
        self.Kill();
    }
};

using CancellationTokenSource stopping = new();
TaskCompletionSource going = new(TaskCreationOptions.RunContinuationsAsynchronously);
new Thread(Listen) { IsBackground = true }.Start();
SimulatorClock clock = new(life.Speed, notBefore: life.Now);
StoreSettings place = new(life.State) { Clock = life.LimitSeconds > 0 ? TimeProvider.System : clock, Connection = life.Connection.Length == 0 ? null : life.Connection };
using DroppingProxy? relay = life.Relay is null ? null : new(new IPEndPoint(IPAddress.Loopback, life.Address.Port), life.Relay);
using IStoreEngine store = place.Connection is null ? new SqliteStore(place) : new PostgresStore(place);
using UgcLabClient client = new(new UgcLabClientOptions(life.Key)
{
    BaseUri = life.Address,
    Store = store,
    Limits = life.LimitSeconds == 0 ? new UgcLimits(0, life.PerHour, 0)
        : new UgcLimits(default, new UgcRateLimit(life.PerHour, TimeSpan.FromSeconds(life.LimitSeconds)), default),

    // Waits are over quickly; what a request may take is counted by the same clock and must not be.
    Clock = clock,
    ReadTimeout = TimeSpan.FromDays(2),
    ChargeTimeout = life.ChargeTimeout,
    StopGrace = TimeSpan.FromDays(2),
});
try
{
    await using OpenBatch batch = await client.OpenBatchAsync("crash");
    Say($"READY {Environment.ProcessId}");
    Say($"CLOCK {DateTimeOffset.UtcNow:O}");
    return await RunAsync(batch);
}
catch (UgcLabException error)
{
    Say($"{error.Kind} {error.Message}");
    return 3;
}
catch (OperationCanceledException)
{
    Say($"STOPPED");
    return 130;
}

async Task<int> RunAsync(OpenBatch batch)
{
    BatchInput[] rows = [.. Enumerable.Range(1, life.Rows).Select(Row)];
    BatchPlanner planner = new(batch, await Estimator.OfAsync(store, client.Limits, client.Clock), life.CreatesAgain);
    BatchPlan plan = await planner.PlanAsync(rows);
    Say($"PLANNED {plan.ToSend}");
    if (life.Waits)
    {
        await going.Task;
    }

    BatchRunOptions options = new() { Target = job => new SaveTarget { Folder = life.Out, FileName = job.UgcId }, ReportFolder = life.Out };
    BatchRun run = new(client.BatchServices, batch, plan, options, new Notices());
    Task<UgcBatchResult> running = run.RunAsync(() => rows, stopping.Token);
    await foreach (BatchEvent happened in run.Events.ReadAllAsync())
    {
        foreach (UgcJob job in happened.Created)
        {
            Say($"BOUGHT {job.UgcId}");
        }

        if (happened.Video is not null)
        {
            Say($"SAVED {happened.Video.UgcId}");
        }

        if (happened.Failure is not null)
        {
            Say($"{happened.Failure.Kind} {happened.Row} {happened.Failure.Message}");
        }
    }

    UgcBatchResult result = await running;
    Say($"DONE {result.ExitCode} {run.StoppedBy?.Message}");
    return result.ExitCode;
}

BatchInput Row(int number) => new($"Row {number}")
{
    RowNumber = number,
    Purchase = new PurchaseRequest(new VideoRequest
    {
        ProjectId = life.Project,
        Prompt = string.Create(CultureInfo.InvariantCulture, $"A lighthouse in the storm, number {number:d3}"),
        Model = "kling-2.6",
        Duration = "5",
    })
    { RowNumber = number },
};

void Listen()
{
    while (Console.ReadLine() is string line)
    {
        if (line == "go")
        {
            going.TrySetResult();
        }
        else if (line == "stop")
        {
            stopping.Cancel();
        }

        Say($"TOOK {line}");
    }
}

static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

/// <summary>Shows waits and warnings.</summary>
internal sealed class Notices : IProgress<UgcNotice>
{
    public void Report(UgcNotice value)
    {
        if (value.Kind is UgcNoticeKind.Waiting or UgcNoticeKind.Warning)
        {
            Console.WriteLine($"{value.Kind.ToString().ToUpperInvariant()} {value.Text}");
        }
    }
}
