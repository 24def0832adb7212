namespace UgcLab.Http;

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
// macOS, and the system's clock may be set back, so the later of the two counts.
internal sealed class SendDeadline(TimeSpan length)
{
    private readonly long _stamp = TimeProvider.System.GetTimestamp();
    private readonly DateTimeOffset _time = TimeProvider.System.GetUtcNow();

    public TimeSpan Length => length;

    public bool HasPassed =>
        TimeProvider.System.GetElapsedTime(_stamp) > length || (TimeProvider.System.GetUtcNow() - _time).Duration() > length;
}
