namespace UgcLab.Client.Tests.RateLimiting;

public sealed class CreationTurnTests
{
    private static readonly GateAnswer.Wait Minute = new(TimeSpan.FromSeconds(20), "the minute") { IsMinute = true };
    private static readonly GateAnswer.Wait Hour = new(TimeSpan.FromSeconds(20), "the hour");

    private readonly TestClock _clock = new();
    private readonly CreationTurn _turn;

    public CreationTurnTests() => _turn = new CreationTurn(_clock);

    [Fact]
    public void Creations_go_first_until_a_minute_has_passed_in_which_none_waited()
    {
        Assert.Equal(TimeSpan.Zero, _turn.Left);
        _turn.Wait(Minute);
        Assert.Equal(TimeSpan.FromSeconds(80), _turn.Left);

        _clock.Pass(TimeSpan.FromSeconds(80));
        Assert.Equal(TimeSpan.Zero, _turn.Left);
    }

    [Fact]
    public void Where_the_hour_is_what_creations_wait_for_there_is_room_for_reads()
    {
        _turn.Wait(Minute);
        _turn.Wait(Hour);

        Assert.Equal(TimeSpan.Zero, _turn.Left);
    }

    [Fact]
    public void After_the_last_row_reads_have_the_minute()
    {
        _turn.Wait(Minute);
        _turn.End();

        Assert.Equal(TimeSpan.Zero, _turn.Left);
    }

    [Fact]
    public void Reads_are_held_for_five_minutes_at_most()
    {
        for (int second = 0; second < 300; second += 20)
        {
            _turn.Wait(Minute);
            Assert.True(_turn.Left > TimeSpan.Zero);
            _clock.Pass(TimeSpan.FromSeconds(20));
        }

        _turn.Wait(Minute);

        Assert.Equal(TimeSpan.Zero, _turn.Left);
    }

    [Fact]
    public async Task A_read_of_a_watch_waits_for_creations_and_one_of_a_person_does_not()
    {
        using TestFolder folder = new();
        using UgcLab.Engines.Sqlite.SqliteStore store = new(new StoreSettings(folder.Path) { Clock = _clock });
        RateLimiter limiter = new(store, new UgcLabClientOptions(Bench.Key) { Clock = _clock, Store = store });
        limiter.Creations.Wait(Minute);
        DateTimeOffset began = _clock.GetUtcNow();

        await using (await _clock.RunAsync(limiter.EnterAsync(RequestKind.Read, null, default)))
        {
            Assert.Equal(began, _clock.GetUtcNow());
        }

        await using (await _clock.RunAsync(limiter.EnterAsync(RequestKind.Watch, null, default)))
        {
            Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(82));
        }
    }
}
