using System.Globalization;
using System.Net;

namespace UgcLab.Client.Tests.Jobs;

/// <summary>A poller that is told when to look, beside one that is not.</summary>
[Collection(nameof(Alone))]
public sealed class WebhookPollingTests
{
    private static readonly DateTimeOffset Made = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_webhook_ends_the_wait_long_before_the_next_look()
    {
        Stand service = new(_ => 100);
        using Bench bench = service.Open();

        JobOutcome outcome = Assert.Single(await PollAsync(bench, [Job("a")], [(101, "a")]));

        Assert.True(outcome.Job.IsSuccess);
        Assert.Equal([5, 101], service.Seconds);
    }

    [Fact]
    public async Task Without_a_webhook_the_safety_beat_finds_it_and_the_user_is_reported_once()
    {
        Stand service = new(_ => 100);
        using Bench bench = service.Open();

        List<JobOutcome> outcomes = await PollAsync(bench, [Job("a"), Job("b")], []);

        Assert.All(outcomes, outcome => Assert.True(outcome.Job.IsSuccess));
        Assert.Equal([5, 5, 305, 305], service.Seconds);
        Assert.Single(bench.Notices.Warnings, warning => warning.Contains("no webhook has come", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_that_its_first_look_finds_done_says_nothing_of_webhooks()
    {
        Stand service = new(_ => 4);
        using Bench bench = service.Open();

        await PollAsync(bench, [Job("a")], []);

        Assert.Equal([5], service.Seconds);
        Assert.Empty(bench.Notices.Warnings);
    }

    [Fact]
    public async Task Reads_for_a_job_fall_to_one_or_two()
    {
        UgcJob[] jobs = [.. Enumerable.Range(0, 40).Select(i => Job($"j{i}"))];
        (Stand told, Stand asking) = (new Stand(Length), new Stand(Length));
        using Bench bench = told.Open();
        using Bench other = asking.Open();

        List<JobOutcome> woken = await PollAsync(bench, jobs, [.. Enumerable.Range(0, 40).Select(i => (Length($"j{i}") + 1, $"j{i}"))]);
        List<JobOutcome> found = await PollAsync(other, jobs, null);

        Assert.All(woken.Concat(found), outcome => Assert.True(outcome.Job.IsSuccess));
        Assert.InRange(told.Seconds.Length / 40.0, 1, 2);
        Assert.True(asking.Seconds.Length > told.Seconds.Length * 1.5, $"{asking.Seconds.Length} reads without webhooks, {told.Seconds.Length} with them");

        static int Length(string id) => 40 + (int.Parse(id[1..], CultureInfo.InvariantCulture) * 6);
    }

    [Fact]
    public async Task A_webhook_that_comes_before_its_news_can_be_read_is_followed_up()
    {
        Stand service = new(_ => 100);
        using Bench bench = service.Open();

        await PollAsync(bench, [Job("a")], [(85, "a")]);

        Assert.Equal([5, 85, 95, 115], service.Seconds);
    }

    [Fact]
    public async Task A_flood_costs_one_read_a_minute_and_the_others_have_theirs()
    {
        Stand service = new(id => id == "flooded" ? 7200 : 900);
        using Bench bench = service.Open(options => options with { Limits = new UgcLimits(18, 100, 1000) });

        await PollAsync(bench, [Job("flooded"), Job("quiet")], [.. Enumerable.Range(0, 1700).Select(i => (i, "flooded"))]);

        Assert.InRange(service.Reads("flooded"), 20, 36);
        Assert.InRange(service.Reads("quiet"), 2, 5);
    }

    [Fact]
    public async Task A_hundred_flooded_jobs_stay_within_the_budget_of_reads()
    {
        Stand service = new(_ => 7200);
        using Bench bench = service.Open(options => options with { Limits = new UgcLimits(0, 100, 1000) });
        UgcJob[] jobs = [.. Enumerable.Range(0, 100).Select(i => Job($"j{i}"))];

        await PollAsync(bench, jobs, [.. Enumerable.Range(0, 60).SelectMany(i => jobs.Select(job => (i * 30, job.UgcId)))]);

        // Nine tenths of a thousand an hour, for half an hour, and a burst of a hundred; and the last look at each job.
        Assert.InRange(service.Seconds.Length, 400, 450 + PollScheduler.Burst + 100);
        Assert.All(jobs, job => Assert.InRange(service.Reads(job.UgcId), 2, 10));
    }

    [Theory]
    [InlineData("b")]
    [InlineData("aa")]
    [InlineData("A")]
    public async Task Who_names_no_job_that_is_waited_for_triggers_nothing(string id)
    {
        Stand service = new(_ => 100);
        using Bench bench = service.Open();

        await PollAsync(bench, [Job("a")], [(80, id), (101, id)]);

        Assert.Equal([5, 305], service.Seconds);
    }

    [Fact]
    public async Task A_webhook_that_comes_before_its_job_is_waited_for_is_not_lost()
    {
        Stand service = new(_ => 0);
        using Bench bench = service.Open();
        await using JobPoller poller = await bench.Client.OpenPollerAsync(TimeSpan.FromMinutes(30));
        for (int i = 0; i < 4000; i++)
        {
            poller.Wake(i == 0 ? "a" : $"x{i}");
        }

        poller.Add(Job("a"));
        poller.Complete();
        await bench.Clock.RunAsync(poller.Outcomes.ReadAllAsync().ToListAsync());

        Assert.Equal([0], service.Seconds);
    }

    [Fact]
    public async Task Jobs_without_a_waiter_are_forgotten_in_the_end()
    {
        Stand service = new(_ => 0);
        using Bench bench = service.Open();
        await using JobPoller poller = await bench.Client.OpenPollerAsync(TimeSpan.FromMinutes(30));
        for (int i = 0; i < 5000; i++)
        {
            poller.Wake(i == 0 ? "a" : $"x{i}");
        }

        poller.Add(Job("a"));
        poller.Complete();
        await bench.Clock.RunAsync(poller.Outcomes.ReadAllAsync().ToListAsync());

        Assert.Equal([5], service.Seconds);
    }

    [Fact]
    public async Task A_webhook_is_not_believed()
    {
        Stand service = new(_ => 100);
        using Bench bench = service.Open();
        using WebhookReceiver receiver = await WebhookReceiver.OpenAsync("auto");
        using HttpClient sender = new(new SocketsHttpHandler { UseProxy = false });
        await using JobPoller poller = await bench.Client.OpenPollerAsync(TimeSpan.FromMinutes(30));
        poller.UseWebhooks(receiver);
        poller.Add(Job("a"));
        poller.Complete();
        using StringContent lie = new("""{"id":"a","status":"COMPLETED","videoUrl":"https://evil.example/a.mp4"}""");
        using (await sender.PostAsync(receiver.Address, lie))
        {
        }

        JobOutcome outcome = Assert.Single(await bench.Clock.RunAsync(poller.Outcomes.ReadAllAsync().ToListAsync()));

        Assert.Equal(0, service.Seconds[0]);
        Assert.Equal("https://files.ugclab.example/a.mp4", outcome.Job.VideoUrl);
    }

    [Fact]
    public async Task A_receiver_is_closed_when_the_last_job_is_out()
    {
        Stand service = new(_ => 10);
        using Bench bench = service.Open();
        using WebhookReceiver receiver = await WebhookReceiver.OpenAsync("auto");
        await using JobPoller poller = await bench.Client.OpenPollerAsync(TimeSpan.FromMinutes(30));
        poller.UseWebhooks(receiver);
        poller.Add(Job("a"));
        poller.Complete();

        await bench.Clock.RunAsync(poller.Outcomes.ReadAllAsync().ToListAsync());

        Assert.False(receiver.IsOpen);
    }

    [Fact]
    public async Task A_receiver_that_is_gone_leaves_the_watch_its_own_pace()
    {
        Stand service = new(_ => 100);
        using Bench bench = service.Open();
        using WebhookReceiver receiver = await WebhookReceiver.OpenAsync("auto");
        await using JobPoller poller = await bench.Client.OpenPollerAsync(TimeSpan.FromMinutes(30));
        poller.UseWebhooks(receiver);
        receiver.Dispose();
        poller.Add(Job("a"));
        poller.Complete();

        await bench.Clock.RunAsync(poller.Outcomes.ReadAllAsync().ToListAsync());

        Assert.InRange(service.Seconds[^1], 100, 145);
    }

    [Fact]
    public async Task A_look_that_fails_is_made_again_before_the_safety_beat()
    {
        Stand service = new(_ => 100) { IsAway = age => age is > 90 and < 200 };
        using Bench bench = service.Open();

        await PollAsync(bench, [Job("a")], [(101, "a")]);

        Assert.InRange(service.Seconds[^1], 200, 350);
    }

    private static UgcJob Job(string id) => Bench.Video.Describe(id) with { CreatedAt = Made, PurchaseId = "p" };

    // With a receiver, unless there are no calls at all; the calls come as they would from it, at their second.
    private static async Task<List<JobOutcome>> PollAsync(Bench bench, UgcJob[] jobs, (int Second, string Id)[]? calls)
    {
        await using JobPoller poller = await bench.Client.OpenPollerAsync(TimeSpan.FromMinutes(30), bench.Notices);
        using WebhookReceiver? receiver = calls is null ? null : await WebhookReceiver.OpenAsync("auto");
        if (receiver is not null)
        {
            poller.UseWebhooks(receiver);
        }

        foreach (UgcJob job in jobs)
        {
            poller.Add(job);
        }

        poller.Complete();
        List<ITimer> timers = [.. (calls ?? []).Select(call => bench.Clock.CreateTimer(_ => poller.Wake(call.Id), null, TimeSpan.FromSeconds(call.Second), Timeout.InfiniteTimeSpan))];
        List<JobOutcome> outcomes = await bench.Clock.RunAsync(poller.Outcomes.ReadAllAsync().ToListAsync());
        timers.ForEach(timer => timer.Dispose());
        return outcomes;
    }

    /// <summary>A service whose jobs take as long as the test says.</summary>
    private sealed class Stand(Func<string, int> length) : HttpMessageHandler
    {
        private readonly List<(int Second, string Id)> _reads = [];
        private TimeProvider _clock = TimeProvider.System;

        public Func<double, bool> IsAway { get; init; } = _ => false;

        /// <summary>When it was read, in seconds of the test.</summary>
        public int[] Seconds
        {
            get
            {
                lock (_reads)
                {
                    return [.. _reads.Select(read => read.Second)];
                }
            }
        }

        public int Reads(string id)
        {
            lock (_reads)
            {
                return _reads.Count(read => read.Id == id);
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
            double age = (_clock.GetUtcNow() - Made).TotalSeconds;
            string id = request.RequestUri!.Segments[^1];
            lock (_reads)
            {
                _reads.Add(((int)age, id));
            }

            bool isDone = age >= length(id);
            string link = isDone ? $"\"https://files.ugclab.example/{id}.mp4\"" : "null";
            return IsAway(age) ? throw new HttpRequestException(HttpRequestError.NameResolutionError, "away") : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent($$$"""
                    {"data":{"id":"{{{id}}}","status":"{{{(isDone ? "COMPLETED" : "PROCESSING")}}}","progress":0,"videoUrl":{{{link}}},"processingSteps":{},"createdAt":"{{{Made:O}}}","updatedAt":"{{{Made.AddSeconds(length(id)):O}}}"},"meta":{"requestId":"req_1"}}
                    """),
            });
        }
    }
}
