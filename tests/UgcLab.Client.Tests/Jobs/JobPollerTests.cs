using System.Globalization;
using System.Net;

namespace UgcLab.Client.Tests.Jobs;

[Collection(nameof(Alone))]
public sealed class JobPollerTests
{
    private static readonly DateTimeOffset Made = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Each_job_comes_out_as_it_ends_with_all_that_its_buyer_knew()
    {
        Stand service = new(id => id == "slow" ? 300 : 90);
        using Bench bench = service.Open();
        UgcJob slow = Job("slow") with { Reference = "s", InputRow = "row", RowNumber = 7, VariantIndex = 1 };

        List<JobOutcome> outcomes = await PollAsync(bench, TimeSpan.FromMinutes(30), slow, Job("quick"));

        Assert.Equal(["quick", "slow"], outcomes.Select(outcome => outcome.Job.UgcId));
        UgcJob job = outcomes[1].Job;
        Assert.Equal(("s", "row", 7, 1, "veo-3.1", "8"), (job.Reference, job.InputRow, job.RowNumber, job.VariantIndex, job.Model, job.Duration));
        Assert.Equal((80m, "internal-model"), (job.CreditsCharged, job.ServiceModel));
        Assert.All(outcomes, outcome => Assert.Null(outcome.Failure));
    }

    [Fact]
    public async Task Saving_is_not_the_end()
    {
        Stand service = new(_ => 100) { Status = (age, length) => age < length ? "SAVING" : "COMPLETED" };
        using Bench bench = service.Open();

        JobOutcome outcome = Assert.Single(await PollAsync(bench, TimeSpan.FromMinutes(30), Job("a")));

        Assert.Equal(UgcJobStatus.Completed, outcome.Job.Status);
        Assert.True(bench.Clock.GetUtcNow() >= Made.AddSeconds(100));
    }

    [Theory]
    [InlineData("\"MODERATED\"", "MODERATED")]
    [InlineData("\"EXPIRED\"", "EXPIRED")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("7", "7")]
    [InlineData("true", "true")]
    [InlineData("{\"code\":\"done\"}", "{\"code\":\"done\"}")]
    public async Task A_status_that_is_not_documented_is_a_warning_and_soon_ends_the_wait(string status, string? text)
    {
        Stand service = new(_ => 10) { RawStatus = _ => status };
        using Bench bench = service.Open();

        List<JobOutcome> outcomes = await PollAsync(bench, TimeSpan.FromMinutes(60), Job("a") with { RowNumber = 7, Reference = "R-7" }, Job("b"));

        Assert.All(outcomes, outcome => Assert.Equal((UgcLabErrorKind.ProtocolError, UgcJobStatus.Unknown, text), (outcome.Failure!.Kind, outcome.Job.Status, outcome.Job.StatusText)));
        UgcLabException error = outcomes.Single(outcome => outcome.Job.UgcId == "a").Failure!;
        Assert.Contains($"Job a (row 7, R-7) has had the status '{text ?? "(none)"}'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("goes on", error.Message, StringComparison.Ordinal);
        Assert.Equal(12, service.Reads);
        Assert.Single(bench.Notices.Warnings, warning => warning.Contains(text ?? "(none)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_receiver_of_notices_that_throws_ends_no_wait()
    {
        Stand service = new(_ => 600) { RawStatus = age => age < 600 ? "\"RENDERING\"" : "\"COMPLETED\"", Progresses = age => (int)(age / 10) };
        using Bench bench = service.Open();
        Bench.Thrower thrower = new();

        List<JobOutcome> outcomes = await PollAsync(bench, thrower, TimeSpan.FromMinutes(30), Job("a"), Job("b"));

        Assert.All(outcomes, outcome => Assert.True(outcome.Job.IsSuccess));
        Assert.Equal((2, true), (outcomes.Count, thrower.Reports > 0));
    }

    [Fact]
    public async Task A_status_of_a_later_version_is_waited_for_while_the_job_changes()
    {
        Stand service = new(_ => 600) { RawStatus = age => age < 600 ? "\"RENDERING\"" : "\"COMPLETED\"", Progresses = age => (int)(age / 10) };
        using Bench bench = service.Open();

        Assert.True(Assert.Single(await PollAsync(bench, TimeSpan.FromMinutes(30), Job("a"))).Job.IsSuccess);
    }

    [Fact]
    public async Task A_timeout_without_a_look_does_not_say_that_the_job_continues()
    {
        Stand service = new(_ => 7200) { IsAway = _ => true };
        using Bench bench = service.Open();

        UgcLabException error = Assert.Single(await PollAsync(bench, TimeSpan.FromMinutes(10), Job("a"))).Failure!;

        Assert.Equal(UgcLabErrorKind.WaitTimeout, error.Kind);
        Assert.Contains("isn't known", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CANCELLED")]
    [InlineData("CANCELED")]
    [InlineData("FAILED")]
    public async Task A_job_that_ends_without_a_video_says_why(string status)
    {
        Stand service = new(_ => 10) { Status = (_, _) => status };
        using Bench bench = service.Open();

        JobOutcome outcome = Assert.Single(await PollAsync(bench, TimeSpan.FromMinutes(10), Job("a")));

        Assert.Equal(UgcLabErrorKind.JobFailed, outcome.Failure!.Kind);
        Assert.Contains("the reason", outcome.Failure.Message, StringComparison.Ordinal);
        Assert.True(outcome.Job.IsFinal);
    }

    [Fact]
    public async Task The_deadline_hands_back_the_last_state()
    {
        Stand service = new(_ => 7200);
        using Bench bench = service.Open();

        JobOutcome outcome = Assert.Single(await PollAsync(bench, TimeSpan.FromMinutes(30), Job("a")));

        Assert.Equal((UgcLabErrorKind.WaitTimeout, UgcJobStatus.Processing), (outcome.Failure!.Kind, outcome.Job.Status));
        Assert.InRange(bench.Clock.GetUtcNow(), Made.AddMinutes(30), Made.AddMinutes(30).AddSeconds(1));
    }

    [Fact]
    public async Task A_network_that_is_away_for_ten_minutes_does_not_lose_the_wait()
    {
        Stand service = new(_ => 60) { IsAway = age => age < 600 };
        using Bench bench = service.Open();

        Assert.True(Assert.Single(await PollAsync(bench, TimeSpan.FromMinutes(30), Job("a"))).Job.IsSuccess);
    }

    [Fact]
    public async Task A_key_that_is_refused_ends_the_whole_watch()
    {
        Stand service = new(_ => 60) { Refusal = HttpStatusCode.Unauthorized };
        using Bench bench = service.Open();

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => PollAsync(bench, TimeSpan.FromMinutes(30), Job("a"), Job("b")));

        Assert.Equal(UgcLabErrorKind.KeyRefused, error.Kind);
    }

    [Fact]
    public async Task A_job_just_made_may_not_be_known_yet_and_later_is_not_there()
    {
        Stand service = new(_ => 60) { Refusal = HttpStatusCode.NotFound };
        using Bench bench = service.Open();

        JobOutcome outcome = Assert.Single(await PollAsync(bench, TimeSpan.FromMinutes(30), Job("a")));

        Assert.Equal(UgcLabErrorKind.JobNotFound, outcome.Failure!.Kind);
        Assert.InRange(bench.Clock.GetUtcNow(), Made.AddMinutes(2), Made.AddMinutes(4));
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60 * 24 * 365)]
    [InlineData(-60 * 24 * 365)]
    public async Task A_job_just_created_may_not_be_known_yet_whatever_the_services_clock_says(int minutes)
    {
        Stand service = new(_ => 60) { RefusalUntil = 90, Refusal = HttpStatusCode.NotFound };
        using Bench bench = service.Open();

        JobOutcome outcome = Assert.Single(await PollAsync(bench, TimeSpan.FromMinutes(30), Job("a") with { SentAt = Made, CreatedAt = Made.AddMinutes(minutes) }));

        Assert.True(outcome.Job.IsSuccess);
    }

    [Fact]
    public async Task A_job_that_is_not_there_is_named_with_its_row()
    {
        Stand service = new(_ => 60) { Refusal = HttpStatusCode.NotFound };
        using Bench bench = service.Open();

        List<JobOutcome> outcomes = await PollAsync(
            bench, TimeSpan.FromMinutes(30), Job("a") with { SentAt = Made.AddHours(-2), RowNumber = 7, Reference = "R-7" }, new UgcJob { UgcId = "typed" });

        Assert.All(outcomes, outcome => Assert.Equal(UgcLabErrorKind.JobNotFound, outcome.Failure!.Kind));
        Assert.Contains("job a (row 7, R-7)", outcomes.Single(outcome => outcome.Job.UgcId == "a").Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("job typed", outcomes.Single(outcome => outcome.Job.UgcId == "typed").Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(2, service.Reads);
    }

    [Fact]
    public async Task Completed_without_a_link_is_asked_again_and_then_reported()
    {
        Stand service = new(_ => 4) { HasLink = false };
        using Bench bench = service.Open();

        JobOutcome outcome = Assert.Single(await PollAsync(bench, TimeSpan.FromMinutes(30), Job("a")));

        Assert.Equal(UgcLabErrorKind.CompletedWithoutVideo, outcome.Failure!.Kind);
        Assert.Equal(5, service.Reads);
    }

    [Fact]
    public async Task A_hundred_jobs_stay_within_one_budget_of_reads()
    {
        Stand service = new(id => 60 + (int.Parse(id[1..], CultureInfo.InvariantCulture) * 20));
        using Bench bench = service.Open(options => options with { Limits = new UgcLimits(18, 100, 1000) });

        List<JobOutcome> outcomes = await PollAsync(bench, TimeSpan.FromHours(5), [.. Enumerable.Range(0, 100).Select(i => Job($"j{i}"))]);

        Assert.Equal(100, outcomes.Count(outcome => outcome.Job.IsSuccess));
        DateTimeOffset[] times = service.Times;
        Assert.All(times, (time, index) => Assert.True(times.Skip(index).TakeWhile(later => later < time.AddHours(1)).Count() <= 900));
    }

    [Fact]
    public async Task The_first_look_comes_when_jobs_of_the_kind_used_to_end()
    {
        Stand service = new(_ => 200);
        using Bench bench = service.Open();
        await PollAsync(bench, TimeSpan.FromMinutes(30), Job("a"));
        int learning = service.Reads;
        service.Epoch = bench.Clock.GetUtcNow();

        await PollAsync(bench, TimeSpan.FromMinutes(30), Job("b") with { CreatedAt = service.Epoch });

        Assert.True(learning > 2, $"{learning} reads to learn");
        Assert.InRange(service.Reads - learning, 1, 2);
    }

    [Fact]
    public async Task The_deadline_holds_while_there_is_no_turn_to_look()
    {
        Stand service = new(_ => 60);
        using Bench bench = service.Open(options => options with { Limits = new UgcLimits(0, 0, 1) });
        await bench.Clock.RunAsync(bench.Client.Jobs.GetAsync("x"));

        JobOutcome outcome = Assert.Single(await PollAsync(bench, TimeSpan.FromMinutes(5), Job("a")));

        Assert.Equal(UgcLabErrorKind.WaitTimeout, outcome.Failure!.Kind);
        Assert.InRange(bench.Clock.GetUtcNow(), Made.AddMinutes(5), Made.AddMinutes(6));
    }

    [Fact]
    public async Task A_thousand_jobs_whose_time_is_up_come_out_though_there_are_not_as_many_reads()
    {
        Stand service = new(_ => 7200);
        using Bench bench = service.Open(options => options with { Limits = new UgcLimits(18, 100, 1000) });

        List<JobOutcome> outcomes = await PollAsync(bench, TimeSpan.FromMinutes(10), [.. Enumerable.Range(0, 1000).Select(i => Job($"j{i}"))]);

        Assert.All(outcomes, outcome => Assert.Equal(UgcLabErrorKind.WaitTimeout, outcome.Failure!.Kind));
        Assert.Equal(1000, outcomes.Count);
        Assert.InRange(bench.Clock.GetUtcNow(), Made.AddMinutes(10), Made.AddMinutes(13));
        Assert.InRange(service.Reads, 100, 250);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_holds_up_no_look()
    {
        Stand service = new(_ => 300) { IsSetBackAt = 120 };
        using Bench bench = service.Open();

        Assert.True(Assert.Single(await PollAsync(bench, TimeSpan.FromMinutes(30), Job("a"))).Job.IsSuccess);

        Assert.InRange(bench.Clock.GetUtcNow(), Made.AddDays(-1).AddSeconds(290), Made.AddDays(-1).AddSeconds(350));
    }

    [Fact]
    public async Task A_failure_that_ends_everything_does_not_wait_for_others_to_have_their_turn()
    {
        Stand service = new(_ => 60) { Refusal = HttpStatusCode.Unauthorized };
        using Bench bench = service.Open(options => options with { Limits = new UgcLimits(0, 0, 10) });

        await Assert.ThrowsAsync<UgcLabException>(() => PollAsync(bench, TimeSpan.Zero, [.. Enumerable.Range(0, 30).Select(i => Job($"j{i}"))]));

        Assert.True(bench.Clock.GetUtcNow() < Made.AddMinutes(30));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public async Task A_service_with_an_unexpected_calendar_is_waited_for_anyway(string created)
    {
        Stand service = new(_ => 60) { Created = created, Progress = 6 };
        using Bench bench = service.Open();
        UgcJob job = Job("a") with { CreatedAt = DateTimeOffset.Parse(created, CultureInfo.InvariantCulture) };

        Assert.True(Assert.Single(await PollAsync(bench, TimeSpan.MaxValue, job)).Job.IsSuccess);
    }

    [Fact]
    public async Task A_client_that_is_disposed_of_ends_its_waits()
    {
        Stand service = new(_ => 6000);
        using Bench bench = service.Open();
        bench.Client.Dispose();

        Assert.Equal(UgcLabErrorKind.NotConnected, (await Assert.ThrowsAsync<UgcLabException>(() => PollAsync(bench, TimeSpan.Zero, Job("a")))).Kind);
    }

    [Fact]
    public async Task A_job_that_is_added_twice_comes_out_once()
    {
        Stand service = new(_ => 60);
        using Bench bench = service.Open();

        Assert.Single(await PollAsync(bench, TimeSpan.FromMinutes(30), Job("a"), Job("a")));
    }

    private static UgcJob Job(string id) => Bench.Video.Describe(id) with { CreatedAt = Made, PurchaseId = "p" };

    private static Task<List<JobOutcome>> PollAsync(Bench bench, TimeSpan timeout, params UgcJob[] jobs) =>
        PollAsync(bench, bench.Notices, timeout, jobs);

    private static async Task<List<JobOutcome>> PollAsync(Bench bench, IProgress<UgcNotice> notices, TimeSpan timeout, params UgcJob[] jobs)
    {
        await using JobPoller poller = await bench.Client.OpenPollerAsync(timeout, notices);
        foreach (UgcJob job in jobs)
        {
            poller.Add(job);
        }

        poller.Complete();
        return await bench.Clock.RunAsync(poller.Outcomes.ReadAllAsync().ToListAsync());
    }

    /// <summary>A service whose jobs take as long as the test says.</summary>
    private sealed class Stand(Func<string, int> seconds) : HttpMessageHandler
    {
        private readonly List<DateTimeOffset> _times = [];
        private TimeProvider _clock = TimeProvider.System;

        public DateTimeOffset Epoch { get; set; } = Made;

        public Func<double, int, string> Status { get; init; } = (age, length) => age < length ? "PROCESSING" : "COMPLETED";

        public Func<double, bool> IsAway { get; init; } = _ => false;

        public HttpStatusCode? Refusal { get; init; }

        /// <summary>For how many seconds it refuses; for ever unless it is set.</summary>
        public int RefusalUntil { get; init; } = int.MaxValue;

        /// <summary>The status as JSON, by age; takes the place of <see cref="Status"/>.</summary>
        public Func<double, string>? RawStatus { get; init; }

        public Func<double, int>? Progresses { get; init; }

        public bool HasLink { get; init; } = true;

        public string? Created { get; init; }

        public int Progress { get; init; }

        /// <summary>After how many seconds the watcher's clock is set back by a day. The service's own goes on.</summary>
        public int? IsSetBackAt { get; set; }

        public int Reads => Times.Length;

        public DateTimeOffset[] Times
        {
            get
            {
                lock (_times)
                {
                    return [.. _times];
                }
            }
        }

        public Bench Open(Func<UgcLabClientOptions, UgcLabClientOptions>? change = null)
        {
            Bench bench = new(this, change);
            _clock = bench.Clock;
            bench.Clock.LongestIdle = 200;
            return bench;
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            DateTimeOffset now = new(_clock.GetTimestamp(), TimeSpan.Zero);
            if ((now - Epoch).TotalSeconds >= IsSetBackAt)
            {
                IsSetBackAt = null;
                ((TestClock)_clock).SetBack(TimeSpan.FromDays(1));
            }

            lock (_times)
            {
                _times.Add(now);
            }

            if (IsAway((now - Epoch).TotalSeconds))
            {
                throw new HttpRequestException(HttpRequestError.NameResolutionError, "away");
            }

            return Task.FromResult(Refusal is HttpStatusCode status && (now - Epoch).TotalSeconds < RefusalUntil
                ? new HttpResponseMessage(status) { Content = new StringContent("{}") }
                : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Body(request.RequestUri!.Segments[^1], (now - Epoch).TotalSeconds)) });
        }

        private string Body(string id, double age)
        {
            string status = RawStatus?.Invoke(age) ?? $"\"{Status(age, seconds(id))}\"";
            string link = status == "\"COMPLETED\"" && HasLink ? $"\"https://files.ugclab.example/{id}.mp4\"" : "null";
            return $$$"""
                {"data":{"id":"{{{id}}}","status":{{{status}}},"progress":{{{Progresses?.Invoke(age) ?? Progress}}},"videoUrl":{{{link}}},"model":"internal-model","processingSteps":{"videoGeneration":"pending"},"creditsCharged":80,"creditsRefunded":0,"errorMessage":"the reason","createdAt":"{{{Created ?? Epoch.ToString("O", CultureInfo.InvariantCulture)}}}","updatedAt":"{{{Epoch.AddSeconds(seconds(id)):O}}}"},"meta":{"requestId":"req_1"}}
                """;
        }
    }
}
