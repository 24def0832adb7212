using UgcLab.Ledger;
using System.Text;
using UgcLab.Http;

namespace UgcLab.Client.Tests.Http;

/// <summary>Pacers of two processes over one folder: what one does, the other knows.</summary>
public sealed class PaceSharingTests : IDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(3);
    private static readonly UgcLimits Ten = new(0, 10, 10);

    private readonly string _folder = Directory.CreateTempSubdirectory("ugclab-pace-").FullName;
    private readonly TestClock _clock = new();
    private readonly Bench.Collected _notices = new();

    private string QuotaPath => Path.Combine(_folder, "quota-key.json");

    private string LanePath => Path.Combine(_folder, "lane-key.lock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_others_have_sent_counts()
    {
        (Pacer one, Pacer other) = (Open(), Open());
        DateTimeOffset began = _clock.GetUtcNow();
        await SendAsync(one, RequestKind.Creation, 6);
        await SendAsync(other, RequestKind.Creation, 4);
        Assert.Equal(began, _clock.GetUtcNow());

        await SendAsync(other, RequestKind.Creation, 1);

        Assert.Equal(began + Mark.Hour, _clock.GetUtcNow());
        Assert.Equal("10 creations in the last hour: that is the limit.", Assert.Single(_notices.Waits).Text);
    }

    [Fact]
    public async Task A_request_that_is_out_counts_and_one_that_reached_nobody_does_not()
    {
        (Pacer one, Pacer other) = (Open(), Open());
        UgcLimits two = new(0, 0, 2);
        Turn first = await TakeAsync(one, RequestKind.Read, two);
        Turn second = await TakeAsync(one, RequestKind.Read, two);

        Assert.Equal(2, other.State(two).ReadsUsed);
        second.Use();
        second.GiveBack();
        second.Dispose();
        first.Dispose();
        Assert.Equal(0, other.State(two).ReadsUsed);
    }

    [Fact]
    public async Task A_request_counts_from_its_answer_for_nobody_knows_when_it_arrived()
    {
        (Pacer one, Pacer other) = (Open(), Open());
        UgcLimits single = new(0, 1, 0);
        using (Turn turn = await TakeAsync(one, RequestKind.Creation, single))
        {
            turn.Use();
            await _clock.RunAsync(Task.Delay(TimeSpan.FromSeconds(100), _clock));
        }

        Assert.Equal(_clock.GetUtcNow() + Mark.Hour, other.State(single).NextCreation);
    }

    [Fact]
    public async Task What_a_process_that_died_had_out_counts_for_as_long_as_it_may_have_been_out()
    {
        Pacer dead = Open();
        UgcLimits single = new(0, 0, 1);
        _ = await TakeAsync(dead, RequestKind.Read, single);

        Assert.Equal(_clock.GetUtcNow() + Within + Mark.Hour, Open().State(single).NextRead);
    }

    [Theory]
    [InlineData("RATE_LIMIT_EXCEEDED", true, false)]
    [InlineData("IP_RATE_LIMITED", true, true)]
    [InlineData(null, true, true)]
    public void A_pause_that_one_was_told_of_is_everyones(string? code, bool creationsWait, bool readsWait)
    {
        (Pacer one, Pacer other) = (Open(), Open());
        DateTimeOffset until = _clock.GetUtcNow().AddMinutes(50);
        one.Hold(RequestKind.Creation, code, TimeSpan.FromMinutes(50));

        UgcLimit limit = other.State(UgcLimits.None);

        Assert.Equal((creationsWait, readsWait), (limit.NextCreation == until, limit.NextRead == until));
        Assert.Equal(until, limit.PausedUntil);
        Assert.Contains(code ?? "asked for a pause", limit.PauseReason!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_was_sent_away_goes_at_half_its_pace_for_ten_minutes()
    {
        Pacer pacer = Open();
        UgcLimits limits = new(18, 0, 0);
        pacer.Hold(RequestKind.Read, "IP_RATE_LIMITED", TimeSpan.FromMinutes(1));
        await SendAsync(pacer, RequestKind.Read, 9, limits);
        DateTimeOffset began = _clock.GetUtcNow();

        await SendAsync(pacer, RequestKind.Read, 1, limits);
        Assert.Equal(began.AddMinutes(1), _clock.GetUtcNow());

        await _clock.RunAsync(Task.Delay(TimeSpan.FromMinutes(10), _clock));
        began = _clock.GetUtcNow();
        await SendAsync(pacer, RequestKind.Read, 18, limits);
        Assert.Equal(began, _clock.GetUtcNow());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_clock_that_is_set_back_makes_nobodys_hour_longer(bool hasLooked)
    {
        (Pacer one, Pacer other) = (Open(), Open());
        await SendAsync(one, RequestKind.Creation, 10);
        DateTimeOffset? free = hasLooked ? other.State(Ten).NextCreation : null;
        await _clock.RunAsync(Task.Delay(TimeSpan.FromMinutes(20), _clock));

        _clock.SetBack(TimeSpan.FromHours(1));

        // Who has seen them knows how old they are. To anybody else they come from the future, and are as old as now.
        DateTimeOffset? next = other.State(Ten).NextCreation;
        Assert.Equal(hasLooked ? free!.Value.AddHours(-1) : _clock.GetUtcNow() + Mark.Hour, next);
        await SendAsync(one, RequestKind.Read, 1);
        Assert.Equal(_clock.GetUtcNow() + Mark.Hour - TimeSpan.FromMinutes(20), Open().State(Ten).NextCreation);
    }

    [Theory]
    [InlineData("{\"v\":1,\"by\":{\"a\":[[1,0,")]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("\0\0\0\0")]
    public async Task A_file_that_is_damaged_is_told_once_and_mended(string damage)
    {
        Pacer pacer = Open();
        await SendAsync(pacer, RequestKind.Creation, 3);
        await File.WriteAllTextAsync(QuotaPath, damage);

        await SendAsync(pacer, RequestKind.Creation, 2);

        Assert.Contains("is damaged", Assert.Single(_notices.Warnings), StringComparison.Ordinal);
        Assert.Equal(5, Open().State(Ten).CreationsUsed);
    }

    [Theory]
    [InlineData("{\"v\":1,\"by\":{\"a\":[[1,0],[2,9,5],[3,0,-1],[4,0,1e300],[\"5\",0,1],7,[6,0,99999999999999,-3]],\"b\":7}}")]
    [InlineData("{\"v\":1,\"by\":[]}")]
    [InlineData("{\"v\":1}")]
    [InlineData("")]
    public async Task What_makes_no_sense_in_it_is_passed_over(string content)
    {
        await File.WriteAllTextAsync(QuotaPath, content);

        Assert.Equal(0, Open().State(Ten).CreationsUsed);
        await SendAsync(Open(), RequestKind.Creation, 1);
        Assert.Empty(_notices.Warnings);
    }

    [Fact]
    public async Task The_file_of_a_later_version_stays_as_it_is()
    {
        const string Later = "{\"v\":2,\"new\":true}";
        await File.WriteAllTextAsync(QuotaPath, Later);

        await SendAsync(Open(), RequestKind.Creation, 2);

        Assert.Equal(Later, await File.ReadAllTextAsync(QuotaPath));
        Assert.Contains("later version", Assert.Single(_notices.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_stops_nothing_and_is_told_once()
    {
        string blocked = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(blocked, "");
        Pacer pacer = new(_clock, new QuotaFile(blocked, "key"));
        DateTimeOffset began = _clock.GetUtcNow();

        await SendAsync(pacer, RequestKind.Creation, 10);
        Assert.Equal(began, _clock.GetUtcNow());
        await SendAsync(pacer, RequestKind.Creation, 1);

        Assert.Equal(began + Mark.Hour, _clock.GetUtcNow());
        Assert.Contains("for this process alone", Assert.Single(_notices.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_somebody_keeps_locked_holds_a_request_up_for_moments_alone()
    {
        Pacer pacer = Open();
        DateTimeOffset began = _clock.GetUtcNow();
        using FileLock held = FileLock.TryTake(Path.Combine(_folder, "quota-key.lock"))!;

        await SendAsync(pacer, RequestKind.Creation, 1);

        Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        Assert.Contains("locked by another process", Assert.Single(_notices.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_is_the_users_alone_and_holds_no_key()
    {
        UgcLabClientOptions options = new(Bench.Key);
        string name = QuotaFile.NameOf(options);
        Pacer pacer = new(_clock, new QuotaFile(_folder, name));

        await SendAsync(pacer, RequestKind.Creation, 1);

        Assert.Matches("^[0-9a-f]{16}$", name);
        Assert.NotEqual(name, QuotaFile.NameOf(options with { BaseUri = new Uri("https://elsewhere.example/") }));
        string[] files = [.. Directory.GetFiles(_folder).Order(StringComparer.Ordinal)];
        Assert.Equal([$"lane-{name}.lock", $"quota-{name}.json", $"quota-{name}.lock"], files.Select(Path.GetFileName));
        Assert.All(files, file => Assert.DoesNotContain(Bench.Key[4..20], Encoding.UTF8.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            foreach (string file in files)
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    [Fact]
    public async Task The_file_forgets_what_is_over()
    {
        Pacer pacer = Open();
        await SendAsync(pacer, RequestKind.Read, 900, UgcLimits.None);
        await SendAsync(Open(), RequestKind.Read, 1, UgcLimits.None);
        Assert.InRange(new FileInfo(QuotaPath).Length, 10_000, 30_000);
        await _clock.RunAsync(Task.Delay(Mark.Hour, _clock));

        await SendAsync(pacer, RequestKind.Read, 1, UgcLimits.None);

        Assert.InRange(new FileInfo(QuotaPath).Length, 10, 100);
    }

    [Fact]
    public async Task While_another_process_is_buying_one_waits_says_so_once_and_can_stop_at_once()
    {
        (Pacer one, Pacer other) = (Open(), Open());
        Turn turn = await TakeAsync(one, RequestKind.Creation, Ten);
        using CancellationTokenSource stop = new();
        Task<Turn> next = other.WaitAsync(RequestKind.Creation, Ten, Within, _notices, stop.Token);
        await _clock.RunAsync(Task.Delay(TimeSpan.FromSeconds(30), _clock));
        Assert.False(next.IsCompleted);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.Contains("Another process", Assert.Single(_notices.Waits).Text, StringComparison.Ordinal);
        turn.Dispose();
        await SendAsync(other, RequestKind.Creation, 1);
    }

    [Fact]
    public async Task The_lane_is_held_while_a_creation_is_out_and_not_while_one_waits()
    {
        Pacer pacer = Open();
        UgcLimits single = new(0, 1, 0);
        using (Turn turn = await TakeAsync(pacer, RequestKind.Creation, single))
        {
            Assert.Null(FileLock.TryTake(LanePath));
            turn.Use();
        }

        using CancellationTokenSource stop = new();
        Task<Turn> next = pacer.WaitAsync(RequestKind.Creation, single, Within, _notices, stop.Token);
        await _clock.RunAsync(Task.Delay(TimeSpan.FromMinutes(3), _clock));
        FileLock? lane = FileLock.TryTake(LanePath);
        Assert.NotNull(lane);
        lane!.Dispose();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task Reads_do_not_wait_for_the_lane()
    {
        DateTimeOffset began = _clock.GetUtcNow();
        using Turn turn = await TakeAsync(Open(), RequestKind.Creation, Ten);

        await SendAsync(Open(), RequestKind.Read, 10);

        Assert.Equal(began, _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_turn_that_is_given_back_while_one_waits_is_taken_soon()
    {
        (Pacer one, Pacer other) = (Open(), Open());
        UgcLimits single = new(0, 0, 1);
        DateTimeOffset began = _clock.GetUtcNow();
        Turn turn = await TakeAsync(one, RequestKind.Read, single);
        Task<Turn> next = other.WaitAsync(RequestKind.Read, single, Within, _notices, CancellationToken.None);

        turn.Dispose();

        using Turn taken = await _clock.RunAsync(next);
        Assert.Equal(began.AddMinutes(1), _clock.GetUtcNow());
    }

    [Theory]
    [InlineData(0, 0, 0, false)]
    [InlineData(18, 0, 0, true)]
    [InlineData(0, 100, 0, true)]
    [InlineData(0, 0, 1000, true)]
    public async Task A_rehearsal_without_limits_touches_no_file(int perMinute, int creations, int reads, bool expected)
    {
        using ScriptedHandler handler = new(ScriptedHandler.Answer(404, "{}"));
        using UgcLabClient client = new(new UgcLabClientOptions(Bench.Key) { Handler = handler, Clock = _clock, Limits = new UgcLimits(perMinute, creations, reads), StateFolder = _folder });

        await Assert.ThrowsAsync<UgcLabException>(() => client.Jobs.GetAsync("a1"));

        Assert.Equal(expected, Directory.EnumerateFileSystemEntries(_folder).Any());
    }

    private Pacer Open() => new(_clock, new QuotaFile(_folder, "key"));

    private Task<Turn> TakeAsync(Pacer pacer, RequestKind kind, UgcLimits limits) =>
        _clock.RunAsync(pacer.WaitAsync(kind, limits, Within, _notices, CancellationToken.None));

    private async Task SendAsync(Pacer pacer, RequestKind kind, int times, UgcLimits? limits = null)
    {
        for (int i = 0; i < times; i++)
        {
            using Turn turn = await TakeAsync(pacer, kind, limits ?? Ten);
            turn.Use();
        }
    }
}
