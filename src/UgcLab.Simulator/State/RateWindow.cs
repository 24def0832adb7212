namespace UgcLab.Simulator.State;

/// <summary>A sliding window: the instants, in Unix milliseconds, of the requests it let through.</summary>
internal sealed class RateWindow(int limit, TimeSpan length)
{
    private Queue<long> _times = new();
    private readonly long _length = (long)length.TotalMilliseconds;

    public int Limit => limit;

    public int Remaining => Math.Max(0, limit - _times.Count);

    public IEnumerable<long> Times => _times;

    /// <summary>When the window is next less full than now; with nothing in it, one length from now.</summary>
    public DateTimeOffset ResetAt(DateTimeOffset now) =>
        DateTimeOffset.FromUnixTimeMilliseconds((_times.Count > 0 ? _times.Peek() : now.ToUnixTimeMilliseconds()) + _length);

    /// <summary>Lets a request through, or says no. What is refused is not counted.</summary>
    public bool TryAcquire(DateTimeOffset now)
    {
        Forget(now);
        if (_times.Count >= limit)
        {
            return false;
        }

        _times.Enqueue(now.ToUnixTimeMilliseconds());
        return true;
    }

    public void Forget(DateTimeOffset now)
    {
        while (_times.Count > 0 && _times.Peek() <= now.ToUnixTimeMilliseconds() - _length)
        {
            _times.Dequeue();
        }
    }

    public void Restore(IEnumerable<long> instants) => _times = new Queue<long>(instants);
}
