namespace UgcLab.Http;

internal static class Waits
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    // Waits for a time. Timers stop while a laptop sleeps, and the system clock can be set, so each single wait
    // is short, and the whole wait ends as soon as the system clock or the monotonic clock has reached its end.
    public static async Task WaitAsync(this TimeProvider clock, TimeSpan length, CancellationToken cancellationToken)
    {
        long began = clock.GetTimestamp();
        DateTimeOffset until = clock.GetUtcNow() + length;
        while (Left() is { Ticks: > 0 } left)
        {
            // A delay counts whole milliseconds; the rest of one would be no delay at all, over and over.
            TimeSpan whole = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
            await Task.Delay(Shorter(whole, Step), clock, cancellationToken).ConfigureAwait(false);
        }

        TimeSpan Left() => Shorter(length - clock.GetElapsedTime(began), until - clock.GetUtcNow());
    }

    public static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
