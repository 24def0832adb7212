namespace UgcLab.Jobs;

// What a webhook does to the looks at one job. It may come before the change that it reports can be read, so a look that finds
// nothing new is followed by a few more; and anyone may send it, so there is a minimum time between the looks that webhooks
// cause. Its owner locks.
internal sealed class WebhookDebouncer
{
    // One job that is named all the time costs 60 reads an hour of the watch's 900, and those are taken in turn.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    // 10, 20 and 40 seconds later: what is not to be seen by then was not the end, or is left to the safety beat.
    private const int MostFollowUps = 3;

    private DateTimeOffset _quietUntil = DateTimeOffset.MinValue;
    private bool _isHeard;
    private int _followUps;
    private int _inVain;

    /// <summary>Whether a webhook has come that no look has answered yet.</summary>
    public bool IsRung { get; private set; }

    private TimeSpan Quiet => Shortest * Math.Pow(2, Math.Clamp(_inVain - 1, 0, 8)) is TimeSpan quiet && quiet < Longest ? quiet : Longest;

    /// <summary>A webhook names the job. Returns when it may be looked at for that.</summary>
    public DateTimeOffset Ring(DateTimeOffset now)
    {
        IsRung = true;
        return _quietUntil > now ? _quietUntil : now;
    }

    /// <summary>A look begins: what rings from now on may not be in its answer.</summary>
    public void Begin() => (_isHeard, IsRung) = (IsRung, false);

    /// <summary>A look has ended and the job has not. Returns the wait before the next that this calls for, or null.</summary>
    public TimeSpan? Looked(bool isNew, DateTimeOffset now)
    {
        if (!_isHeard && _followUps == 0)
        {
            return null;
        }

        // What is new may be the step before the one that the webhook spoke of: then one more look, and not three.
        _followUps = isNew ? 1 : _isHeard ? MostFollowUps : _followUps - 1;
        _inVain = isNew ? 0 : _inVain + 1;
        _quietUntil = now + Quiet;
        return _followUps > 0 ? Quiet : null;
    }
}
