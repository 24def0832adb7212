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

// A JSON body that remembers whether any of it was read for sending. If not, the service can't have acted on it.
// This works for every kind of connection failure, although the exception type is the same before and after sending.
internal sealed class TrackedContent : HttpContent
{
    private readonly byte[] _body;

    public TrackedContent(byte[] body)
    {
        _body = body;
        Headers.ContentType = body.Length > 0 ? new("application/json") : null;
    }

    /// <summary>Whether the service needs the body. If the body is empty, the headers are the whole request.</summary>
    public bool IsNeeded => _body.Length > 0;
    public bool Started { get; private set; }
    public SendDeadline? Deadline { get; init; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Deadline is { HasPassed: true })
        {
            throw new UgcLabException(UgcLabErrorKind.NetworkError, "Connecting took too long after the request was recorded.");
        }

        if (Started && IsNeeded)
        {
            throw new UgcLabException(
                UgcLabErrorKind.OutcomeUnconfirmed, "It was about to be sent again, which is never done. It may have been charged.");
        }

        Started = true;
        return stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}

// Until when a request may begin to be sent, including the time that the computer sleeps: timestamps don't count sleep on Linux and
// macOS, and the system's clock may be set. It has passed if either says so.
internal sealed class SendDeadline(TimeSpan length)
{
    private readonly long _stamp = TimeProvider.System.GetTimestamp();
    private readonly DateTimeOffset _time = TimeProvider.System.GetUtcNow();

    public TimeSpan Length => length;

    public bool HasPassed =>
        TimeProvider.System.GetElapsedTime(_stamp) > length || (TimeProvider.System.GetUtcNow() - _time).Duration() > length;
}
