using System.Net.Http.Headers;

namespace UgcLab.Http;

// Separates a request hook from the network: a hook can observe a request, but it can't send it twice, change its address or content, or
// read the key, which is added here.
internal sealed class SendGuard(HttpMessageHandler network) : DelegatingHandler(network)
{
    private static readonly HttpRequestOptionsKey<Permit> Key = new("UgcLab.Permit");

    public static HttpMessageHandler Create(HttpMessageHandler network, Func<DelegatingHandler>? makeHook)
    {
        SendGuard guard = new(network);
        if (makeHook is null)
        {
            return guard;
        }

        DelegatingHandler hook = makeHook();
        if (hook is not { InnerHandler: null })
        {
            throw new UgcLabException(
                UgcLabErrorKind.ArgumentInvalid, "RequestHook must return a new handler without an inner handler each time it's called.");
        }

        hook.InnerHandler = guard;
        return hook;
    }

    public static void Allow(HttpRequestMessage message, string apiKey) => message.Options.Set(Key, new Permit(message, apiKey));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(Key, out Permit? permit) || !permit.Use(request))
        {
            throw new InvalidOperationException("A request hook can pass on only the request that it was given, unchanged and once.");
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", permit.ApiKey);
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The answer carries the request, back through the hook.
            request.Headers.Authorization = null;
        }
    }

    private sealed class Permit(HttpRequestMessage message, string apiKey)
    {
        private readonly Uri? _address = message.RequestUri;
        private readonly HttpMethod _method = message.Method;
        private readonly HttpContent? _content = message.Content;
        private int _uses;

        public string ApiKey => apiKey;

        public bool Use(HttpRequestMessage request) => ReferenceEquals(request, message) && ReferenceEquals(request.Content, _content)
            && request.RequestUri == _address && request.Method == _method && Interlocked.Increment(ref _uses) == 1;
    }
}
