namespace UgcLab.Simulator.State;

/// <summary>A sliding window: the instants, in Unix milliseconds, of the requests it let through.</summary>
internal sealed class RateWindow(int limit, TimeSpan length)
{
    private Queue<long> _taken = new();
    private readonly long _length = (long)length.TotalMilliseconds;

    public int Limit => limit;

    public int Remaining => Math.Max(0, limit - _taken.Count);

    public IEnumerable<long> Taken => _taken;

    /// <summary>When the window is next less full than now; with nothing in it, one length from now.</summary>
    public DateTimeOffset ResetAt(DateTimeOffset now) =>
        DateTimeOffset.FromUnixTimeMilliseconds((_taken.Count > 0 ? _taken.Peek() : now.ToUnixTimeMilliseconds()) + _length);

    /// <summary>Lets a request through, or says no. What is refused is not counted.</summary>
    public bool TryTake(DateTimeOffset now)
    {
        Forget(now);
        if (_taken.Count >= limit)
        {
            return false;
        }

        _taken.Enqueue(now.ToUnixTimeMilliseconds());
        return true;
    }

    public void Forget(DateTimeOffset now)
    {
        while (_taken.Count > 0 && _taken.Peek() <= now.ToUnixTimeMilliseconds() - _length)
        {
            _taken.Dequeue();
        }
    }

    public void Restore(IEnumerable<long> instants) => _taken = new Queue<long>(instants);
}
