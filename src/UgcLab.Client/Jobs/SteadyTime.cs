namespace UgcLab.Jobs;

// The time for waits: the system clock, which includes the time when the machine sleeps, or
// the monotonic clock if the system clock was set back, because a wait must not start over.
internal sealed class SteadyTime(TimeProvider clock)
{
    private readonly object _gate = new();
    private DateTimeOffset _last = clock.GetUtcNow();
    private long _stamp = clock.GetTimestamp();

    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
            {
                long stamp = clock.GetTimestamp();
                DateTimeOffset steady = _last + clock.GetElapsedTime(_stamp, stamp);
                DateTimeOffset wall = clock.GetUtcNow();
                (_last, _stamp) = (wall > steady ? wall : steady, stamp);
                return _last;
            }
        }
    }

    /// <summary>What the clock on the wall will say at a time of this one.</summary>
    public DateTimeOffset OnTheWall(DateTimeOffset time) => clock.GetUtcNow() + (time - Now);
}
