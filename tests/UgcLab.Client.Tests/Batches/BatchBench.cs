using System.Globalization;
using UgcLab.Engines.Sqlite;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Batches;

/// <summary>
/// A service, a state folder and a folder for videos that outlast any number of runs of a batch; each run has a client and a
/// store of its own, as each process has. Time passes when all threads of the process rest: its tests run alone.
/// </summary>
internal sealed class BatchBench : IDisposable
{
    private readonly TestFolder _root = new();

    public BatchBench(SimulatorOptions? options = null)
    {
        Service = new UgcSimulator(options ?? new SimulatorOptions { Credits = 100_000 }, Clock);
        Line = new Line(Service);
    }

    public TestClock Clock { get; } = new() { LongestIdle = 4000 };

    public UgcSimulator Service { get; }

    /// <summary>What stands between the clients and the service.</summary>
    public Line Line { get; }

    public Bench.Collected Notices { get; } = new();

    public string State => Path.Combine(_root.Path, "state");

    public string Videos => Path.Combine(_root.Path, "videos");

    /// <summary>Prompts of the videos that the service sold, by its own book.</summary>
    public IReadOnlyList<string> Sold => [.. Service.Jobs.Select(job => job.Prompt)];

    public IReadOnlyList<string> Files => Directory.Exists(Videos)
        ? [.. Directory.EnumerateFiles(Videos, "*.mp4").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
        : [];

    public int Posts => Service.Requests.Count(request => request.Method == "POST");

    public static SimulatorOptions With(params SimulatorFault[] faults) => new() { Credits = 100_000, Faults = faults };

    /// <summary>A sound row; rows of one number are equal but for what is said otherwise.</summary>
    public BatchInput Row(int number, Func<VideoRequest, VideoRequest>? change = null, string? rowId = null)
    {
        VideoRequest request = new()
        {
            ProjectId = Service.FirstProjectId!,
            Prompt = string.Create(CultureInfo.InvariantCulture, $"A paper boat sails down street number {number}"),
            Model = "kling-2.6",
            Duration = "5",
        };
        Dictionary<string, string> cells = new() { ["Reference"] = string.Create(CultureInfo.InvariantCulture, $"boat-{number}") };
        return new BatchInput($"Row {number}")
        {
            RowNumber = number,
            Cells = cells,
            Purchase = new PurchaseRequest(change?.Invoke(request) ?? request) { Reference = cells["Reference"], RowNumber = number, RowId = rowId, InputRow = cells, Cells = cells },
        };
    }

    public BatchInput[] Rows(int count) => [.. Enumerable.Range(1, count).Select(number => Row(number))];

    public static BatchInput Bad(int number) => new($"Row {number}")
    {
        RowNumber = number,
        Refusal = new UgcLabException(UgcLabErrorKind.RowInvalid, $"Row {number}: it will not do."),
    };

    /// <summary>The store as another process has it.</summary>
    public SqliteStore OpenStore() => new(new StoreSettings(State) { Clock = Clock });

    public UgcLabClient Connect(IStoreEngine store, Func<UgcLabClientOptions, UgcLabClientOptions>? change = null)
    {
        UgcLabClientOptions options = new(UgcSimulator.ApiKey)
        {
            BaseUri = UgcSimulator.DefaultBaseUri,
            Handler = Line,
            Clock = Clock,
            Limits = UgcLimits.None,
            Store = store,
        };
        return new UgcLabClient(change?.Invoke(options) ?? options);
    }

    /// <summary>Plans rows in a batch, and buys nothing.</summary>
    public async Task<BatchPlan> PlanAsync(IEnumerable<BatchInput> rows, bool buyAgain = false, bool retryFailed = false)
    {
        using SqliteStore store = OpenStore();
        using UgcLabClient client = Connect(store);
        await using OpenBatch batch = await client.OpenBatchAsync("nov");
        return await PlannedAsync(client, batch, rows, buyAgain, retryFailed);
    }

    public static async Task<BatchPlan> PlannedAsync(UgcLabClient client, OpenBatch batch, IEnumerable<BatchInput> rows, bool buyAgain = false, bool retryFailed = false) =>
        await new BatchPlanner(batch, await Estimator.OfAsync(client.Store, client.Limits, client.Clock), buyAgain, retryFailed).PlanAsync(rows);

    /// <summary>The rows of the batch as they stand, by number.</summary>
    public async Task<List<UgcBatchRow>> StoredRowsAsync()
    {
        using SqliteStore store = OpenStore();
        return await new BatchService(store).RowsAsync("nov").ToListAsync();
    }

    public Task<Ran> RunAsync(IReadOnlyList<BatchInput> rows, Asked? asked = null, CancellationToken cancellationToken = default) =>
        Clock.RunAsync(RunInTimeAsync(rows, asked ?? new Asked(), cancellationToken));

    public void Dispose() => _root.Dispose();

    private async Task<Ran> RunInTimeAsync(IReadOnlyList<BatchInput> rows, Asked asked, CancellationToken cancellationToken)
    {
        using SqliteStore store = OpenStore();
        using UgcLabClient client = Connect(store, asked.Client);
        await using OpenBatch batch = await client.OpenBatchAsync("nov");
        BatchPlan plan = await PlannedAsync(client, batch, rows, asked.BuyAgain, asked.RetryFailed);
        await (asked.Meanwhile is null ? Task.CompletedTask : RunInTimeAsync(rows, asked.Meanwhile, cancellationToken));
        BatchRunOptions options = new()
        {
            Target = job => new SaveTarget { Folder = Videos, FileName = $"{job.Reference}-v{job.VariantIndex}" },
            ReportFolder = asked.ReportFolder ?? Videos,
            IsPartial = asked.IsPartial,
            Limit = await client.LimitSpendingAsync(asked.MaxCredit, asked.KeepCredit, CancellationToken.None),
            Until = asked.Until,
            JobTimeout = asked.JobTimeout,
        };
        BatchRun run = new(client.BatchServices, batch, plan, options, Notices);
        UgcBatchResult? result = null;
        bool wasStopped = false;
        try
        {
            result = await run.RunAsync(asked.Read ?? (() => rows), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            wasStopped = true;
        }

        List<BatchEvent> events = [];
        while (run.Events.TryRead(out BatchEvent? happened))
        {
            events.Add(happened);
        }

        Assert.True(run.Events.Completion.IsCompleted, "The run has ended, and its events have not.");
        return new Ran(plan, result, run.StoppedBy, events, wasStopped);
    }
}

/// <summary>How a test wants a run to be.</summary>
internal sealed record Asked
{
    public bool BuyAgain { get; init; }

    public bool RetryFailed { get; init; }

    /// <summary>Whether the rows are only some of those of the file.</summary>
    public bool IsPartial { get; init; }

    public decimal? MaxCredit { get; init; }

    public decimal? KeepCredit { get; init; }

    public DateTimeOffset? Until { get; init; }

    public TimeSpan JobTimeout { get; init; } = TimeSpan.FromHours(2);

    public string? ReportFolder { get; init; }

    /// <summary>Another run of the same rows, after this one was planned.</summary>
    public Asked? Meanwhile { get; init; }

    /// <summary>Other rows than those that were planned.</summary>
    public Func<IEnumerable<BatchInput>>? Read { get; init; }

    public Func<UgcLabClientOptions, UgcLabClientOptions>? Client { get; init; }
}

/// <summary>What came of a run.</summary>
/// <param name="Plan">What was planned.</param>
/// <param name="Ended">Its result; null when it was stopped.</param>
/// <param name="StoppedBy">What ended it early.</param>
/// <param name="Events">What it told.</param>
/// <param name="WasStopped">Whether it was stopped.</param>
internal sealed record Ran(BatchPlan Plan, UgcBatchResult? Ended, UgcLabException? StoppedBy, IReadOnlyList<BatchEvent> Events, bool WasStopped)
{
    public UgcBatchResult Result => Assert.IsType<UgcBatchResult>(Ended);

    public IEnumerable<UgcLabErrorKind> Failures => Events.Where(happened => happened.Failure is not null).Select(happened => happened.Failure!.Kind);
}

/// <summary>A line to the service on which a test may do something before a request arrives, or answer in the service's place, or do something to the answer.</summary>
internal sealed class Line(HttpMessageHandler service) : DelegatingHandler(service)
{
    private int _count;

    /// <summary>Leaves it to the service.</summary>
    public static Task<HttpResponseMessage?> Served { get; } = Task.FromResult<HttpResponseMessage?>(null);

    /// <summary>Sees each request and its number; answers in place of the service unless it says null.</summary>
    public Func<HttpRequestMessage, int, CancellationToken, Task<HttpResponseMessage?>> Before { get; set; } = (_, _, _) => Served;

    /// <summary>Sees each answer of the service before the client does.</summary>
    public Func<HttpRequestMessage, int, CancellationToken, Task> After { get; set; } = (_, _, _) => Task.CompletedTask;

    public static bool IsOrder(HttpRequestMessage request) => request.Method == HttpMethod.Post;

    public static bool IsFile(HttpRequestMessage request) => request.Headers.Authorization is null;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        int number = Interlocked.Increment(ref _count);
        if (await Before(request, number, cancellationToken) is HttpResponseMessage instead)
        {
            // As a real connection does: the content must see itself sent.
            await (request.Content?.CopyToAsync(Stream.Null, cancellationToken) ?? Task.CompletedTask);
            return instead;
        }

        HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
        await After(request, number, cancellationToken);
        return answer;
    }
}
