namespace UgcLab.Client.Tests.RateLimiting;

public sealed class RateLimiterTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestClock _clock = new();
    private readonly Bench.Collected _notices = new();
    private readonly Sender _sender;

    public RateLimiterTests() => _sender = new Sender(_folder.Path, _clock, _notices);

    public void Dispose()
    {
        _sender.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_hundred_and_first_creation_waits_for_the_first_to_be_an_hour_old()
    {
        DateTimeOffset began = _clock.GetUtcNow();
        UgcLimits limits = new(0, 100, 0);

        await _sender.CreateAsync(limits, 100);
        Assert.Equal(began, _clock.GetUtcNow());
        await _sender.CreateAsync(limits, 1);

        Assert.Equal(began + Sender.Hour, _clock.GetUtcNow());
        UgcNotice wait = Assert.Single(_notices.Waits);
        Assert.Equal((began + Sender.Hour, Sender.Hour), (wait.Until!.Value, wait.Length));
    }

    [Fact]
    public async Task No_minute_has_more_requests_than_its_limit()
    {
        UgcLimits limits = new(18, 100, 1000);
        List<DateTimeOffset> all = [];
        for (int i = 0; i < 400; i++)
        {
            await (i % 4 == 0 ? _sender.CreateAsync(limits, 1) : _sender.ReadAsync(limits, 1));
            all.Add(_clock.GetUtcNow());
        }

        Assert.All(all, (time, index) => Assert.True(all.Skip(index).TakeWhile(later => later < time.AddMinutes(1)).Count() <= 18));
    }

    [Fact]
    public async Task The_poller_leaves_the_last_tenth_of_the_reads_to_people()
    {
        DateTimeOffset began = _clock.GetUtcNow();
        UgcLimits limits = new(0, 0, 100);

        await _sender.ReadAsync(limits, 90, RequestKind.Poll);
        await _sender.ReadAsync(limits, 10);
        Assert.Equal(began, _clock.GetUtcNow());

        await _sender.ReadAsync(limits, 1, RequestKind.Poll);
        Assert.True(_clock.GetUtcNow() >= began.AddHours(1));
    }

    [Fact]
    public async Task A_pause_between_creations_does_not_hold_up_reads()
    {
        DateTimeOffset began = _clock.GetUtcNow();
        await _sender.Limiter(UgcLimits.None).PauseAsync(RequestKind.Creation, "RATE_LIMIT_EXCEEDED", TimeSpan.FromMinutes(50));

        await _sender.ReadAsync(UgcLimits.None, 1);
        Assert.Equal(began, _clock.GetUtcNow());
        await _sender.CreateAsync(UgcLimits.None, 1);
        Assert.Equal(began.AddMinutes(50), _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_pause_for_an_address_holds_up_everything()
    {
        DateTimeOffset began = _clock.GetUtcNow();
        await _sender.Limiter(UgcLimits.None).PauseAsync(RequestKind.Creation, "IP_RATE_LIMITED", TimeSpan.FromMinutes(1));

        await _sender.ReadAsync(UgcLimits.None, 1);
        Assert.Equal(began.AddMinutes(1), _clock.GetUtcNow());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_clock_that_is_set_back_makes_no_minute_longer(bool isCreation)
    {
        UgcLimits limits = new(1, 0, 0);
        await (isCreation ? _sender.CreateAsync(limits, 1) : _sender.ReadAsync(limits, 1));
        _clock.SetBack(TimeSpan.FromDays(1));
        DateTimeOffset began = _clock.GetUtcNow();

        await (isCreation ? _sender.CreateAsync(limits, 1) : _sender.ReadAsync(limits, 1));

        Assert.InRange(Assert.Single(_notices.Waits).Length, TimeSpan.FromMinutes(1), Sender.Minute);
        Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.FromMinutes(1), Sender.Minute + TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_counts_as_time_that_passed()
    {
        UgcLimits limits = new(0, 1, 0);
        await _sender.CreateAsync(limits, 1);
        _clock.SetBack(-TimeSpan.FromHours(2));

        await _sender.CreateAsync(limits, 1);

        Assert.Empty(_notices.Waits);
    }

    [Fact]
    public async Task A_creation_that_reached_no_service_does_not_count()
    {
        DateTimeOffset began = _clock.GetUtcNow();
        for (int i = 0; i < 50; i++)
        {
            await _sender.EndAsync(await _clock.RunAsync(_sender.BeginAsync(new UgcLimits(1, 1, 0))), reachedService: false);
        }

        Assert.Equal(began, _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_short_pause_does_not_end_a_long_one()
    {
        DateTimeOffset began = _clock.GetUtcNow();
        RateLimiter limiter = _sender.Limiter(UgcLimits.None);
        await limiter.PauseAsync(RequestKind.Read, null, TimeSpan.FromHours(1));
        await limiter.PauseAsync(RequestKind.Read, null, TimeSpan.FromSeconds(1));

        await _sender.ReadAsync(UgcLimits.None, 1);

        Assert.Equal(began.AddHours(1), _clock.GetUtcNow());
    }

    [Fact]
    public void Sessions_with_one_key_at_one_address_share_their_limits()
    {
        UgcLabClientOptions one = new(Bench.Key);

        Assert.Equal(RateLimiter.AccountOf(one), RateLimiter.AccountOf(new UgcLabClientOptions(Bench.Key)));
        Assert.NotEqual(RateLimiter.AccountOf(one), RateLimiter.AccountOf(new UgcLabClientOptions(Bench.Key.Replace('0', '1'))));
        Assert.NotEqual(RateLimiter.AccountOf(one), RateLimiter.AccountOf(one with { BaseUri = new Uri("https://elsewhere.example/") }));
    }
}
