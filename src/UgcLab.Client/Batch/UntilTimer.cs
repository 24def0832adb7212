namespace UgcLab.Batch;

/// <summary>
/// Calls when a time has come by the clock on the wall, and again until what it calls says that it is done: a request that was out at that moment
/// may be sent away and wait for an hour to be repeated.
/// </summary>
internal sealed class UntilTimer : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    // Longer than any timer may run: then the time is looked at before each row alone.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    // A lid that is closed stops timers, and a clock can be set: so no single wait is long.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _time;
    private readonly Func<bool> _call;
    private ITimer? _timer;

    public UntilTimer(TimeProvider clock, DateTimeOffset? time, Func<bool> call)
    {
        (_clock, _time, _call) = (clock, time ?? DateTimeOffset.MaxValue, call);
        TimeSpan left = Left;
        if (left > TimeSpan.Zero && left < Longest)
        {
            lock (_gate)
            {
                _timer = clock.CreateTimer(static timer => ((UntilTimer)timer!).Call(), this, Next(left), Timeout.InfiniteTimeSpan);
            }
        }
    }

    private TimeSpan Left => _time - _clock.GetUtcNow();

    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    private static TimeSpan Next(TimeSpan left) => left < Step ? left + TimeSpan.FromMilliseconds(1) : Step;

    // Under the gate: once this is disposed of, nobody is called any more.
    private void Call()
    {
        lock (_gate)
        {
            TimeSpan left = Left;
            if (_timer is not null && (left > TimeSpan.Zero || !_call()))
            {
                _timer.Change(left > TimeSpan.Zero ? Next(left) : Again, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
