using UgcLab.Client.Tests.Store;
using UgcLab.Engines.Sqlite;

namespace UgcLab.Client.Tests.RateLimiting;

/// <summary>Processes with one key and one state folder: what one sends, the others count.</summary>
public sealed class SharedLimitTests : IDisposable
{
    private static readonly UgcLimits Ten = new(0, 10, 10);

    private readonly TestFolder _folder = new();
    private readonly TestClock _clock = new();
    private readonly Bench.Collected _notices = new();
    private readonly Sender _one;
    private readonly Sender _other;

    public SharedLimitTests() => (_one, _other) = (Open(), Open());

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_other_processes_have_sent_counts()
    {
        DateTimeOffset began = _clock.GetUtcNow();
        await _one.CreateAsync(Ten, 6);
        await _other.CreateAsync(Ten, 4);
        Assert.Equal(began, _clock.GetUtcNow());

        await _other.CreateAsync(Ten, 1);

        Assert.Equal(began + Sender.Hour, _clock.GetUtcNow());
        Assert.Equal("10 creations in the last hour: that is the limit.", Assert.Single(_notices.Waits).Text);
    }

    [Fact]
    public async Task A_read_in_flight_counts_and_one_that_reached_no_service_does_not()
    {
        UgcLimits two = new(0, 0, 2);
        string? first = await _one.EnterAsync(two);
        string? second = await _one.EnterAsync(two);

        Assert.Equal(2, (await _other.UsageAsync(two)).ReadsUsed);
        await _one.LeaveAsync(second, isUsed: false);
        await _one.LeaveAsync(first, isUsed: false);
        Assert.Equal(0, (await _other.UsageAsync(two)).ReadsUsed);
    }

    [Fact]
    public async Task A_request_counts_from_its_answer_because_its_arrival_is_not_known()
    {
        UgcLimits single = new(0, 1, 0);
        string purchase = await _one.BeginAsync(single);
        _clock.Pass(TimeSpan.FromSeconds(100));
        await _one.EndAsync(purchase);

        Assert.Equal(_clock.GetUtcNow() + Sender.Hour, (await _other.UsageAsync(single)).NextCreation);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_process_had_in_flight_when_it_ended_counts_as_long_as_it_may_have_been(bool isCreation)
    {
        UgcLimits single = new(0, 1, 1);
        using (Sender ended = Open())
        {
            await (isCreation ? (Task)ended.BeginAsync(single) : ended.EnterAsync(single));
        }

        UgcLimit usage = await _other.UsageAsync(single);

        Assert.Equal(usage.Time + Sender.Timeout + Sender.Hour, isCreation ? usage.NextCreation : usage.NextRead);
    }

    [Theory]
    [InlineData("RATE_LIMIT_EXCEEDED", true, false)]
    [InlineData("IP_RATE_LIMITED", true, true)]
    [InlineData(null, true, true)]
    public async Task A_pause_that_the_service_asked_one_process_for_holds_in_all(string? code, bool creationsWait, bool readsWait)
    {
        TimeSpan pause = TimeSpan.FromMinutes(50);
        await _one.Limiter(UgcLimits.None).PauseAsync(RequestKind.Creation, code, pause);

        UgcLimit usage = await _other.UsageAsync(UgcLimits.None);

        Assert.Equal((creationsWait, readsWait), (usage.NextCreation == usage.Time + pause, usage.NextRead == usage.Time + pause));
        Assert.Equal(usage.Time + pause, usage.PausedUntil);
        Assert.Contains(code ?? "asked for a pause", usage.PauseReason!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_was_refused_sends_half_as_much_for_ten_minutes()
    {
        UgcLimits limits = new(18, 0, 0);
        await _one.Limiter(limits).PauseAsync(RequestKind.Read, "IP_RATE_LIMITED", TimeSpan.FromMinutes(1));
        await _one.ReadAsync(limits, 9);
        DateTimeOffset began = _clock.GetUtcNow();

        await _one.ReadAsync(limits, 1);
        Assert.InRange(_clock.GetUtcNow() - began, Sender.Minute, Sender.Minute + TimeSpan.FromMilliseconds(1));

        _clock.Pass(TimeSpan.FromMinutes(10));
        began = _clock.GetUtcNow();
        await _one.ReadAsync(limits, 18);
        Assert.Equal(began, _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_no_hour_longer()
    {
        await _one.CreateAsync(Ten, 10);
        _clock.Pass(TimeSpan.FromMinutes(20));
        _clock.SetBack(TimeSpan.FromDays(1));

        // What was recorded later than now is as old as now, and grows older from here on.
        Assert.Equal(_clock.GetUtcNow() + Sender.Hour, (await _other.UsageAsync(Ten)).NextCreation);
        _clock.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(_clock.GetUtcNow() + Sender.Hour - TimeSpan.FromMinutes(10), (await _other.UsageAsync(Ten)).NextCreation);
        Assert.Equal(10, (await _other.UsageAsync(Ten)).CreationsUsed);

        await _other.CreateAsync(Ten, 1);
        Assert.Equal(11, (await _one.UsageAsync(UgcLimits.None)).CreationsUsed + 10);
    }

    [Fact]
    public async Task A_pause_is_no_longer_after_the_clock_was_set_back()
    {
        TimeSpan pause = TimeSpan.FromMinutes(50);
        await _one.Limiter(UgcLimits.None).PauseAsync(RequestKind.Creation, null, pause);
        _clock.SetBack(TimeSpan.FromDays(1));
        DateTimeOffset began = _clock.GetUtcNow();

        Assert.Equal(_clock.GetUtcNow() + pause, (await _other.UsageAsync(UgcLimits.None)).PausedUntil);
        await _other.ReadAsync(UgcLimits.None, 1);

        Assert.Equal(began + pause, _clock.GetUtcNow());
    }

    [Fact]
    public async Task Without_a_store_reads_continue_with_one_warning_and_nothing_is_created()
    {
        string file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "");
        using Sender blocked = new(file, _clock, _notices);
        RateLimiter limiter = blocked.Limiter(Ten);
        for (int i = 0; i < 20; i++)
        {
            await limiter.LeaveAsync(await limiter.EnterAsync(RequestKind.Read, _notices, CancellationToken.None), isUsed: true);
        }

        Assert.Contains("Requests are not counted", Assert.Single(_notices.Warnings), StringComparison.Ordinal);
        Assert.Equal(UgcLabErrorKind.StoreUnavailable, (await Assert.ThrowsAsync<UgcLabException>(() => blocked.BeginAsync(Ten))).Kind);
    }

    [Fact]
    public async Task The_store_knows_keys_by_a_hash_of_which_nothing_can_be_read()
    {
        await _one.CreateAsync(Ten, 1);

        string account = _one.Limiter(Ten).Account.Id;
        Assert.Matches("^[0-9a-f]{16}$", account);
        Assert.Contains($"account: account={account}", StoreDump.Of(_folder.Path), StringComparison.Ordinal);
        Assert.DoesNotContain(Bench.Key[4..20], StoreDump.Of(_folder.Path) + StoreDump.Raw(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_store_forgets_requests_that_count_no_more()
    {
        await _one.ReadAsync(UgcLimits.None, 900);
        await _other.ReadAsync(UgcLimits.None, 1);
        Assert.Equal(901, StoreDump.Query(_folder.Path, "SELECT slot FROM rate_event").Count);
        _clock.Pass((24 * Sender.Hour) + TimeSpan.FromSeconds(1));

        await _one.ReadAsync(UgcLimits.None, 1);

        Assert.Single(StoreDump.Query(_folder.Path, "SELECT slot FROM rate_event"));
    }

    [Fact]
    public async Task While_another_process_creates_one_waits_says_so_once_and_can_be_stopped()
    {
        string purchase = await _one.BeginAsync(Ten);
        using CancellationTokenSource stop = new();
        Task<string> next = _other.BeginAsync(Ten, stop.Token);
        await _clock.RunAsync(Task.Delay(TimeSpan.FromSeconds(30), _clock));
        Assert.False(next.IsCompleted);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.Contains($"A request is in flight in process {Environment.ProcessId} on {Environment.MachineName}", Assert.Single(_notices.Waits).Text, StringComparison.Ordinal);
        await _one.EndAsync(purchase);
        await _other.CreateAsync(Ten, 1);
    }

    [Fact]
    public async Task A_creation_is_in_flight_from_its_slot_to_its_answer_and_not_while_it_waits()
    {
        UgcLimits single = new(0, 1, 0);
        string purchase = await _one.BeginAsync(single);
        Assert.Contains("state=Sending", StoreDump.Of(_folder.Path), StringComparison.Ordinal);
        await _one.EndAsync(purchase);

        using CancellationTokenSource stop = new();
        Task<string> next = _one.BeginAsync(single, stop.Token);
        await _clock.RunAsync(Task.Delay(TimeSpan.FromMinutes(3), _clock));
        Assert.False(next.IsCompleted);
        Assert.DoesNotContain("state=Sending", StoreDump.Of(_folder.Path), StringComparison.Ordinal);
        Assert.Single(StoreDump.Query(_folder.Path, "SELECT slot FROM rate_event"));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task Reads_do_not_wait_for_a_creation_in_flight()
    {
        DateTimeOffset began = _clock.GetUtcNow();
        await _one.BeginAsync(Ten);

        await _other.ReadAsync(Ten, 10);

        Assert.Equal(began, _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_slot_that_is_given_back_while_another_process_waits_is_taken_soon()
    {
        UgcLimits single = new(0, 0, 1);
        DateTimeOffset began = _clock.GetUtcNow();
        string? slot = await _one.EnterAsync(single);
        Task<string?> next = _other.EnterAsync(single);

        await _one.LeaveAsync(slot, isUsed: false);

        string? taken = await _clock.RunAsync(next);
        Assert.Equal(began.AddMinutes(1), _clock.GetUtcNow());
        await _other.LeaveAsync(taken, isUsed: false);
    }

    [Fact]
    public async Task A_session_without_limits_counts_for_those_that_have_some()
    {
        using ScriptedHandler handler = new(ScriptedHandler.Answer(404, "{}"));
        using UgcLabClient client = new(new UgcLabClientOptions(Bench.Key) { Handler = handler, Clock = _clock, Limits = UgcLimits.None, Store = _one.Store });

        await Assert.ThrowsAsync<UgcLabException>(() => client.Jobs.GetAsync("a1"));

        Assert.Equal(1, (await _other.UsageAsync(Ten)).ReadsUsed);
    }

    private Sender Open() => new(_folder.Path, _clock, _notices);
}
