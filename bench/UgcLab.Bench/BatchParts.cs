using System.Diagnostics;
using System.Globalization;
using UgcLab.Engines.Sqlite;
using UgcLab.Simulator;

namespace UgcLab.Bench;

/// <summary>
/// What a batch does, one part a process: each is cold, as after a command that was typed, and its memory is its own.
/// A part ends with one line: its seconds, the processor's seconds, and how many MB its peak lay above what stood before.
/// </summary>
internal static class BatchParts
{
    /// <summary>A sheet planned in a batch, nothing recorded.</summary>
    public static Task<string> PreviewAsync(string state, string sheet) => TimedAsync(async () =>
    {
        using SqliteStore store = new(new StoreSettings(state));
        BatchView batch = await new BatchService(store, BatchRows.Service).PreviewAsync(SeededStore.Batch);
        return (await PlanAsync(batch, store, sheet)).ToSend;
    });

    /// <summary>The rows of a sheet recorded, as a run does before its first request.</summary>
    public static Task<string> RecordAsync(string state, string sheet) => TimedAsync(async () =>
    {
        using SqliteStore store = new(new StoreSettings(state));
        BatchRecord batch = await store.OpenBatchAsync(new BatchKey(BatchRows.Service.AbsoluteUri, "", SeededStore.Batch), "bench", null);
        int rows = 0;
        foreach (PurchaseRequest[] some in BatchRows.Read(sheet).Select(input => input.Purchase!).Chunk(500))
        {
            await store.PlanRowsAsync(batch.Id, [.. some.Select(order => PurchaseRecording.Row(RowKey.Of(order, BatchRows.Service), order, BatchRows.Service))]);
            rows += some.Length;
        }

        return rows;
    });

    /// <summary>A batch that is finished, run once more.</summary>
    public static Task<string> RerunAsync(string state, string sheet, string videos) => TimedAsync(async () =>
    {
        InstantService service = new();
        using SqliteStore store = new(new StoreSettings(state));
        using UgcLabClient client = Client(service, store, TimeProvider.System);
        UgcBatchResult result = await RunAsync(client, store, sheet, videos);
        return result is { ExitCode: 0, Created: 0, VideosSaved: 0 } && service.Orders == 0 ? result.Saved : throw new InvalidOperationException($"It did something: {result}.");
    });

    /// <summary>Buys and saves all rows of a sheet, and says each ten thousand what the heap holds. Its clock is a fast one, or it would wait for jobs.</summary>
    public static async Task<string> CreateAsync(string state, string sheet, string videos)
    {
        InstantService service = new();
        SimulatorClock clock = new(1000);
        using SqliteStore store = new(new StoreSettings(state) { Clock = clock });
        using UgcLabClient client = Client(service, store, clock);
        long began = Stopwatch.GetTimestamp();
        UgcBatchResult result = await RunAsync(client, store, sheet, videos, progress => Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Saved} saved, {progress.Open} open, {progress.ToSend - progress.Sent} to send: {GC.GetTotalMemory(forceFullCollection: true) / 1e6:0.0} MB held")));
        return string.Create(CultureInfo.InvariantCulture, $"{result.Created} bought, {result.VideosSaved} saved, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s, {Peak():0} MB at most");
    }

    private static async Task<UgcBatchResult> RunAsync(UgcLabClient client, SqliteStore store, string sheet, string videos, Action<BatchProgress>? saved = null)
    {
        await using OpenBatch batch = await client.OpenBatchAsync(SeededStore.Batch);
        BatchPlan plan = await PlanAsync(batch, store, sheet);
        BatchRun run = new(client.BatchServices, batch, plan, new BatchRunOptions
        {
            Target = job => new SaveTarget { Folder = videos, FileName = job.Reference, WriteSidecar = false },
            ReportFolder = videos,
            JobTimeout = TimeSpan.Zero,
        });
        Task<UgcBatchResult> running = Task.Run(() => run.RunAsync(() => BatchRows.Read(sheet)));
        int count = 0;
        while (await run.Events.WaitToReadAsync())
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

        return await running;
    }

    private static async Task<BatchPlan> PlanAsync(BatchView batch, SqliteStore store, string sheet) =>
        await new BatchPlanner(batch, await Estimator.OfAsync(store, UgcLimits.None, TimeProvider.System)).PlanAsync(BatchRows.Read(sheet));

    private static UgcLabClient Client(InstantService service, SqliteStore store, TimeProvider clock) => new(new UgcLabClientOptions("ugc_0123456789abcdef0123456789abcdef0123456789abcdef")
    {
        BaseUri = BatchRows.Service,
        Handler = service,
        Clock = clock,
        Limits = UgcLimits.None,
        Store = store,
    });

    private static async Task<string> TimedAsync(Func<Task<int>> part)
    {
        double before = Peak();
        TimeSpan used = Process.GetCurrentProcess().TotalProcessorTime;
        long began = Stopwatch.GetTimestamp();
        int rows = await part();
        TimeSpan took = Stopwatch.GetElapsedTime(began);
        return string.Create(CultureInfo.InvariantCulture,
            $"{took.TotalSeconds:0.000} {(Process.GetCurrentProcess().TotalProcessorTime - used).TotalSeconds:0.000} {Peak() - before:0.0} {rows}");
    }

    private static double Peak() => Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
}
