using System.Net;
using UgcLab.Engines.Sqlite;
using UgcLab.Faults;

namespace UgcLab.Client.Tests.Http;

/// <summary>A request hook watches requests. It can't take the place of the handlers that keep redirects, repeats, and the key in check.</summary>
public sealed class RequestHookTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly SqliteStore _store;
    private readonly FaultServer _server = new(_ => Reply.Text(202, Bench.Receipt));

    public RequestHookTests() => _store = new SqliteStore(new StoreSettings(_folder.Path));

    public static TheoryData<string> Changes => ["twice", "address", "method", "content", "other"];

    public void Dispose()
    {
        _server.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Nothing_public_takes_a_handler_that_carries_requests()
    {
        IEnumerable<string> takers = typeof(UgcLabClient).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetProperties().Select(property => (Name: $"{type.Name}.{property.Name}", Type: property.PropertyType))
                .Concat(type.GetConstructors().Cast<System.Reflection.MethodBase>().Concat(type.GetMethods())
                    .SelectMany(method => method.GetParameters()).Select(parameter => (Name: $"{type.Name}: {parameter.Name}", Type: parameter.ParameterType))))
            .Where(member => typeof(HttpMessageHandler).IsAssignableFrom(member.Type) || typeof(HttpMessageInvoker).IsAssignableFrom(member.Type))
            .Select(member => member.Name);

        Assert.Empty(takers);
    }

    [Fact]
    public async Task A_hook_sees_requests_and_answers_and_no_key()
    {
        Hook hook = new();
        using UgcLabClient client = Client(() => hook.Reads is null ? hook : new Hook());

        await client.Purchases.CreateAsync(new PurchaseRequest(Bench.Video));

        Assert.Equal(["POST /ugc/video", "202"], hook.Seen);
        Assert.DoesNotContain(hook.Headers, header => header.Contains(Bench.Key, StringComparison.Ordinal));
        Assert.Equal($"Bearer {Bench.Key}", Assert.Single(_server.Requests).Header("Authorization"));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_hook_cannot_send_another_request_or_one_twice(string change)
    {
        using UgcLabClient client = Client(() => new Hook(change));

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => client.Purchases.CreateAsync(new PurchaseRequest(Bench.Video)));

        // Only when it was sent once may it have been charged.
        Assert.Equal(change == "twice" ? UgcLabErrorKind.OutcomeUnconfirmed : UgcLabErrorKind.ArgumentInvalid, error.Kind);
        Assert.Equal(change == "twice" ? 1 : 0, _server.Requests.Count);
    }

    [Theory]
    [InlineData(UgcLabErrorKind.NetworkError)]
    [InlineData(UgcLabErrorKind.RateLimited)]
    [InlineData(UgcLabErrorKind.RequestRefused)]
    public async Task A_request_that_was_sent_is_not_repeated_because_a_hook_says_it_was_not(UgcLabErrorKind said)
    {
        using UgcLabClient client = Client(() => new Hook("denied") { Says = said });

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => client.Purchases.CreateAsync(new PurchaseRequest(Bench.Video)));

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, error.Kind);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public void A_hook_with_a_handler_of_its_own_is_refused()
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => Client(() => new Hook { InnerHandler = new SocketsHttpHandler() }));

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, error.Kind);
    }

    private UgcLabClient Client(Func<DelegatingHandler> hook) => new(new UgcLabClientOptions(Bench.Key)
    {
        BaseUri = _server.BaseUri,
        Limits = UgcLimits.None,
        Store = _store,
        RequestHook = hook,
        NetworkTimeout = TimeSpan.Zero,
    });

    private sealed class Hook(string change = "") : DelegatingHandler
    {
        public object? Reads => InnerHandler;

        public UgcLabErrorKind Says { get; init; }

        public List<string> Seen { get; } = [];

        public List<string> Headers { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Seen.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
            Headers.Add(request.ToString());
            switch (change)
            {
                case "twice": (await base.SendAsync(request, cancellationToken)).Dispose(); break;
                case "address": request.RequestUri = new Uri(request.RequestUri, "/elsewhere"); break;
                case "method": request.Method = HttpMethod.Put; break;
                case "content": request.Content = new StringContent("{}"); break;
                case "other": request = new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content }; break;
            }

            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            Headers.Add(response.RequestMessage!.ToString());
            Seen.Add($"{(int)response.StatusCode}");
            if (change == "denied")
            {
                response.Dispose();
                throw new UgcLabException(Says, "Nothing was sent.");
            }

            return response;
        }
    }
}
