using System.Net;
using System.Net.Sockets;
using UgcLab.Engines.Sqlite;
using UgcLab.Faults;

namespace UgcLab.Client.Tests.Http;

/// <summary>Purchases and reads over real connections on loopback, broken where no handler of a script can break them.</summary>
public sealed class JsonElementExtensionsTests : IDisposable
{
    private const string Whole = """{"data":{"jobs":[{"ugcId":"clzzjob1","variantIndex":0,"status":"PENDING","creditsCharged":150}],"totalCreditsCharged":150,"remainingCredits":4850},"meta":{"requestId":"req_1"}}""";

    private readonly TestFolder _folder = new();
    private readonly SqliteStore _store;

    public JsonElementExtensionsTests() => _store = new SqliteStore(new StoreSettings(_folder.Path));

    public static TheoryData<Framing, Ending> Cuts => new()
    {
        { Framing.Length, Ending.Fin },
        { Framing.Length, Ending.Rst },
        { Framing.Chunked, Ending.Fin },
        { Framing.Chunked, Ending.Rst },
        { Framing.UntilClose, Ending.Fin },
        { Framing.UntilClose, Ending.Rst },
    };

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_purchase_is_one_request_with_the_key_in_one_header()
    {
        using FaultServer server = new(_ => Reply.Text(202, Whole));
        using UgcLabClient client = Client(server.BaseUri);

        await CreateAsync(client);

        ReceivedRequest request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/ugc/video", $"Bearer {Bench.Key}"), (request.Method, request.Path, request.Header("Authorization")));
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Null(request.Header("Expect"));
        Assert.Null(request.Header("traceparent"));
        Assert.DoesNotContain(request.Headers, header => header.Key != "Authorization" && header.Value.Contains(Bench.Key, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task An_answer_cut_anywhere_is_never_asked_for_again_and_loses_no_whole_id(Framing framing, Ending ending)
    {
        int id = Whole.IndexOf("job1\"", StringComparison.Ordinal) + 5;
        for (int cut = 0; cut < Whole.Length; cut += 9)
        {
            int at = cut;
            using FaultServer server = new(_ => Reply.Text(202, Whole) with { Framing = framing, CutBodyAt = at, Ending = ending });
            using UgcLabClient client = Client(server.BaseUri);

            (IReadOnlyList<UgcJob>? jobs, UgcLabException? error) = await TryCreateAsync(client);

            Assert.True(jobs is null ? error!.Kind is UgcLabErrorKind.OutcomeUnconfirmed : jobs[0].UgcId == "clzzjob1", $"cut at {cut}");

            // A torn connection may take bytes with it that had arrived; a closed one may not. Chunk sizes come out of the count.
            Assert.True(jobs is not null || ending is Ending.Rst || cut < id + 8, $"the id was whole at {cut}");
            Assert.Single(server.Requests);
        }
    }

    [Fact]
    public async Task A_reply_that_is_lost_after_the_request_was_taken_is_unconfirmed()
    {
        using FaultServer server = new(_ => new Reply { CutAt = 0, Ending = Ending.Rst });
        using UgcLabClient client = Client(server.BaseUri);

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, (await TryCreateAsync(client)).Error!.Kind);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_status_line_that_is_rubbish_is_unconfirmed()
    {
        using FaultServer server = new(_ => Reply.Text(202, Whole) with { CutAt = 9 });
        using UgcLabClient client = Client(server.BaseUri);

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, (await TryCreateAsync(client)).Error!.Kind);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_silent_service_is_unconfirmed_when_its_time_is_up()
    {
        using FaultServer server = new(_ => Reply.Silence);
        using UgcLabClient client = Client(server.BaseUri, options => options with { ChargeTimeout = TimeSpan.FromMilliseconds(200) });

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, (await TryCreateAsync(client)).Error!.Kind);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_takes_the_key_nowhere()
    {
        using FaultServer elsewhere = new(_ => Reply.Text(202, Whole));
        using FaultServer server = new(_ => Reply.Redirect(new Uri(elsewhere.BaseUri, "ugc/video").AbsoluteUri, 307));
        using UgcLabClient client = Client(server.BaseUri);

        Assert.Equal(UgcLabErrorKind.NotTheService, (await TryCreateAsync(client)).Error!.Kind);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Where_no_one_listens_nothing_was_sent()
    {
        // A socket that doesn't listen keeps others off the port.
        using Socket silent = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using UgcLabClient client = Client(new Uri($"http://{silent.LocalEndPoint}/"), options => options with { NetworkTimeout = TimeSpan.Zero });

        Assert.Equal(UgcLabErrorKind.NetworkError, (await TryCreateAsync(client)).Error!.Kind);
        Assert.Equal(UgcPurchaseState.NotSent, Assert.Single(await client.History.ReadAsync().ToListAsync()).State);
    }

    [Fact]
    public async Task A_handshake_that_breaks_is_proof_that_nothing_was_sent()
    {
        using FaultServer plain = new(_ => Reply.Text(202, Whole));
        Uri tls = new UriBuilder(plain.BaseUri) { Scheme = "https" }.Uri;
        using UgcLabClient client = Client(tls, options => options with { NetworkTimeout = TimeSpan.Zero });

        Task<(IReadOnlyList<UgcJob>?, UgcLabException? Error)> creating = TryCreateAsync(client);
        SpinWait.SpinUntil(() => plain.Connections > 0, TimeSpan.FromSeconds(30));
        plain.Dispose();
        UgcLabException error = (await creating).Error!;

        Assert.Contains(error.Kind, new[] { UgcLabErrorKind.NetworkError, UgcLabErrorKind.NotTheService });
        Assert.Empty(plain.Requests);
    }

    [Fact]
    public async Task A_handshake_that_is_never_answered_is_proof_that_nothing_was_sent()
    {
        using FaultServer plain = new(_ => Reply.Text(202, Whole));
        Uri tls = new UriBuilder(plain.BaseUri) { Scheme = "https" }.Uri;
        using SocketsHttpHandler handler = Connections.ForCreations(new UgcLabClientOptions(Bench.Key));
        handler.ConnectTimeout = TimeSpan.FromSeconds(1);
        using UgcLabClient client = Client(tls, options => options with { NetworkTimeout = TimeSpan.Zero, Handler = handler });

        UgcLabException error = (await TryCreateAsync(client)).Error!;

        Assert.Contains(error.Kind, new[] { UgcLabErrorKind.NetworkError, UgcLabErrorKind.NotTheService });
        Assert.Equal((1, 0), (plain.Connections, plain.Requests.Count));
    }

    [Fact]
    public async Task A_connection_that_went_stale_between_two_purchases_leaves_neither_unconfirmed()
    {
        int count = 0;
        using FaultServer server = new(_ => Reply.Text(202, Whole.Replace("job1", $"job{++count}", StringComparison.Ordinal)) with { Framing = Framing.UntilClose });
        using UgcLabClient client = Client(server.BaseUri);

        Assert.Equal("clzzjob1", (await CreateAsync(client))[0].UgcId);
        Assert.Equal("clzzjob2", (await CreateAsync(client))[0].UgcId);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task An_early_answer_that_refuses_is_believed()
    {
        using FaultServer server = new(_ => Reply.Text(402, """{"error":{"code":"INSUFFICIENT_CREDITS","message":"top up"}}"""));
        using UgcLabClient client = Client(server.BaseUri);

        UgcLabException error = (await TryCreateAsync(client)).Error!;

        Assert.Equal((UgcLabErrorKind.InsufficientCredits, HttpStatusCode.PaymentRequired), (error.Kind, error.StatusCode));
    }

    private static Task<IReadOnlyList<UgcJob>> CreateAsync(UgcLabClient client) => client.Purchases.CreateAsync(new PurchaseRequest(Bench.Video));

    private static async Task<(IReadOnlyList<UgcJob>? Jobs, UgcLabException? Error)> TryCreateAsync(UgcLabClient client)
    {
        try
        {
            return (await CreateAsync(client), null);
        }
        catch (UgcLabException error)
        {
            return (null, error);
        }
    }

    private UgcLabClient Client(Uri address, Func<UgcLabClientOptions, UgcLabClientOptions>? change = null)
    {
        UgcLabClientOptions options = new(Bench.Key) { BaseUri = address, Limits = UgcLimits.None, Store = _store };
        return new UgcLabClient(change?.Invoke(options) ?? options);
    }
}
