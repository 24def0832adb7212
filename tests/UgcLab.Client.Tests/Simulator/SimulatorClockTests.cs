using Microsoft.Extensions.Time.Testing;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Simulator;

public sealed class SimulatorClockTests
{
    private readonly FakeTimeProvider _real = new(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_real_second_is_a_simulated_minute()
    {
        SimulatorClock clock = new(60, _real);
        long begun = clock.GetTimestamp();
        DateTimeOffset start = clock.GetUtcNow();
        _real.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromMinutes(1), clock.GetElapsedTime(begun));
        Assert.Equal(TimeSpan.FromMinutes(1), clock.GetUtcNow() - start);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1, 1)]
    public void It_starts_now_or_where_the_service_has_come_to(int days, int ahead)
    {
        DateTimeOffset now = _real.GetUtcNow();

        Assert.Equal(now.AddDays(ahead), new SimulatorClock(60, _real, now.AddDays(days)).GetUtcNow());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_simulated_hour_is_a_real_minute_from_now(int daysAhead)
    {
        SimulatorClock clock = new(60, _real, _real.GetUtcNow().AddDays(daysAhead));
        _real.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(_real.GetUtcNow(), clock.RealTime(clock.GetUtcNow()));
        Assert.Equal(_real.GetUtcNow().AddMinutes(1), clock.RealTime(clock.GetUtcNow().AddHours(1)));
    }

    [Fact]
    public async Task A_delay_is_over_as_many_times_sooner()
    {
        SimulatorClock clock = new(60, _real);
        Task delay = Task.Delay(TimeSpan.FromHours(1), clock, TestContext.Current.CancellationToken);

        _real.Advance(TimeSpan.FromSeconds(59));
        Assert.False(delay.IsCompleted);
        _real.Advance(TimeSpan.FromSeconds(1));
        await delay;
    }

    [Fact]
    public void A_timer_never_fires_before_its_simulated_time()
    {
        SimulatorClock clock = new(60, _real);
        DateTimeOffset due = clock.GetUtcNow().AddSeconds(1);
        DateTimeOffset fired = default;
        using ITimer timer = clock.CreateTimer(_ => fired = clock.GetUtcNow(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        for (int i = 0; i < 20; i++)
        {
            _real.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(fired, due, due.AddMilliseconds(60));
    }

    [Fact]
    public void A_timer_can_be_changed_stopped_and_repeated()
    {
        SimulatorClock clock = new(10, _real);
        int ticks = 0;
        using ITimer timer = clock.CreateTimer(_ => ticks++, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _real.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, ticks);

        timer.Change(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
        _real.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(3, ticks);
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _real.Advance(TimeSpan.FromHours(1));
        Assert.Equal(3, ticks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_speed_that_is_none_is_refused(double speed) =>
        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, Assert.Throws<UgcLabException>(() => new SimulatorClock(speed)).Kind);
}
