namespace UgcLab.RateLimiting;

// While creations wait for the minute's limit, reads of jobs leave them the minute: a row that is sent sooner ends sooner, and a job that
// is read later has more likely ended. Where the hour's limit is what creations wait for, there is room for both.
internal sealed class CreationTurn(TimeProvider clock)
{
    // As long as the hundred creations of an hour take. With other limits, reads have their turn as well after that.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    // Until a minute has passed in which no creation waited.
    private static readonly TimeSpan Lull = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private long _began;
    private long _waited;
    private TimeSpan _length;

    /// <summary>How long creations go first from now on, as far as is known; zero when they don't.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_gate)
            {
                TimeSpan left = _length - clock.GetElapsedTime(_waited);
                TimeSpan most = Longest - clock.GetElapsedTime(_began);
                left = left < most ? left : most;
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>A creation waits: for the minute's limit, or for something else.</summary>
    public void Wait(GateAnswer.Wait wait)
    {
        lock (_gate)
        {
            long now = clock.GetTimestamp();
            if (!wait.IsMinute)
            {
                _length = TimeSpan.Zero;
            }
            else
            {
                _began = _length > clock.GetElapsedTime(_waited, now) ? _began : now;
                (_waited, _length) = (now, wait.Length + Lull);
            }
        }
    }

    /// <summary>No more creations will come.</summary>
    public void End()
    {
        lock (_gate)
        {
            _length = TimeSpan.Zero;
        }
    }
}
