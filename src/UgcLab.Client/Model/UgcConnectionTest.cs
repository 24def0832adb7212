namespace UgcLab;

/// <summary>What one cheap read says of a connection.</summary>
public sealed record UgcConnectionTest
{
    /// <summary>Whether the service answered and knows the key.</summary>
    public bool IsConnected => Failure is null;

    /// <summary>Where it was looked for.</summary>
    public Uri? BaseUri { get; init; }

    /// <summary>How long the answer took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What went wrong, by its kind; null when nothing did.</summary>
    public UgcLabErrorKind? Failure { get; init; }

    /// <summary>What went wrong, in words.</summary>
    public string? Message { get; init; }

    /// <summary>The HTTP status of the answer, when there was one.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The service's id of the request.</summary>
    public string? RequestId { get; init; }
}
