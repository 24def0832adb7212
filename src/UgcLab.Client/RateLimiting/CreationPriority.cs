namespace UgcLab.RateLimiting;

// While creations wait for the limit of requests, jobs aren't polled: a row that is sent sooner finishes sooner, and a job that is
// read later is more likely to have finished. If creations wait for their own limit, there is room for reads as well.
internal sealed class CreationPriority(TimeProvider clock, TimeSpan window)
{
    // In this time, the documented limits allow the hour's creations. With other limits, reads continue after it.
    private const int Windows = 5;

    private readonly object _gate = new();
    private long _began;
    private long _waited;
    private TimeSpan _length;

    /// <summary>How long polls leave the limit to creations from now on; zero if they don't.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_gate)
            {
                TimeSpan left = Waits.Shorter(
                    _length - clock.GetElapsedTime(_waited), (window * Windows) - clock.GetElapsedTime(_began));
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>A creation waits. Creations go first until a window has passed in which none waited for the limit of requests.</summary>
    public void Wait(GateAnswer.Wait wait)
    {
        lock (_gate)
        {
            long now = clock.GetTimestamp();
            _began = wait.IsForRequests && _length <= clock.GetElapsedTime(_waited, now) ? now : _began;
            (_waited, _length) = (now, wait.IsForRequests ? wait.Length + window : TimeSpan.Zero);
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _length = TimeSpan.Zero;
        }
    }
}
