namespace UgcLab.Http;

internal enum RequestKind
{
    Creation, // Takes credits. There is no idempotency key, so it goes out once.
    Read,
    Poll, // A read of a job that is waited for, which leaves the last tenth of the reads to other commands.
}

internal sealed record ApiRequest(RequestKind Kind, string Path, byte[]? Body = null)
{
    public UgcLabErrorKind NotFound { get; init; } = UgcLabErrorKind.NotTheService;
    public bool Once { get; init; }

    public SendDeadline? Deadline { get; init; }

    /// <summary>A key to send instead of the session's key, which is then not sent.</summary>
    public string? OtherKey { get; init; }
    public HttpMethod PaidMethod { get; init; } = HttpMethod.Post;

    /// <summary>Receives each answer unchanged, including refusals. Not for purchases.</summary>
    public Action<ObservedAnswer>? Observer { get; init; }
    public bool Charges => Kind is RequestKind.Creation;
    public HttpMethod Method => Charges ? PaidMethod : HttpMethod.Get;

    public HttpRequestMessage ToMessage(Uri baseUri) => new(Method, new Uri(baseUri, Path))
    {
        // The framework automatically resends a message without content if its connection was closed.
        Content = Body is null && !Charges ? null : new TrackedContent(Body ?? []) { Deadline = Deadline },

        // A paid call gets a connection of its own; the older protocol has the plainer ways to fail.
        Version = Charges ? System.Net.HttpVersion.Version11 : System.Net.HttpVersion.Version20,
        VersionPolicy = Charges ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower,
    };

    public override string ToString() => $"{Method} {Path.Split('?')[0]}";
}

// The slot of a request is held from before it is sent until it is answered. One that wasn't used doesn't count.
internal interface IRequestSlots
{
    Task<string?> EnterAsync(RequestKind kind, IProgress<UgcNotice>? notices, CancellationToken cancellationToken);

    Task LeaveAsync(string? slot, bool isUsed);

    Task PauseAsync(RequestKind kind, string? code, TimeSpan length);
}
