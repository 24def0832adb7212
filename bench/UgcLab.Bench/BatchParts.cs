using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using UgcLab.Ledger;
using UgcLab.Simulator;

namespace UgcLab.Bench;

/// <summary>
/// What a batch does, one part a process: each is met cold, as by somebody who types a command, and its memory is its own.
/// A part ends with one line: its seconds, the processor's seconds, and how many MB its peak lay above what stood before.
/// </summary>
internal static class BatchParts
{
    private const string Name = "ads";

    /// <summary>A ledger read whole, as whoever opens the batch does.</summary>
    public static string Replay(string state) => Timed(() => LedgerLoad.Read(BatchFolder.Of(state, Name)).Index.Rows.Count);

    /// <summary>How the batch stands, as Get-UgcBatch says it.</summary>
    public static string Stand(string state) => Timed(() => new Batches(state).Get(Name).Rows);

    /// <summary>The same file with what comes to mind first: a line, a JsonDocument, a dictionary.</summary>
    public static string Lines(string state) => Timed(() =>
    {
        Dictionary<string, string> rows = [];
        foreach (string line in File.ReadLines(BatchFolder.Of(state, Name).Ledger))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.TryGetProperty("key", out JsonElement key))
            {
                rows[key.GetString()!] = document.RootElement.GetProperty("event").GetString()!;
            }
        }

        return rows.Count;
    });

    /// <summary>A sheet planned in a batch that is not written to.</summary>
    public static string Preview(string state, string sheet) => Timed(() =>
    {
        using OpenBatch batch = new Batches(state).Preview(Name);
        return Plan(batch, state, sheet).ToSend;
    });

    /// <summary>A sheet planned in a new batch, every row written down.</summary>
    public static string Plan(string state, string sheet) => Timed(() =>
    {
        using UgcLabClient client = Client(new InstantService(), state, TimeProvider.System);
        using OpenBatch batch = client.OpenBatch(Name);
        return Plan(batch, state, sheet).ToSend;
    });

    /// <summary>A batch that is finished, run once more.</summary>
    public static string Rerun(string state, string sheet, string videos) => Timed(() =>
    {
        InstantService service = new();
        using UgcLabClient client = Client(service, state, TimeProvider.System);
        UgcBatchResult result = Run(client, state, sheet, videos);
        return result is { ExitCode: 0, Bought: 0, VideosSaved: 0 } && service.Orders == 0 ? result.Saved : throw new InvalidOperationException($"It did something: {result}.");
    });

    /// <summary>Buys and saves all rows of a sheet, and says each ten thousand what the heap holds. Its clock is a fast one, or it would wait for jobs.</summary>
    public static string Buy(string state, string sheet, string videos)
    {
        InstantService service = new();
        using UgcLabClient client = Client(service, state, new SimulatorClock(1000));
        long began = Stopwatch.GetTimestamp();
        UgcBatchResult result = Run(client, state, sheet, videos, progress => Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Saved} saved, {progress.Open} open, {progress.ToSend - progress.Sent} to send: {GC.GetTotalMemory(forceFullCollection: true) / 1e6:0.0} MB held")));
        return string.Create(CultureInfo.InvariantCulture, $"{result.Bought} bought, {result.VideosSaved} saved, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s, {Peak():0} MB at most");
    }

    private static UgcBatchResult Run(UgcLabClient client, string state, string sheet, string videos, Action<BatchProgress>? saved = null)
    {
        using OpenBatch batch = client.OpenBatch(Name);
        BatchPlan plan = Plan(batch, state, sheet);
        BatchRun run = new(client, batch, plan, new BatchRunOptions
        {
            Target = job => new SaveTarget { Folder = videos, FileName = job.Reference, WriteSidecar = false },
            ReportFolder = videos,
            JobTimeout = TimeSpan.Zero,
        });
        Task<UgcBatchResult> running = Task.Run(() => run.RunAsync(() => BatchRows.Read(sheet)));
        int count = 0;
        while (run.Events.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (run.Events.TryRead(out BatchEvent? happened))
            {
                if (happened.Failure is not null)
                {
                    throw happened.Failure;
                }

                if (happened.Video is not null && ++count % 10_000 == 0)
                {
                    saved?.Invoke(run.Progress);
                }
            }
        }

        return running.GetAwaiter().GetResult();
    }

    private static BatchPlan Plan(OpenBatch batch, string state, string sheet)
    {
        BatchPlanner planner = new(batch, new Estimator(() => new History(state).Read(), UgcLimits.None, TimeProvider.System));
        foreach (BatchInput input in BatchRows.Read(sheet))
        {
            planner.Add(input);
        }

        return planner.Done();
    }

    private static UgcLabClient Client(InstantService service, string state, TimeProvider clock) => new(new UgcLabClientOptions("ugc_0123456789abcdef0123456789abcdef0123456789abcdef")
    {
        BaseUri = BatchRows.Service,
        Handler = service,
        Clock = clock,
        Limits = UgcLimits.None,
        StateFolder = state,
    });

    private static string Timed(Func<int> part)
    {
        double before = Peak();
        TimeSpan used = Process.GetCurrentProcess().TotalProcessorTime;
        long began = Stopwatch.GetTimestamp();
        int rows = part();
        TimeSpan took = Stopwatch.GetElapsedTime(began);
        return string.Create(CultureInfo.InvariantCulture,
            $"{took.TotalSeconds:0.000} {(Process.GetCurrentProcess().TotalProcessorTime - used).TotalSeconds:0.000} {Peak() - before:0.0} {rows}");
    }

    private static double Peak() => Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
}
