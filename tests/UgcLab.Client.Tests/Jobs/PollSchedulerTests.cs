namespace UgcLab.Client.Tests.Jobs;

/// <summary>Ten thousand jobs over days, without a clock: what the schedule does with a budget of 900 reads an hour.</summary>
public sealed class PollSchedulerTests
{
    private const int Budget = 900;

    private static readonly DateTimeOffset Began = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    // Reads are the only limit.
    private static readonly UgcLimits Hour = new(0, 0, 1000);

    public static TheoryData<int, int, double> Loads => [.. Enumerable.Range(1, 10).SelectMany(seed => new (int, int, double)[] { (seed, 800, 1.6), (seed, 100, 8) })];

    [Theory]
    [MemberData(nameof(Loads))]
    public void Reads_go_where_jobs_are_done(int seed, int jobsPerHour, double readsPerJob)
    {
        SimulatedCampaign run = new SimulatedCampaign(seed, Hour, FiveMinutes).Send(10_000, jobsPerHour).Run();

        Assert.Equal(10_000, run.Ended);
        Assert.InRange(run.ReadsPerJob, 1, readsPerJob);
        Assert.InRange(run.MostReadsInAnHour, 1, 1000);
        Assert.InRange(run.LongestUnread, 0, 2);
    }

    [Fact]
    public void Ten_thousand_stored_jobs_are_swept_newest_first_while_new_jobs_are_read_in_time()
    {
        SimulatedCampaign run = new SimulatedCampaign(1, Hour, FiveMinutes).Resume(10_000).Send(1000, perHour: 100).Run();

        Assert.Equal(11_000, run.Ended);
        Assert.InRange(run.ReadsPerJob, 1, 1.5);
        Assert.InRange(run.MostReadsInAnHour, 1, 1000);
        Assert.InRange(run.LongestUnread, 0, 2);
        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => $"r{i}"), run.Reads.Select(read => read.Id).Where(id => id[0] == 'r').Distinct());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_limits_a_campaign_takes_little_longer_than_its_jobs(bool updatesAtReads)
    {
        foreach (int seed in Enumerable.Range(1, Proof.Of(100, 1000)))
        {
            JobDurationStats durations = new(NotUsed);
            foreach (int time in new[] { 0, 1, 2 })
            {
                SimulatedCampaign run = new SimulatedCampaign(seed + (1000 * time), UgcLimits.None, random => 3 + (5 * random.NextDouble()))
                {
                    Durations = durations,
                    UpdatesAtReads = updatesAtReads,
                }.Send(78).Run();

                Assert.InRange(run.Seconds, 0, 1.10 * (run.LastDone - Began).TotalSeconds);
                Assert.InRange((run.LastSeen - run.LastDone).TotalSeconds, 0, 3);
                Assert.InRange(run.ReadsPerJob, 1, 2);
            }
        }
    }

    [Fact]
    public void A_wrong_first_guess_is_corrected_though_reads_change_updatedAt()
    {
        JobDurationStats durations = new(NotUsed);
        KindDurations kind = durations.Of(new UgcJob { UgcId = "any", Model = "m0" });
        foreach (int _ in Enumerable.Range(0, 32))
        {
            kind.Finished(TimeSpan.Zero, TimeSpan.FromSeconds(75), TimeSpan.FromSeconds(75));
        }

        foreach (int seed in Enumerable.Range(1, 3))
        {
            new SimulatedCampaign(seed, UgcLimits.None, _ => 5) { Durations = durations, UpdatesAtReads = true }.Send(60).Run();
        }

        Assert.InRange(kind.At(0.75).TotalSeconds, 1, 10);
    }

    [Fact]
    public void Within_the_documented_limits_each_minute_is_used_and_no_job_is_read_twice()
    {
        foreach (int seed in Enumerable.Range(1, Proof.Of(100, 1000)))
        {
            SimulatedCampaign run = new SimulatedCampaign(seed, new UgcLimits(), random => 30 + (50 * random.NextDouble())).Send(70).Run();

            Assert.InRange(run.Seconds, 0, 1.05 * (70 + 70) / 20 * 60);
            Assert.InRange(run.ReadsPerJob, 1, 1.05);
        }
    }

    [Fact]
    public void Three_days_of_creations_use_the_hours_quota()
    {
        SimulatedCampaign run = new SimulatedCampaign(1, new UgcLimits(), _ => 120).Send(7200).Run();

        Assert.InRange((run.LastSent - Began).TotalHours, 71, 72 / 0.99);
        Assert.InRange(run.ReadsPerJob, 1, 1.6);
        Assert.InRange(run.Late.Max(), 0, 600);
    }

    // Whatever the campaign and the limits: it ends, the hour's reads are kept, and who waits at the end waits for a read or for the limits.
    [Fact]
    public void Campaigns_of_all_sizes_come_to_their_end_in_time()
    {
        foreach (int seed in Enumerable.Range(1, Proof.Of(1000, 10_000)))
        {
            Random random = new(seed);
            double mean = Math.Exp(random.NextDouble() * 7);
            UgcLimits limits = random.Next(3) switch { 0 => UgcLimits.None, 1 => new UgcLimits(), _ => new UgcLimits(random.Next(2, 60), 0, random.Next(100, 2000)) };
            int rows = random.Next(1, 100);
            SimulatedCampaign run = new SimulatedCampaign(seed, limits, each => mean * (0.5 + each.NextDouble()))
            {
                Kinds = random.Next(1, 4),
                UpdatesAtReads = random.Next(2) == 0,
            }.Send(rows).Run();

            Assert.Equal(rows, run.Ended);
            Assert.InRange(run.MostReadsInAnHour, 1, limits.Reads.Count is > 0 and int most ? most : int.MaxValue);
            double share = limits.Requests.Count > 0 ? (rows + run.Reads.Count) * 60.0 / limits.Requests.Count : 0;
            double hour = limits.Reads.Count > 0 ? run.Reads.Count * 4000.0 / limits.Reads.Count : 0;
            Assert.InRange((run.LastSeen - run.LastDone).TotalSeconds, 0, 5 + (mean * 1.5 * 0.15) + (limits == UgcLimits.None ? 0 : share + hour + 60));
            Assert.InRange(run.Late.Max(), 0, 180 + (mean * 1.5 * 1.15) + (limits == UgcLimits.None ? 0 : share + hour + 300));
        }
    }

    [Theory]
    [InlineData(10, UgcJobStatus.Processing, null, 1.5)]
    [InlineData(100, UgcJobStatus.Saving, null, 15)]
    [InlineData(100, UgcJobStatus.Processing, 95.0, 5.26)]
    [InlineData(1, UgcJobStatus.Processing, null, 1.25)]
    [InlineData(3600, UgcJobStatus.Processing, null, 45)]
    public void A_read_comes_late_by_a_share_of_the_age(int age, UgcJobStatus status, double? progress, double seconds)
    {
        PollScheduler scheduler = new(new JobDurationStats(NotUsed), TimeSpan.Zero, 1);
        PollItem job = Job("a", Began);
        scheduler.Add(job, Began);
        DateTimeOffset now = Began.AddSeconds(age);
        scheduler.Hasten(job, now);
        Assert.Same(job, scheduler.Take(now, out _));
        job.Update(job.Job with { Status = status, Progress = progress }, now);
        scheduler.Again(job, null, now);

        Assert.Equal(seconds, (scheduler.Next()!.Value - now).TotalSeconds, 0.01);
    }

    [Fact]
    public void What_the_first_job_of_a_kind_teaches_moves_the_first_reads_of_the_others_at_once()
    {
        JobDurationStats durations = new(NotUsed);
        PollScheduler scheduler = new(durations, TimeSpan.Zero, 1);
        PollItem first = Job("a", Began);
        scheduler.Add(first, Began);
        scheduler.Add(Job("b", Began.AddSeconds(1)), Began.AddSeconds(1));
        Assert.Same(first, scheduler.Take(Began.AddSeconds(5), out _));
        first.Update(first.Job with { Status = UgcJobStatus.Processing }, Began.AddSeconds(60));
        scheduler.Again(first, TimeSpan.FromSeconds(5), Began.AddSeconds(60));
        Assert.Equal(Began.AddSeconds(65), scheduler.Next());

        first.Update(first.Job with { Status = UgcJobStatus.Completed, UpdatedAt = Began.AddSeconds(61) }, Began.AddSeconds(65));

        Assert.Equal(Began.AddSeconds(1 + 61), scheduler.Next());
    }

    [Fact]
    public void A_restored_job_that_is_still_running_is_read_again_before_the_sweep_is_over()
    {
        PollScheduler scheduler = new(new JobDurationStats(NotUsed), TimeSpan.FromHours(1) / Budget, PollScheduler.Burst);
        PollItem slow = Job("slow", Began.AddSeconds(-5));
        scheduler.Add(slow, Began);
        for (int i = 1; i <= 5000; i++)
        {
            scheduler.Add(Job($"r{i}", Began.AddMinutes(-i)), Began);
        }

        Assert.Same(slow, scheduler.Take(Began, out _));
        scheduler.Again(slow, TimeSpan.FromSeconds(45), Began);
        int others = 0;
        DateTimeOffset now = Began;
        while (scheduler.Take(now, out _) is PollItem taken ? taken != slow : (now = scheduler.Next()!.Value) < Began.AddHours(9))
        {
            others++;
        }

        Assert.InRange(now - Began, TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void A_job_whose_time_is_up_while_no_read_is_left_goes_as_it_is()
    {
        PollScheduler scheduler = new(new JobDurationStats(NotUsed), TimeSpan.FromHours(1) / Budget, PollScheduler.Burst);
        DateTimeOffset deadline = Began.AddMinutes(30);
        for (int i = 0; i < 3000; i++)
        {
            bool isOverdue = i % 2 == 0;
            UgcJob job = new() { UgcId = $"j{i}", Model = isOverdue ? "old" : "new", CreatedAt = isOverdue ? Began.AddHours(-1) : Began };
            scheduler.Add(new PollItem(job, TimeSpan.FromMinutes(30), deadline), Began);
        }

        const int Burst = PollScheduler.Burst;
        Assert.Equal((Burst, 0), Take(Began));
        Assert.Equal((Burst, 3000 - Burst - Burst), Take(deadline));
        Assert.Null(scheduler.Next());

        (int Read, int NotRead) Take(DateTimeOffset now)
        {
            (int read, int notRead) = (0, 0);
            while (scheduler.Take(now, out bool mayRead) is not null)
            {
                (read, notRead) = mayRead ? (read + 1, notRead) : (read, notRead + 1);
            }

            return (read, notRead);
        }
    }

    [Fact]
    public void A_scheduler_that_is_paused_offers_no_read()
    {
        PollScheduler scheduler = new(new JobDurationStats(NotUsed), TimeSpan.Zero, 1);
        scheduler.Add(Job("a", Began.AddMinutes(-1)), Began);
        scheduler.Pause(Began.AddMinutes(5));

        Assert.Null(scheduler.Take(Began, out _));
        Assert.Equal(Began.AddMinutes(5), scheduler.Next());
        Assert.NotNull(scheduler.Take(Began.AddMinutes(5), out bool mayRead));
        Assert.True(mayRead);
    }

    // Log-normal.
    private static double FiveMinutes(Random random) =>
        300 * Math.Exp(0.5 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    // What a store knows is loaded by its client, and there is none here.
    private static IStoreEngine NotUsed => null!;

    private static PollItem Job(string id, DateTimeOffset made) => new(new UgcJob { UgcId = id, CreatedAt = made }, TimeSpan.Zero, DateTimeOffset.MaxValue);
}
