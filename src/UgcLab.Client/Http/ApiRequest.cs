using UgcLab.Contract;

namespace UgcLab.Http;

/// <summary>Which of the service's budgets a request draws on.</summary>
internal enum RequestKind
{
    /// <summary>Takes credits. There is no idempotency key, so it goes out once.</summary>
    Creation,

    /// <summary>A read that somebody asked for.</summary>
    Read,

    /// <summary>A read of a watch, which leaves the last tenth of the hour's reads to people.</summary>
    Watch,
}

/// <summary>One call, described. It is turned into a fresh message for each attempt.</summary>
internal sealed record ApiRequest(RequestKind Kind, string Path, byte[]? Body = null)
{
    /// <summary>What a 404 means here.</summary>
    public UgcLabErrorKind NotFound { get; init; } = UgcLabErrorKind.NotTheService;

    /// <summary>Whether it is given up at the first failure.</summary>
    public bool Once { get; init; }

    /// <summary>Who writes down each attempt before it goes out.</summary>
    public IAttemptLog? Log { get; init; }

    /// <summary>A key to send in place of the session's, which then stays at home.</summary>
    public string? OtherKey { get; init; }

    /// <summary>How a request that takes credits is made. A read is a GET, whatever stands here.</summary>
    public HttpMethod PaidMethod { get; init; } = HttpMethod.Post;

    /// <summary>How many bytes of an answer are read; null leaves it to the kind of request.</summary>
    public int? Longest { get; init; }

    /// <summary>Who looks at each answer as it came, also at one that refuses. Not for purchases.</summary>
    public Action<WatchedAnswer>? Watched { get; init; }

    /// <summary>Who knows whether the body has grown old by the time its turn comes; null when it cannot.</summary>
    public IAgingBody? Aging { get; init; }

    public bool Charges => Kind is RequestKind.Creation;

    public HttpMethod Method => Charges ? PaidMethod : HttpMethod.Get;

    public HttpRequestMessage ToMessage(Uri baseUri) => new(Method, new Uri(baseUri, Path))
    {
        // The framework sends a message without content a second time by itself, when its connection turns out to be a dead one.
        Content = Body is null && !Charges ? null : new TrackedContent(Body ?? []),

        // A paid call gets a connection of its own; the older protocol has the plainer ways to fail.
        Version = Charges ? System.Net.HttpVersion.Version11 : System.Net.HttpVersion.Version20,
        VersionPolicy = Charges ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower,
    };

    /// <summary>Says what it asks for, never with what key.</summary>
    public override string ToString() => $"{Method} {Path.Split('?')[0]}";
}

/// <summary>A body with something in it that does not last.</summary>
internal interface IAgingBody
{
    bool IsOld { get; }

    /// <summary>The body as it has to be now. If this throws, nothing is sent.</summary>
    Task<byte[]> RenewAsync(IProgress<UgcNotice>? notices, CancellationToken cancellationToken);
}

/// <summary>Writes down what happens to a paid request while it is being sent.</summary>
internal interface IAttemptLog
{
    /// <summary>An attempt is about to go out. If this throws, it does not.</summary>
    void Sending(int attempt);

    /// <summary>It is proved that the attempt did nothing; another will follow.</summary>
    void NotApplied(int attempt, UgcLabException reason);
}
