namespace UgcLab.Http;

/// <summary>A failed attempt, as far as it matters for another.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Charges">Whether the request takes credits.</param>
/// <param name="Kind">How it failed.</param>
/// <param name="Code">The service's code, when it gave one.</param>
/// <param name="RetryAfter">How long the service asked us to wait.</param>
/// <param name="Elapsed">Time since the first attempt.</param>
internal sealed record FailedAttempt(int Number, bool Charges, UgcLabErrorKind Kind, string? Code, TimeSpan? RetryAfter, TimeSpan Elapsed);

/// <summary>Says whether a failed attempt is made again, and after how long. Holds no state and never waits.</summary>
/// <param name="MaxReadRetries">How often a read is repeated over faults of the service or the network.</param>
/// <param name="NetworkPatience">How long a purchase waits for a network that is away.</param>
internal sealed record RetryPolicy(int MaxReadRetries, TimeSpan NetworkPatience)
{
    // The service counts by the hour, so it may well send us away for one. Past that, asking again is cheaper than believing.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(65);

    /// <summary>The wait before the next attempt, or null when the failure is final.</summary>
    /// <param name="failed">What happened.</param>
    /// <param name="chance">A number from 0 up to 1, so that clients that failed together do not return together.</param>
    public TimeSpan? DelayAfter(FailedAttempt failed, double chance) => failed.Kind switch
    {
        // A 429 says that nothing was done, so anything may be sent again, as often as it takes.
        UgcLabErrorKind.RateLimited => Told(failed.RetryAfter, chance) ?? Unasked(failed),

        // Not one byte of the body left: nothing is at risk but time.
        UgcLabErrorKind.NetworkError when failed.Charges => failed.Elapsed < NetworkPatience ? Jittered(failed.Number, chance) : null,

        UgcLabErrorKind.NetworkError or UgcLabErrorKind.ServerError when !failed.Charges && failed.Number <= MaxReadRetries =>
            Told(failed.RetryAfter, chance) ?? Jittered(failed.Number, chance),

        _ => null,
    };

    private static TimeSpan? Told(TimeSpan? told, double chance) =>
        told is not TimeSpan wait ? null : Shorter(Longer(wait, TimeSpan.FromSeconds(1)) * (1 + (chance * 0.05)), LongestWait);

    private static TimeSpan Unasked(FailedAttempt failed) => failed.Code is "IP_RATE_LIMITED"
        ? TimeSpan.FromMinutes(1)
        : Shorter(TimeSpan.FromMinutes(5) * Math.Pow(2, Math.Min(failed.Number, 10) - 1), TimeSpan.FromHours(1));

    // Full jitter: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
    private static TimeSpan Jittered(int number, double chance) =>
        Shorter(TimeSpan.FromSeconds(Math.Pow(2, Math.Min(number, 10) - 1)), TimeSpan.FromMinutes(1)) * chance;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
