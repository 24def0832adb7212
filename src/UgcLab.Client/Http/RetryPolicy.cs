using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace UgcLab.Http;

internal sealed record FailedAttempt(int Number, bool Charges, UgcLabErrorKind Kind, string? Code, TimeSpan? RetryAfter, TimeSpan Elapsed);

internal sealed record RetryPolicy(int MaxReadRetries, TimeSpan NetworkTimeout)
{
    // The service's limits are hourly, so a pause may take an hour. After that, another request costs less than a longer wait.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(65);

    /// <summary>The wait before the next attempt; null when the failure is final. Chance, 0 up to 1, keeps clients apart.</summary>
    public TimeSpan? DelayAfter(FailedAttempt failed, double chance) => failed.Kind switch
    {
        // A 429 means that nothing was done, so any request may be sent again, any number of times.
        UgcLabErrorKind.RateLimited => Requested(failed.RetryAfter, chance) ?? DefaultWait(failed),

        // Not one byte of the body left: nothing is at risk but time.
        UgcLabErrorKind.NetworkError when failed.Charges => failed.Elapsed < NetworkTimeout ? Jittered(failed.Number, chance) : null,

        UgcLabErrorKind.NetworkError or UgcLabErrorKind.ServerError when !failed.Charges && failed.Number <= MaxReadRetries =>
            Requested(failed.RetryAfter, chance) ?? Jittered(failed.Number, chance),

        _ => null,
    };

    private static TimeSpan? Requested(TimeSpan? requested, double chance) => requested is TimeSpan wait
        ? Waits.Shorter(new TimeSpan(Math.Max(wait.Ticks, TimeSpan.TicksPerSecond)) * (1 + (chance * 0.05)), LongestWait)
        : null;

    private static TimeSpan DefaultWait(FailedAttempt failed) => failed.Code is "IP_RATE_LIMITED"
        ? TimeSpan.FromMinutes(1)
        : Waits.Shorter(TimeSpan.FromMinutes(5) * Math.Pow(2, Math.Min(failed.Number, 10) - 1), TimeSpan.FromHours(1));

    // Full jitter: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
    private static TimeSpan Jittered(int number, double chance) =>
        Waits.Shorter(TimeSpan.FromSeconds(Math.Pow(2, Math.Min(number, 10) - 1)), TimeSpan.FromMinutes(1)) * chance;
}

/// <summary>How long a host asks to wait: seconds or a date (RFC 9110, 10.2.3).</summary>
internal static partial class RetryAfter
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    // The longest wait in the headers, because a shorter one is too early for the others. A date in the past means no wait, and invalid
    // values are ignored. The parser in .NET accepts only one header with whole seconds.
    public static TimeSpan? Of(HttpResponseHeaders headers, TimeProvider clock)
    {
        // By the host's own clock, where it says the time.
        DateTimeOffset now = headers.Date ?? clock.GetUtcNow();
        return headers.NonValidated.TryGetValues("Retry-After", out HeaderStringValues values)
            ? values.SelectMany(value => Part().Matches(value)).Select(part => Wait(part.Value.Trim(), now)).Max()
            : null;
    }

    private static TimeSpan? Wait(string part, DateTimeOffset now) =>
        Seconds().IsMatch(part)
            ? Waits.Shorter(
                TimeSpan.FromSeconds(Math.Min(Math.Ceiling(double.Parse(part, CultureInfo.InvariantCulture)), Longest.TotalSeconds)),
                Longest)
        : RetryConditionHeaderValue.TryParse(part, out RetryConditionHeaderValue? known) && known.Date is DateTimeOffset date
            ? date > now ? date - now : TimeSpan.Zero
        : null;

    // Dates have a comma of their own.
    [GeneratedRegex(@"\s*[A-Za-z]+, [^,]+|[^,]+")]
    private static partial Regex Part();

    [GeneratedRegex(@"\A[0-9]+(\.[0-9]*)?\z")]
    private static partial Regex Seconds();
}
