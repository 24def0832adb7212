using System.Collections.Concurrent;
using System.Net.Sockets;

namespace UgcLab.Simulator;

/// <summary>The documented service in memory. The same seed and the same requests in the same order give the same answers.</summary>
/// <remarks>Where the documentation is silent, the choices are its own: docs/guides/rehearse-with-the-simulator.md lists them.</remarks>
public sealed class UgcSimulator : HttpMessageHandler
{
    /// <summary>A key that it accepts, as each of the documented form but <see cref="UnknownKey"/>, all for one workspace.</summary>
    public const string ApiKey = "ugc_000000000000000000000000000000000000000000000000";

    /// <summary>A key of the documented form that isn't valid: requests with it are answered like any wrong key.</summary>
    public const string UnknownKey = "ugc_deadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef";

    private readonly SimulatorOptions _options;
    private readonly TimeProvider _clock;
    private readonly StateAccess _state;
    private readonly ConcurrentQueue<SimulatedRequest> _requests = [];
    private readonly WebhookSender? _webhooks;

    /// <summary>Opens the service.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="clock">Its time: a <see cref="SimulatorClock"/>, which the client should share.</param>
    /// <exception cref="UgcLabException">ArgumentInvalid: StatePath cannot be a folder. FileInvalid: it cannot be read.</exception>
    public UgcSimulator(SimulatorOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        (_options, _clock, _state) = (options, clock, new StateAccess(options, clock));
        (int seed, SimulatedJob[] unfinished) = _state.Change(
            state => (state.Seed, state.Jobs.Where(job => JobTimeline.EndOf(job) > state.Now).ToArray()));
        _webhooks = options.WebhookUrl is { } address
            ? new WebhookSender(address, job => Seeded.Fraction(seed, "webhook " + job.Id, 0) < options.LostWebhookRate, clock)
            : null;
        _webhooks?.Watch(unfinished);
    }

    /// <summary>Where the simulated service says it is. The host cannot exist, so nothing meant for it can leave by mistake.</summary>
    public static Uri DefaultBaseUri { get; } = new("https://simulator.ugclab.example/api/v1/");

    /// <summary>The workspace's credits now.</summary>
    public decimal Credits => _state.Read(state => state.Balance);

    /// <summary>The id of the workspace's first project; null when it has none.</summary>
    public string? FirstProjectId => _options.Projects == 0 ? null : _state.Read(state => ProjectsEndpoint.IdOf(state, 0));

    /// <summary>All jobs in the order in which they were created, as its dashboard lists them: also those whose answer was lost.</summary>
    public IReadOnlyList<UgcSimulatorJob> Dashboard =>
        _state.Read(state => state.Jobs.Select(job => new UgcSimulatorJob(
            job.Id, JobTimeline.At(job, state.Now).Status, job.Credits, job.CreatedAt, job.ProjectId, job.Prompt)).ToArray());

    // For tests: all jobs of the service, in the order they were created.
    internal IReadOnlyList<SimulatedJob> Jobs => _state.Read(state => state.Jobs.ToArray());

    // For tests: the requests that reached this instance, in the order they came.
    internal IReadOnlyList<SimulatedRequest> Requests => [.. _requests.OrderBy(request => request.Number)];

    /// <summary>Options for a client of this service, with its clock and without rate limits.</summary>
    /// <param name="store">Where the client records purchases.</param>
    public UgcLabClientOptions ClientOptions(IStore store) =>
        new(ApiKey) { BaseUri = DefaultBaseUri, Handler = this, Clock = _clock, Limits = UgcLimits.None, Store = store };

    /// <summary>The current time of a service in a folder, for <see cref="SimulatorClock"/>; null if there is none.</summary>
    public static DateTimeOffset? LastInstant(string statePath) => StateFiles.LastInstant(statePath);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Uri address = request.RequestUri ?? throw new InvalidOperationException("A request needs an address.");
        cancellationToken.ThrowIfCancellationRequested();
        await HalfTheLatencyAsync(cancellationToken).ConfigureAwait(false);

        Arrival arrival = _state.Change(state => Arrive(state, request.Method, address));
        string? body = null;
        int? status = null;
        try
        {
            if (arrival.Fault?.Kind is SimulatorFaultKind.ConnectFailure)
            {
                throw new HttpRequestException(
                    HttpRequestError.ConnectionError, "Connection refused (simulated).",
                    new SocketException((int)SocketError.ConnectionRefused));
            }

            body = await ReadBodyAsync(request.Content, cancellationToken).ConfigureAwait(false);
            (Answer answer, SimulatedJob[] jobs) = _state.Change(state => Serve(state, arrival, request, body));
            _webhooks?.Watch(jobs);
            await HalfTheLatencyAsync(cancellationToken).ConfigureAwait(false);
            if (arrival.Fault?.Kind is SimulatorFaultKind.LostReply)
            {
                throw new HttpRequestException(
                    HttpRequestError.ResponseEnded, "The connection was closed before an answer came (simulated).", BrokenStream.Ended());
            }

            status = answer.Status;
            return answer.ToMessage(request, arrival.Fault);
        }
        finally
        {
            _requests.Enqueue(new SimulatedRequest(
                arrival.Number, request.Method.Method, address.PathAndQuery, body, status, arrival.Fault?.Kind, arrival.At));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _webhooks?.Dispose();
        }

        base.Dispose(disposing);
    }

    // As the real handler does it: content that watches its own sending sees itself sent.
    private static async Task<string?> ReadBodyAsync(HttpContent? content, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return null;
        }

        using MemoryStream sent = new();
        await content.CopyToAsync(sent, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(sent.GetBuffer(), 0, (int)sent.Length);
    }

    private Arrival Arrive(ServiceState state, HttpMethod method, Uri address)
    {
        Route route = Routing.Of(method, address);
        state.CountArrival(route.Target);
        return new Arrival(state.Arrivals(SimulatorTarget.Any), route, FaultPlan.For(state, _options, route), state.Now);
    }

    private (Answer Answer, SimulatedJob[] Jobs) Serve(ServiceState state, Arrival arrival, HttpRequestMessage request, string? body)
    {
        Call call = new(state, _options, arrival, request, body);
        int known = state.Jobs.Count;
        Answer answer = arrival.Route.IsFile ? FileHost.Serve(call) : Api.Serve(call);
        return (answer.With("Date", state.Now.ToString("r", CultureInfo.InvariantCulture)), [.. state.Jobs.Skip(known)]);
    }

    // Half of it before the work and half after, so a caller that times out may have been charged or not.
    private Task HalfTheLatencyAsync(CancellationToken cancellationToken) =>
        _options.Latency > TimeSpan.Zero ? Task.Delay(_options.Latency / 2, _clock, cancellationToken) : Task.CompletedTask;
}
