namespace UgcLab.Http;

// A JSON body that remembers whether any of it was asked for. If not, the service cannot have acted on it: the one
// proof that holds for every kind of lost connection, where the exception's type is the same before and after.
internal sealed class TrackedContent : HttpContent
{
    private readonly byte[] _body;

    public TrackedContent(byte[] body)
    {
        _body = body;
        Headers.ContentType = body.Length > 0 ? new("application/json") : null;
    }

    /// <summary>Whether the service cannot do anything without it. Where it is empty the headers alone are the whole request.</summary>
    public bool IsNeeded => _body.Length > 0;

    public bool Started { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Started = true;
        return stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
