namespace UgcLab.Client.Tests.RateLimiting;

public sealed class CreationPriorityTests
{
    private static readonly GateAnswer.Wait Minute = new(TimeSpan.FromSeconds(20), "the minute") { IsForRequests = true };
    private static readonly GateAnswer.Wait Hour = new(TimeSpan.FromSeconds(20), "the hour");

    private readonly TestClock _clock = new();
    private readonly CreationPriority _priority;

    public CreationPriorityTests() => _priority = new CreationPriority(_clock, TimeSpan.FromMinutes(1));

    [Fact]
    public void Creations_go_first_until_a_minute_has_passed_in_which_none_waited()
    {
        Assert.Equal(TimeSpan.Zero, _priority.Left);
        _priority.Wait(Minute);
        Assert.Equal(TimeSpan.FromSeconds(80), _priority.Left);

        _clock.Pass(TimeSpan.FromSeconds(80));
        Assert.Equal(TimeSpan.Zero, _priority.Left);
    }

    [Fact]
    public void Where_the_hour_is_what_creations_wait_for_there_is_room_for_reads()
    {
        _priority.Wait(Minute);
        _priority.Wait(Hour);

        Assert.Equal(TimeSpan.Zero, _priority.Left);
    }

    [Fact]
    public void After_the_last_row_reads_have_the_minute()
    {
        _priority.Wait(Minute);
        _priority.End();

        Assert.Equal(TimeSpan.Zero, _priority.Left);
    }

    [Fact]
    public void Reads_are_held_for_five_minutes_at_most()
    {
        for (int second = 0; second < 300; second += 20)
        {
            _priority.Wait(Minute);
            Assert.True(_priority.Left > TimeSpan.Zero);
            _clock.Pass(TimeSpan.FromSeconds(20));
        }

        _priority.Wait(Minute);

        Assert.Equal(TimeSpan.Zero, _priority.Left);
    }

    [Fact]
    public async Task A_poll_waits_for_creations_and_another_read_does_not()
    {
        using TestFolder folder = new();
        using UgcLab.Engines.Sqlite.SqliteStore store = new(new StoreSettings(folder.Path) { Clock = _clock });
        RateLimiter limiter = new(store, new UgcLabClientOptions(Bench.Key) { Clock = _clock, Store = store });
        limiter.Creations.Wait(Minute);
        DateTimeOffset began = _clock.GetUtcNow();

        await _clock.RunAsync(limiter.EnterAsync(RequestKind.Read, null, default));
        Assert.Equal(began, _clock.GetUtcNow());

        await _clock.RunAsync(limiter.EnterAsync(RequestKind.Poll, null, default));
        Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(82));
    }
}
