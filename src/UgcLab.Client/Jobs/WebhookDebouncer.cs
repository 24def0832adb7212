namespace UgcLab.Jobs;

// How webhooks affect the polls of one job. One may arrive before the change can be read, so a poll without a new status is followed by a
// few more; and anyone may send one, so these polls have a minimum interval. The owner locks.
internal sealed class WebhookDebouncer
{
    // One job that is named all the time costs 60 reads an hour of the watch's 900, and those are taken in turn.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    // Polls again after 10, 20, and 40 seconds. A job without a new status by then is left to the five-minute polls.
    private const int MostFollowUps = 3;

    private DateTimeOffset _quietUntil = DateTimeOffset.MinValue;
    private bool _wasSignaled;
    private int _followUps;
    private int _unchanged;

    /// <summary>Whether a webhook has arrived since the last poll.</summary>
    public bool IsSignaled { get; private set; }

    private TimeSpan Interval => Shortest * Math.Pow(2, Math.Clamp(_unchanged - 1, 0, 8)) is TimeSpan interval && interval < Longest
        ? interval : Longest;

    /// <summary>A webhook names the job. Returns when to poll it.</summary>
    public DateTimeOffset Signal(DateTimeOffset now)
    {
        IsSignaled = true;
        return _quietUntil > now ? _quietUntil : now;
    }

    /// <summary>A poll begins. Webhooks that arrive from now on may not be in its answer.</summary>
    public void Begin() => (_wasSignaled, IsSignaled) = (IsSignaled, false);

    /// <summary>A poll has ended and the job hasn't. Returns the wait before the next poll that this requires, or null.</summary>
    public TimeSpan? Looked(bool isNew, DateTimeOffset now)
    {
        if (!_wasSignaled && _followUps == 0)
        {
            return null;
        }

        // The new status may be an earlier one than the webhook reported: poll once more, not three times.
        _followUps = isNew ? 1 : _wasSignaled ? MostFollowUps : _followUps - 1;
        _unchanged = isNew ? 0 : _unchanged + 1;
        _quietUntil = now + Interval;
        return _followUps > 0 ? Interval : null;
    }
}
