namespace UgcLab;

/// <summary>
/// How many requests are made at most, in any sliding window; 0 means no limit of ours. The service's own limits
/// (docs/authentication): 100 creations and 1000 reads an hour for a key, 20 authentications a minute for an address.
/// What the last one counts is not said, so all requests stay within it.
/// </summary>
/// <param name="RequestsPerMinute">All requests together.</param>
/// <param name="CreationsPerHour">Paid requests.</param>
/// <param name="ReadsPerHour">All other requests.</param>
public sealed record UgcLimits(int RequestsPerMinute = 20, int CreationsPerHour = 100, int ReadsPerHour = 1000)
{
    /// <summary>No limits of ours; the service's still hold.</summary>
    public static UgcLimits None { get; } = new(0, 0, 0);
}
