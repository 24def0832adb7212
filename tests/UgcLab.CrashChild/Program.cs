using System.Diagnostics;
using System.Globalization;
using UgcLab;
using UgcLab.Crash.Child;
using UgcLab.Ledger;
using UgcLab.Simulator;

// One life of a process that works on a batch. It is there to be killed: what it says on the way out counts for nothing,
// and what it has said before must be true for ever.
Life life = Life.Read(args);
int steps = 0;
DurableFile.Step = _ =>
{
    if (Interlocked.Increment(ref steps) == life.DiesAt)
    {
        using Process self = Process.GetCurrentProcess();
        self.Kill();
    }
};

using UgcLabClient client = new(new UgcLabClientOptions(UgcSimulator.ApiKey)
{
    BaseUri = life.Address,
    StateFolder = life.State,
    Limits = UgcLimits.None,

    // Waits are over quickly; what the line may take is counted by the same clock and must not be.
    Clock = new SimulatorClock(60),
    ReadTimeout = TimeSpan.FromHours(1),
    ChargeTimeout = TimeSpan.FromHours(1),
});
try
{
    using OpenBatch batch = client.OpenBatch("crash");
    if (life.Holds)
    {
        Console.WriteLine("HELD");
        Console.In.ReadToEnd();
        return 0;
    }

    Console.WriteLine("READY");
    return await RunAsync(batch);
}
catch (UgcLabException error)
{
    Console.WriteLine($"{error.Kind} {error.Message}");
    return 3;
}

async Task<int> RunAsync(OpenBatch batch)
{
    BatchInput[] rows = [.. Enumerable.Range(1, life.Rows).Select(Row)];
    BatchPlanner planner = new(batch, new Estimator(client.History.Read(), client.Limits, client.Clock));
    foreach (BatchInput row in rows)
    {
        _ = planner.Add(row);
    }

    BatchRun run = new(client, batch, planner.Done(), new BatchRunOptions
    {
        Target = job => new SaveTarget { Folder = life.Out, FileName = job.UgcId },
        ReportFolder = life.Out,
    });
    Task<UgcBatchResult> running = run.RunAsync(() => rows);
    await foreach (BatchEvent happened in run.Events.ReadAllAsync())
    {
        foreach (UgcJob job in happened.Bought)
        {
            Console.WriteLine($"BOUGHT {job.UgcId}");
        }

        if (happened.Video is not null)
        {
            Console.WriteLine($"SAVED {happened.Video.UgcId}");
        }

        if (happened.Failure is not null)
        {
            Console.WriteLine($"{happened.Failure.Kind} {happened.Failure.Message}");
        }
    }

    UgcBatchResult result = await running;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"DONE {result.ExitCode} {run.StoppedBy?.Message}"));
    return result.ExitCode;
}

BatchInput Row(int number) => new($"Row {number}")
{
    RowNumber = number,
    Order = new Order(new VideoRequest
    {
        ProjectId = life.Project,
        Prompt = string.Create(CultureInfo.InvariantCulture, $"A lighthouse in the storm, number {number:d3}"),
        Model = "kling-2.6",
        Duration = "5",
    })
    { RowNumber = number },
};
