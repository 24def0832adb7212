using System.Net;
using System.Net.Http.Headers;

namespace UgcLab.Client.Tests;

internal delegate Task<HttpResponseMessage> ScriptedReply(HttpRequestMessage request, CancellationToken cancellationToken);

/// <summary>Answers each request with the next reply of a script and keeps what it was sent. A request nobody scripted fails the test.</summary>
internal sealed class ScriptedHandler(params ScriptedReply[] replies) : HttpMessageHandler
{
    private readonly Queue<ScriptedReply> _replies = new(replies);

    public List<string> Sent { get; } = [];

    public List<string?> Authorizations { get; } = [];

    public int Unused => _replies.Count;

    public static ScriptedReply Answer(int status, string body, string? retryAfter = null, string mediaType = "application/json") => async (request, _) =>
    {
        await Read(request);
        HttpResponseMessage response = new((HttpStatusCode)status) { Content = new StringContent(body) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return response;
    };

    /// <summary>A 2xx whose body ends in the middle, with the error of a lost connection or without.</summary>
    public static ScriptedReply Cut(int status, string body, bool error = true) => async (request, _) =>
    {
        await Read(request);
        return new HttpResponseMessage((HttpStatusCode)status) { Content = new StreamContent(new CutStream(System.Text.Encoding.UTF8.GetBytes(body), error)) };
    };

    /// <summary>Fails before a byte of the body is asked for.</summary>
    public static ScriptedReply Unreachable() => (_, _) => throw new HttpRequestException(HttpRequestError.NameResolutionError, "No such host is known.");

    /// <summary>Takes the request whole and loses the answer.</summary>
    public static ScriptedReply Lost() => async (request, _) =>
    {
        await Read(request);
        throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
    };

    /// <summary>Takes the request whole and says nothing for ever.</summary>
    public static ScriptedReply Silent() => async (request, cancellationToken) =>
    {
        await Read(request);
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("unreachable");
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null ? "" : " " + await Peek(request.Content);
        Sent.Add($"{request.Method} {request.RequestUri!.PathAndQuery}{body}");
        Authorizations.Add(request.Headers.Authorization?.ToString());
        Assert.True(_replies.Count > 0, $"Nobody scripted an answer to {Sent[^1]}");
        return await _replies.Dequeue()(request, cancellationToken);
    }

    private static Task Read(HttpRequestMessage request) => request.Content is null ? Task.CompletedTask : request.Content.CopyToAsync(Stream.Null);

    // Looks at the bytes without asking for them: the content must see its first reader when the wire would.
    private static async Task<string> Peek(HttpContent content)
    {
        System.Reflection.FieldInfo? field = content.GetType().GetField("_body", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance);
        return field?.GetValue(content) is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : await content.ReadAsStringAsync();
    }

    private sealed class CutStream(byte[] bytes, bool error) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await base.ReadAsync(buffer, cancellationToken);
            return read == 0 && error ? throw new HttpIOException(HttpRequestError.ResponseEnded) : read;
        }
    }
}
