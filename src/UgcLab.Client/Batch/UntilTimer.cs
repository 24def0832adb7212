namespace UgcLab.Batch;

/// <summary>
/// Calls when a time has come, and again until what it calls says that it is done: a request that was out at that moment
/// may be sent away and wait for an hour to be repeated.
/// </summary>
internal sealed class UntilTimer : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    // Longer than any timer may run: then the time is looked at before each row alone.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    private readonly object _gate = new();
    private readonly Func<bool> _call;
    private ITimer? _timer;

    public UntilTimer(TimeProvider clock, DateTimeOffset? time, Func<bool> call)
    {
        _call = call;
        TimeSpan left = (time ?? DateTimeOffset.MaxValue) - clock.GetUtcNow();
        if (left > TimeSpan.Zero && left < Longest)
        {
            lock (_gate)
            {
                _timer = clock.CreateTimer(static timer => ((UntilTimer)timer!).Call(), this, left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    // Under the gate: once this is disposed of, nobody is called any more.
    private void Call()
    {
        lock (_gate)
        {
            if (_timer is not null && !_call())
            {
                _timer.Change(Again, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
