using System.Runtime.CompilerServices;

namespace UgcLab;

/// <summary>The service, from .NET. Safe to share between threads.</summary>
public sealed class UgcLabClient : IDisposable, IAsyncDisposable
{
    private readonly UgcLabClientOptions _options;
    private readonly RateLimiter _limiter;
    private readonly ApiTransport _transport;
    private readonly SchemaDriftObserver _observer;
    private readonly JobDurationStats _durations;
    private readonly DailyLimit _dailyLimit;

    /// <summary>Makes a client; nothing is sent and no file is touched before there is need.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: the options name no store.</exception>
    public UgcLabClient(UgcLabClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, Store) = (options, IStoreEngine.Of(options.Store));
        _limiter = new RateLimiter(Store, options);
        _observer = new SchemaDriftObserver(options.Clock);
        _transport = new ApiTransport(options, _limiter, _observer);
        History = new History(Store, options.BaseUri);
        _durations = new JobDurationStats(Store);
        Jobs = new JobsClient(_transport, Store, options);
        Projects = new ProjectsClient(_transport);
        Actors = new ActorsClient(_transport);
        Names = new NameCache(Store, _limiter.Account);
        _dailyLimit = new DailyLimit(Store, _limiter.Account, options.MaxCreditPerDay);
        Purchases = new PurchaseService(new PurchaseContext(
            _transport, _limiter, options, new OutcomeRecorder(Store, options.Clock), new StartImageRefresher(Jobs.GetAsync, options.Clock),
            _dailyLimit));
        Requests = new RequestsClient(_transport, Purchases, options);
        Batches = new BatchService(Store, options.BaseUri, options.Workspace);
        Downloads = new VideoDownloader(
            options, (id, cancellationToken) => Jobs.GetAsync(id, cancellationToken: cancellationToken), RecordSavedAsync);
    }

    internal IStoreEngine Store { get; }

    /// <summary>Where the service is.</summary>
    public Uri BaseUri => _options.BaseUri;

    /// <summary>The maximum numbers of requests.</summary>
    public UgcLimits Limits => _options.Limits;

    /// <summary>The time as this client has it.</summary>
    public TimeProvider Clock => _options.Clock;

    /// <summary>Sends all requests that may be charged.</summary>
    public PurchaseService Purchases { get; }

    internal RequestsClient Requests { get; }

    internal BatchService Batches { get; }

    /// <summary>Reads jobs.</summary>
    public JobsClient Jobs { get; }

    /// <summary>Lists projects.</summary>
    public ProjectsClient Projects { get; }

    /// <summary>Lists actors.</summary>
    public ActorsClient Actors { get; }

    internal NameCache Names { get; }

    /// <summary>Brings videos to disk.</summary>
    public VideoDownloader Downloads { get; }

    /// <summary>What was created with the store.</summary>
    public History History { get; }

    internal BatchServices BatchServices => new(Clock, Purchases, History, Projects, Batches, Downloads, OpenPollerAsync);

    // Opens a batch to run, and creates it when it does not exist.
    // source: the file that its rows come from.
    internal Task<OpenBatch> OpenBatchAsync(string name, string? source = null) =>
        OpenBatch.OpenAsync(Store, Batches.KeyOf(name), Purchases, source);

    /// <summary>Tries the connection with one read, made once. What fails is in the result.</summary>
    public async Task<UgcConnectionTest> TestAsync(IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default)
    {
        long began = Clock.GetTimestamp();
        UgcLabException? failure = null;
        try
        {
            ApiRequest read = new(RequestKind.Read, "projects?limit=1") { Once = true };
            _ = (await _transport.SendAsync(read, notices, cancellationToken).ConfigureAwait(false)).Json();
        }
        catch (UgcLabException error)
        {
            failure = error;
        }

        return new UgcConnectionTest
        {
            BaseUri = BaseUri,
            Elapsed = Clock.GetElapsedTime(began),
            Failure = failure?.Kind,
            Message = failure?.Message,
            StatusCode = (int?)failure?.StatusCode,
            RequestId = failure?.RequestId,
        };
    }

    /// <summary>Compares the service's answers with its documentation: a dozen reads, no purchase, and one read with a key that doesn't
    /// exist. A read that fails is a finding.</summary>
    /// <exception cref="UgcLabException">The very first read failed for good: NetworkError, KeyRefused, AccessDenied,
    /// NotTheService, NotConnected.</exception>
    public Task<UgcContractReport> TestContractAsync(IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default) =>
        new ContractTest(_transport, _observer, _options).RunAsync(notices, cancellationToken);

    /// <summary>The use of the service's limits by this key and store, and the last known balance in the store. Needs no network.</summary>
    /// <exception cref="UgcLabException">StoreUnavailable.</exception>
    public async Task<UgcLimit> GetLimitAsync(CancellationToken cancellationToken = default)
    {
        UgcLimit used = await Store.ReadLimitUsageAsync(_limiter.Account, Limits, cancellationToken).ConfigureAwait(false);
        decimal? own = _options.MaxCreditPerDay;
        UgcLimit limit = used with
        {
            MaxCreditPerDay = used.MaxCreditPerDay < own ? used.MaxCreditPerDay : own ?? used.MaxCreditPerDay,
            SeenHeaders = new DisplayList<string>(_observer.Headers.Select(header => $"{header.Name}: {header.Value}")),
            Seen = new DisplayList<UgcSchemaDifference>(_observer.Seen),
        };
        return await History.WithCreditsAsync(limit, Store, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for jobs together, and returns each one when it has ended, or when its time is over. The order is theirs.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="timeout">The limit for each job; zero means no limit. A job that isn't finished then continues at the service.</param>
    /// <param name="notices">Receives a notice for each wait.</param>
    /// <param name="cancellationToken">Stops waiting. Nothing happens to the jobs.</param>
    /// <exception cref="UgcLabException">Errors that affect every job: KeyRefused, AccessDenied, NotTheService.</exception>
    public async IAsyncEnumerable<JobOutcome> WaitAsync(
        IEnumerable<UgcJob> jobs, TimeSpan timeout = default, IProgress<UgcNotice>? notices = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        JobPoller poller = await OpenPollerAsync(timeout, notices, cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable ended = poller.ConfigureAwait(false);
        foreach (UgcJob job in jobs)
        {
            poller.Add(job);
        }

        poller.Complete();
        await foreach (JobOutcome outcome in poller.Outcomes.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return outcome;
        }
    }

    /// <summary>Waits for jobs that are added while it waits, such as those of a program that continues to create.</summary>
    /// <param name="timeout">The limit for each job, from when it is added; zero means no limit.</param>
    /// <param name="notices">Receives a notice for each wait.</param>
    /// <param name="cancellationToken">Stops reading the store; dispose of the result to stop waiting.</param>
    public async Task<JobPoller> OpenPollerAsync(
        TimeSpan timeout, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default)
    {
        await _durations.LoadAsync(cancellationToken).ConfigureAwait(false);
        return new JobPoller(Jobs, _durations, _limiter.Creations, _options, timeout, new GuardedProgress(notices));
    }

    // What bounds the spending of one run, for its purchases; null when neither bound is given.
    internal async Task<SpendingLimit?> LimitSpendingAsync(
        decimal? maxCredit, decimal? keepCredit, CancellationToken cancellationToken = default) =>
        maxCredit is null && keepCredit is null ? null
            : new SpendingLimit(
                new PriceBook(await Store.ReadPricesAsync(cancellationToken).ConfigureAwait(false)), maxCredit, keepCredit, Clock);

    /// <summary>Closes connections. The store stays open for others that use it.</summary>
    public void Dispose()
    {
        EndDailyLimit();
        ((IDisposable)Downloads).Dispose();
        _transport.Dispose();
    }

    /// <summary>The same, and waits for the request that is in flight, so that the store can be closed after it. An outcome that the store
    /// refused is recorded now, if the store takes it.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await Purchases.WaitForIdleAsync().ConfigureAwait(false);
        await Purchases.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Says where, never with what key.</summary>
    public override string ToString() => BaseUri.ToString();

    /// <summary>Ends the daily limit of this client for other processes with the key; its next purchase sets it again.</summary>
    internal void EndDailyLimit() => _dailyLimit.End();

    // The file is there whether or not that can be recorded: the next run finds it by its sidecar.
    private Task<Exception?> RecordSavedAsync(UgcSavedVideo video) => IStoreEngine.TryAsync(() => Store.RecordSavedAsync(
        new SavedRecord(video.UgcId, video.Path, video.Sha256, video.Length, BaseUri.AbsoluteUri)));
}

/// <summary>The settings of a client. Only the key has no default.</summary>
public sealed record UgcLabClientOptions : ClientSettings
{
    /// <summary>Takes the key: <c>ugc_</c> and 48 hexadecimal digits (docs/authentication).</summary>
    /// <exception cref="UgcLabException">ApiKeyMissing or ApiKeyInvalid.</exception>
    public UgcLabClientOptions(string apiKey)
        : base(apiKey)
    {
    }

    /// <summary>Records purchases: what <c>UgcStore.Open</c> of UgcLab.Engines returns. The client doesn't dispose of it.</summary>
    public IStore? Store { get; init; }

    /// <summary>The base address, without the key.</summary>
    public override string ToString() => BaseUri.ToString();
}
