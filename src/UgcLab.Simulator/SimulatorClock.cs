namespace UgcLab.Simulator;

/// <summary>A clock that runs faster than the real one, for the service and its client: waits of hours are over in seconds.</summary>
public sealed class SimulatorClock : TimeProvider
{
    private readonly TimeProvider _real;
    private readonly double _speed;
    private readonly long _begun;
    private readonly DateTimeOffset _start;
    private readonly DateTimeOffset _realStart;

    /// <summary>Starts the clock.</summary>
    /// <param name="speed">Simulated seconds in a real second; above 0.</param>
    /// <param name="real">The clock underneath; null means the system's.</param>
    /// <param name="notBefore">The earliest instant to start at: <see cref="UgcSimulator.LastInstant"/> of a service that is
    /// resumed, whose time has run ahead.</param>
    /// <exception cref="UgcLabException">ArgumentInvalid: the speed is not above 0.</exception>
    public SimulatorClock(double speed, TimeProvider? real = null, DateTimeOffset? notBefore = null)
    {
        _speed = Require.Positive(speed, nameof(SimulatorOptions.Speed));
        _real = real ?? System;
        _begun = _real.GetTimestamp();
        _realStart = _real.GetUtcNow();
        _start = notBefore > _realStart ? notBefore.Value.ToUniversalTime() : _realStart;
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _real.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => _real.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + (_real.GetElapsedTime(_begun) * _speed);

    /// <inheritdoc/>
    public override long GetTimestamp() => (long)((_real.GetTimestamp() - _begun) * _speed);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(this, _real.CreateTimer(callback, state, ToReal(dueTime), ToReal(period)));

    /// <summary>The time of the clock underneath at which this one shows a time.</summary>
    /// <param name="time">A time of this clock.</param>
    public DateTimeOffset RealTime(DateTimeOffset time) => _realStart + ((time - _start) / _speed);

    // Rounded up to the real timer's millisecond, because the owner of an early timer would
    // check the clock and wait again. Zero and infinite have their own meaning and are kept.
    private TimeSpan ToReal(TimeSpan simulated) => simulated <= TimeSpan.Zero
        ? simulated
        : TimeSpan.FromMilliseconds(Math.Ceiling(simulated.TotalMilliseconds / _speed));

    private sealed class ScaledTimer(SimulatorClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.ToReal(dueTime), clock.ToReal(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
