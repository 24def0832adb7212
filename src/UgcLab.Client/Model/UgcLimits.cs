namespace UgcLab;

/// <summary>
/// The maximum numbers of requests; 0 means no limit in this client. The service documents (docs/authentication) 100 creations and
/// 1000 reads per hour for a key, and 20 authentications per minute for an address. It doesn't say what an authentication is, so
/// that limit applies to all requests together.
/// </summary>
/// <param name="Requests">All requests together.</param>
/// <param name="Creations">Paid requests.</param>
/// <param name="Reads">All other requests.</param>
public sealed record UgcLimits(UgcRateLimit Requests, UgcRateLimit Creations, UgcRateLimit Reads)
{
    /// <summary>The documented limits.</summary>
    public UgcLimits()
        : this(20, 100, 1000)
    {
    }

    /// <summary>Other limits with the documented windows.</summary>
    /// <param name="requestsPerMinute">All requests together.</param>
    /// <param name="creationsPerHour">Paid requests.</param>
    /// <param name="readsPerHour">All other requests.</param>
    public UgcLimits(int requestsPerMinute, int creationsPerHour, int readsPerHour)
        : this(
            new UgcRateLimit(requestsPerMinute, TimeSpan.FromMinutes(1)),
            new UgcRateLimit(creationsPerHour, TimeSpan.FromHours(1)),
            new UgcRateLimit(readsPerHour, TimeSpan.FromHours(1)))
    {
    }

    /// <summary>No limits in this client; the service's limits still apply.</summary>
    public static UgcLimits None { get; } = new(0, 0, 0);
}
