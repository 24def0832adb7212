using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace UgcLab.Simulator;

/// <summary>
/// The documented service in memory: a stage to rehearse on without a key, a credit or a network, and the double that
/// the tests talk to. Given the same seed and the same requests in the same order it gives the same answers.
/// </summary>
/// <remarks>
/// <para>The documentation is silent on what follows; all of it is the simulator's own choice and says nothing about the
/// real service.</para>
/// <list type="bullet">
/// <item>Prices, except 150 credits for ten seconds of sora-2-pro at tier pro, which is the documentation's example.</item>
/// <item>How long a video takes, and the shares of that time spent in each status; a job that fails does so at 60 %.</item>
/// <item>A failed job gives all its credits back at the moment it fails; the balance rises then.</item>
/// <item>When credits do not suffice for all takes of a request, none is made.</item>
/// <item>Codes UNAUTHORIZED (401), FORBIDDEN (403), UGC_NOT_FOUND and NOT_FOUND (404), METHOD_NOT_ALLOWED (405).</item>
/// <item>Rate-limit headers are called X-RateLimit-Limit, -Remaining and -Reset (a Unix second), and describe the key's limit for that kind of request.</item>
/// <item>Limits slide; the twenty a minute count every API request of the address; what a limit refuses is not counted by that limit; a creation counts as a creation alone; a request refused for its content counts. A 429 of the limits has Retry-After in seconds; one by rate has none; one by script has what the script says.</item>
/// <item>A prompt's characters are UTF-16 units, spaces included.</item>
/// <item>A tier for a model that has none is refused; null for an optional field is refused; unknown fields are ignored. One VALIDATION_ERROR names all faults.</item>
/// <item>Without aspectRatio the video is 9:16.</item>
/// <item>A start image is not fetched; the hosts unreachable.example and *.invalid stand for images that cannot be.</item>
/// <item>The internal model name of a video job, its one step videoGeneration with the states pending and completed, and the text of errorMessage.</item>
/// <item>The files' host, its signed links and how long they live, ETag and ranges; each read of a job gives a fresh link. It answers 400 to an Authorization header.</item>
/// <item>A cursor is the id of the next page's first project; an unknown one, and a limit outside 1 to 100, is refused.</item>
/// <item>An error 500 or a page of HTML means that nothing was done, unless the fault says AfterWork.</item>
/// <item>Images, actors and the actor endpoints are not played, and answer 404.</item>
/// </list>
/// </remarks>
public sealed class UgcSimulator : HttpMessageHandler
{
    /// <summary>A key the simulator takes; it takes every key of the documented form, all for one workspace.</summary>
    public const string ApiKey = "ugc_000000000000000000000000000000000000000000000000";

    private readonly SimulatorOptions _options;
    private readonly TimeProvider _clock;
    private readonly ServiceBook _book;
    private readonly List<SimulatedRequest> _requests = [];

    /// <summary>Opens the service.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="clock">Its time: a <see cref="SimulatorClock"/>, which the client should share.</param>
    /// <exception cref="UgcLabException">ArgumentInvalid: StatePath cannot be a folder. FileInvalid: what it holds cannot be read.</exception>
    public UgcSimulator(SimulatorOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        (_options, _clock, _book) = (options, clock, new ServiceBook(options, clock));
        _ = _book.Change(state => state.Now);
    }

    /// <summary>Where the simulated service says it is. The host cannot exist, so nothing meant for it can leave by mistake.</summary>
    public static Uri DefaultBaseUri { get; } = new("https://simulator.ugclab.example/api/v1/");

    /// <summary>The workspace's credits now.</summary>
    public decimal Credits => _book.Look(state => state.Balance);

    /// <summary>The id of the workspace's first project; null when it has none.</summary>
    public string? FirstProjectId => _options.Projects == 0 ? null : _book.Look(state => ProjectDesk.IdOf(state, 0));

    /// <summary>All jobs in the service's book, in the order they were taken.</summary>
    public IReadOnlyList<SimulatedJob> Jobs => _book.Look(state => state.Jobs.ToArray());

    /// <summary>The requests that reached this instance, in the order they came.</summary>
    public IReadOnlyList<SimulatedRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests.OrderBy(request => request.Number)];
            }
        }
    }

    /// <summary>How far the time of a service in a folder has come, for <see cref="SimulatorClock"/>; null when there is none.</summary>
    public static DateTimeOffset? LastInstant(string statePath) => StateFolder.LastInstant(statePath);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Uri address = request.RequestUri ?? throw new InvalidOperationException("A request needs an address.");
        cancellationToken.ThrowIfCancellationRequested();
        await HalfTheLatencyAsync(cancellationToken).ConfigureAwait(false);

        Arrival arrival = _book.Change(state => Arrive(state, request.Method, address));
        string? body = null;
        int? status = null;
        try
        {
            if (arrival.Fault?.Kind is SimulatorFaultKind.ConnectFailure)
            {
                throw new HttpRequestException(
                    HttpRequestError.ConnectionError, "Connection refused (simulated).", new SocketException((int)SocketError.ConnectionRefused));
            }

            body = await ReadBodyAsync(request.Content, cancellationToken).ConfigureAwait(false);
            Answer answer = _book.Change(state => Serve(state, arrival, request, address, body));
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
            Record(new SimulatedRequest(
                arrival.Number, request.Method.Method, address.PathAndQuery, body, status, arrival.Fault?.Kind, arrival.At));
        }
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
        Route route = Route.Of(method, address);
        state.CountArrival(route.Target);
        return new Arrival(state.RequestNumber, route, FaultPlan.For(state, _options, route), state.Now);
    }

    private Answer Serve(ServiceState state, Arrival arrival, HttpRequestMessage request, Uri address, string? body)
    {
        Call call = new()
        {
            State = state,
            Options = _options,
            Arrival = arrival,
            Address = address,
            Headers = request.Headers,
            Body = body,
            MediaType = request.Content?.Headers.ContentType?.MediaType,
        };
        Answer answer = arrival.Route.IsFile ? FileDesk.Serve(call) : ApiDesk.Serve(call);
        return answer.With("Date", state.Now.ToString("r", CultureInfo.InvariantCulture));
    }

    // Half of it before the work and half after: a caller who gives up may have been charged or not, as in life.
    private Task HalfTheLatencyAsync(CancellationToken cancellationToken) =>
        _options.Latency > TimeSpan.Zero ? Task.Delay(_options.Latency / 2, _clock, cancellationToken) : Task.CompletedTask;

    private void Record(SimulatedRequest request)
    {
        lock (_requests)
        {
            _requests.Add(request);
        }
    }
}
