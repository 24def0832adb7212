using UgcLab.Contract;
using UgcLab.Creations;
using UgcLab.Http;
using UgcLab.Jobs;
using UgcLab.Ledger;

namespace UgcLab;

/// <summary>The service, from .NET. Safe to share between threads.</summary>
public sealed class UgcLabClient : IDisposable
{
    private readonly UgcLabClientOptions _options;
    private readonly Pacer _pacer;
    private readonly ApiTransport _transport;
    private readonly Sightings _sightings;
    private readonly Journal _journal;
    private readonly RunLengths _lengths;

    /// <summary>Makes a client; nothing is sent and no file is touched before there is need.</summary>
    public UgcLabClient(UgcLabClientOptions options)
    {
        _options = options;
        StateFolder = Path.GetFullPath(options.StateFolder ?? UgcLab.StateFolder.Default);
        _pacer = Pacer.For(options, StateFolder);
        _sightings = new Sightings(options.Clock);
        _transport = new ApiTransport(options, _pacer, _sightings);
        _journal = Journal.For(StateFolder, options.Clock);
        _journal.AllowNetwork |= options.AllowNetworkState;
        History = new History(StateFolder);
        _lengths = new RunLengths(() => History.Read().SelectMany(entry => entry.Jobs));
        Jobs = new JobsClient(_transport, _journal, History, options.Clock);
        Projects = new ProjectsClient(_transport);
        Actors = new ActorsClient(_transport);
        Names = new NameCache(options, StateFolder);
        Purchases = new Purchase(_transport, _pacer, _journal, new StartImages(Jobs, options.Clock));
        Requests = new RequestsClient(_transport, Purchases, options);
        Batches = new Batches(StateFolder, options.Clock);
        if (options.StateIsTemporary)
        {
            // Whoever holds a rehearsal's client to the end of the process never disposes of it.
            AppDomain.CurrentDomain.ProcessExit += RemoveState;
        }

        Downloads = new Downloads(options, (id, cancellationToken) => Jobs.GetAsync(id, cancellationToken: cancellationToken), _journal.Saved);
    }

    /// <summary>Where the local record lies.</summary>
    public string StateFolder { get; }

    /// <summary>Where the service is.</summary>
    public Uri BaseUri => _options.BaseUri;

    /// <summary>The pace.</summary>
    public UgcLimits Limits => _options.Limits;

    /// <summary>The time as this client has it.</summary>
    public TimeProvider Clock => _options.Clock;

    /// <summary>Buys.</summary>
    public Purchase Purchases { get; }

    /// <summary>Any request below the base address.</summary>
    public RequestsClient Requests { get; }

    /// <summary>The batches of this state folder.</summary>
    public Batches Batches { get; }

    /// <summary>Reads jobs.</summary>
    public JobsClient Jobs { get; }

    /// <summary>Lists projects.</summary>
    public ProjectsClient Projects { get; }

    /// <summary>Lists actors.</summary>
    public ActorsClient Actors { get; }

    /// <summary>The names of projects and actors that were listed before, for completion.</summary>
    public NameCache Names { get; }

    /// <summary>Brings videos to disk.</summary>
    public Downloads Downloads { get; }

    /// <summary>The local record.</summary>
    public History History { get; }

    /// <summary>Opens a batch to buy in, and makes it when it is not there.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid, BatchInUse, BatchMismatch, LedgerCorrupt, LedgerOnNetwork or HistoryUnwritable.</exception>
    public OpenBatch OpenBatch(string name) => new(
        BatchLedger.OpenOrCreate(BatchFolder.Of(StateFolder, name), BaseUri, Clock, _options.AllowNetworkState), Purchases, BaseUri);

    /// <summary>Tries the connection with one read, made once. What fails is in the result.</summary>
    public async Task<UgcConnectionTest> TestAsync(IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default)
    {
        long began = Clock.GetTimestamp();
        UgcConnectionTest test = new() { BaseUri = BaseUri };
        try
        {
            await Projects.FirstAsync(notices, cancellationToken).ConfigureAwait(false);
            return test with { Elapsed = Clock.GetElapsedTime(began) };
        }
        catch (UgcLabException failure)
        {
            return test with
            {
                Elapsed = Clock.GetElapsedTime(began),
                Failure = failure.Kind,
                Message = failure.Message,
                StatusCode = (int?)failure.StatusCode,
                RequestId = failure.RequestId,
            };
        }
    }

    /// <summary>
    /// Holds the service's answers against its documentation: a dozen reads, no purchase, and one of them with a key that is
    /// nobody's. A read that fails is a finding.
    /// </summary>
    /// <exception cref="UgcLabException">The very first read failed for good: NetworkError, KeyRefused, AccessDenied, NotTheService, NotConnected.</exception>
    public Task<UgcContractReport> TestContractAsync(IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default) =>
        new ContractTest(_transport, _sightings, _options).RunAsync(notices, cancellationToken);

    /// <summary>How much of the service's limits this machine has used with this key, and the balance that the record knows of. Needs no network.</summary>
    /// <param name="passedOver">Hears of each file of the record that cannot be read.</param>
    /// <exception cref="UgcLabException">HistoryUnreadable.</exception>
    public UgcLimit GetLimit(Action<string>? passedOver = null) => _pacer.State(Limits).WithCredits(History, passedOver) with
    {
        SeenHeaders = new Listed<string>(_sightings.Headers.Select(header => $"{header.Name}: {header.Value}")),
        Seen = new Listed<UgcSighting>(_sightings.Seen),
    };

    /// <summary>Waits for jobs.</summary>
    /// <param name="timeout">How long for each, from when it is added; zero is for ever.</param>
    /// <param name="notices">Hears of waits.</param>
    public JobWatch Watch(TimeSpan timeout, IProgress<UgcNotice>? notices = null) => new(Jobs, _lengths, _options, timeout, notices);

    /// <summary>What bounds the spending of one run, to be put on its orders; null when neither bound is given.</summary>
    /// <param name="maxCredit">Credits that the run may spend at most.</param>
    /// <param name="keepCredit">Credits that must be left in the workspace.</param>
    /// <exception cref="UgcLabException">ArgumentInvalid, HistoryUnreadable.</exception>
    public CreditBrake? Brake(decimal? maxCredit, decimal? keepCredit) =>
        maxCredit is null && keepCredit is null ? null : new CreditBrake(History.Read(), maxCredit, keepCredit, Clock);

    /// <summary>Closes connections, and takes a temporary record away. Any other journal's file stays open for the process's next session.</summary>
    public void Dispose()
    {
        Downloads.Dispose();
        _transport.Dispose();
        if (_options.StateIsTemporary)
        {
            AppDomain.CurrentDomain.ProcessExit -= RemoveState;
            RemoveState(null, EventArgs.Empty);
        }
    }

    /// <summary>Says where, never with what key.</summary>
    public override string ToString() => BaseUri.ToString();

    private void RemoveState(object? sender, EventArgs arguments)
    {
        _journal.Close();
        Names.Close();
        if (Directory.Exists(StateFolder))
        {
            Directory.Delete(StateFolder, recursive: true);
        }
    }
}
