namespace UgcLab.Client.Tests.Downloads;

/// <summary>
/// A clock on which every wait is over at once and is written down. Only the stall limit is different: it is no wait but a
/// watch, so it goes off when the test says so.
/// </summary>
internal sealed class FastClock : TimeProvider
{
    private readonly object _gate = new();
    private readonly List<Watch> _watches = [];
    private readonly List<TimeSpan> _waits = [];
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate)
            {
                return [.. _waits];
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Watch watch = new(this, () => callback(state));
        watch.Change(dueTime, period);
        return watch;
    }

    /// <summary>Half a minute passes in which nothing comes.</summary>
    public void Stall()
    {
        Watch[] due;
        lock (_gate)
        {
            due = [.. _watches];
            _watches.Clear();
        }

        Array.ForEach(due, watch => watch.Fire());
    }

    private sealed class Watch(FastClock clock, Action fire) : ITimer
    {
        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._watches.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                if (dueTime == TimeSpan.FromSeconds(30))
                {
                    clock._watches.Add(this);
                    return true;
                }

                clock._now += dueTime;
                clock._waits.Add(dueTime);
            }

            ThreadPool.QueueUserWorkItem(_ => fire());
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
