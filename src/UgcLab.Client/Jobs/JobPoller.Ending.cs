namespace UgcLab.Jobs;

/// <content>When the jobs will probably have ended.</content>
public sealed partial class JobPoller
{
    // When the last job has probably ended, if others are created until a given time; null if there is none to wait for.
    internal DateTimeOffset? EndsAt(DateTimeOffset? createsUntil)
    {
        lock (_gate)
        {
            DateTimeOffset now = _time.Now;
            PollItem? typical = _open.Values.FirstOrDefault();
            DateTimeOffset? last = createsUntil + (typical?.Kind!.At(0.5) ?? TimeSpan.Zero);
            DateTimeOffset? open = typical is null ? null : _time.OnTheWall(_open.Values.Max(item => PollScheduler.EndOf(item, now)));
            return last > open || open is null ? last : open;
        }
    }
}
