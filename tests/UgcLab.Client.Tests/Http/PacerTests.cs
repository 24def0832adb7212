using UgcLab.Http;

namespace UgcLab.Client.Tests.Http;

public sealed class PacerTests
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    private readonly TestClock _clock = new();

    [Fact]
    public async Task The_hundred_and_first_creation_waits_for_the_first_to_be_an_hour_old()
    {
        Pacer pacer = new(_clock);
        DateTimeOffset began = _clock.GetUtcNow();
        Bench.Collected notices = new();

        await TakeAsync(pacer, RequestKind.Creation, new UgcLimits(0, 100, 0), 100, notices);
        Assert.Equal(began, _clock.GetUtcNow());
        await TakeAsync(pacer, RequestKind.Creation, new UgcLimits(0, 100, 0), 1, notices);

        // A second more than the hour, for two clocks never run quite alike.
        Assert.Equal(began + Mark.Hour, _clock.GetUtcNow());
        UgcNotice wait = Assert.Single(notices.Waits);
        Assert.Equal((began + Mark.Hour, Mark.Hour), (wait.Until!.Value, wait.Length));
    }

    [Fact]
    public async Task No_minute_sees_more_than_its_share_and_no_hour_either()
    {
        Pacer pacer = new(_clock);
        UgcLimits limits = new(18, 100, 1000);
        List<DateTimeOffset> all = [];
        for (int i = 0; i < 400; i++)
        {
            await TakeAsync(pacer, i % 4 == 0 ? RequestKind.Creation : RequestKind.Read, limits, 1);
            all.Add(_clock.GetUtcNow());
        }

        Assert.All(all, (time, index) => Assert.True(all.Skip(index).TakeWhile(later => later < time.AddMinutes(1)).Count() <= 18));
    }

    [Fact]
    public async Task A_watch_leaves_the_last_tenth_of_the_reads_to_people()
    {
        Pacer pacer = new(_clock);
        DateTimeOffset began = _clock.GetUtcNow();
        UgcLimits limits = new(0, 0, 100);

        await TakeAsync(pacer, RequestKind.Watch, limits, 90);
        await TakeAsync(pacer, RequestKind.Read, limits, 10);
        Assert.Equal(began, _clock.GetUtcNow());

        await TakeAsync(pacer, RequestKind.Watch, limits, 1);
        Assert.True(_clock.GetUtcNow() >= began.AddHours(1));
    }

    [Fact]
    public async Task Creations_that_are_held_do_not_hold_reads()
    {
        Pacer pacer = new(_clock);
        DateTimeOffset began = _clock.GetUtcNow();
        pacer.Hold(RequestKind.Creation, "RATE_LIMIT_EXCEEDED", TimeSpan.FromMinutes(50));

        await TakeAsync(pacer, RequestKind.Read, UgcLimits.None, 1);
        Assert.Equal(began, _clock.GetUtcNow());
        await TakeAsync(pacer, RequestKind.Creation, UgcLimits.None, 1);
        Assert.Equal(began.AddMinutes(50), _clock.GetUtcNow());
    }

    [Fact]
    public async Task An_address_that_is_held_holds_everything()
    {
        Pacer pacer = new(_clock);
        DateTimeOffset began = _clock.GetUtcNow();
        pacer.Hold(RequestKind.Creation, "IP_RATE_LIMITED", TimeSpan.FromMinutes(1));

        await TakeAsync(pacer, RequestKind.Read, UgcLimits.None, 1);
        Assert.Equal(began.AddMinutes(1), _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_no_hour_longer()
    {
        Pacer pacer = new(_clock);
        await TakeAsync(pacer, RequestKind.Creation, new UgcLimits(1, 0, 0), 1);
        _clock.SetBack(TimeSpan.FromDays(1));
        Bench.Collected notices = new();

        await TakeAsync(pacer, RequestKind.Creation, new UgcLimits(1, 0, 0), 1, notices);

        Assert.Equal(TimeSpan.FromMinutes(1), Assert.Single(notices.Waits).Length);
    }

    [Fact]
    public async Task A_turn_that_reached_nobody_is_given_back()
    {
        Pacer pacer = new(_clock);
        DateTimeOffset began = _clock.GetUtcNow();
        for (int i = 0; i < 50; i++)
        {
            using Turn turn = await _clock.RunAsync(pacer.WaitAsync(RequestKind.Creation, new UgcLimits(1, 1, 0), Within, null, CancellationToken.None));
            turn.Use();
            turn.GiveBack();
        }

        Assert.Equal(began, _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_short_pause_does_not_end_a_long_one()
    {
        Pacer pacer = new(_clock);
        DateTimeOffset began = _clock.GetUtcNow();
        pacer.Hold(RequestKind.Read, null, TimeSpan.FromHours(1));
        pacer.Hold(RequestKind.Read, null, TimeSpan.FromSeconds(1));

        await TakeAsync(pacer, RequestKind.Read, UgcLimits.None, 1);

        Assert.Equal(began.AddHours(1), _clock.GetUtcNow());
    }

    [Fact]
    public void Sessions_with_one_key_at_one_address_share_their_pace()
    {
        UgcLabClientOptions one = new(Bench.Key);
        UgcLabClientOptions same = new(Bench.Key);
        UgcLabClientOptions other = new(Bench.Key.Replace('0', '1'));

        Assert.Same(Pacer.For(one, "/state"), Pacer.For(same, "/state"));
        Assert.NotSame(Pacer.For(one, "/state"), Pacer.For(other, "/state"));
        Assert.NotSame(Pacer.For(one, "/state"), Pacer.For(same, "/elsewhere"));
    }

    private async Task TakeAsync(Pacer pacer, RequestKind kind, UgcLimits limits, int times, IProgress<UgcNotice>? notices = null)
    {
        for (int i = 0; i < times; i++)
        {
            using Turn turn = await _clock.RunAsync(pacer.WaitAsync(kind, limits, Within, notices, CancellationToken.None));
            turn.Use();
        }
    }
}
