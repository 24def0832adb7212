using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace UgcLab.Http;

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
