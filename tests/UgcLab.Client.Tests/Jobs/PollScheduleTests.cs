namespace UgcLab.Client.Tests.Jobs;

/// <summary>Ten thousand jobs over days, without a clock: what the schedule does with a budget of 900 reads an hour.</summary>
public sealed class PollScheduleTests
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
    public void A_record_of_ten_thousand_is_swept_newest_first_while_new_jobs_come_out_in_time()
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
            JobLengths lengths = new(NotUsed);
            foreach (int time in new[] { 0, 1, 2 })
            {
                SimulatedCampaign run = new SimulatedCampaign(seed + (1000 * time), UgcLimits.None, random => 3 + (5 * random.NextDouble()))
                {
                    Lengths = lengths,
                    UpdatesAtReads = updatesAtReads,
                }.Send(78).Run();

                Assert.InRange(run.Seconds, 0, 1.10 * (run.LastDone - Began).TotalSeconds);
                Assert.InRange((run.LastSeen - run.LastDone).TotalSeconds, 0, 3);
                Assert.InRange(run.ReadsPerJob, 1, 2);
            }
        }
    }

    [Fact]
    public void A_first_guess_that_is_wrong_is_unlearned_though_the_service_tells_its_reads_for_ends()
    {
        JobLengths lengths = new(NotUsed);
        KindLengths kind = lengths.Of(new UgcJob { UgcId = "any", Model = "m0" });
        foreach (int _ in Enumerable.Range(0, 32))
        {
            kind.Finished(TimeSpan.Zero, TimeSpan.FromSeconds(75), TimeSpan.FromSeconds(75));
        }

        foreach (int seed in Enumerable.Range(1, 3))
        {
            new SimulatedCampaign(seed, UgcLimits.None, _ => 5) { Lengths = lengths, UpdatesAtReads = true }.Send(60).Run();
        }

        Assert.InRange(kind.First(isLast: false).TotalSeconds, 1, 10);
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
            Assert.InRange(run.MostReadsInAnHour, 1, limits.ReadsPerHour is > 0 and int most ? most + PollSchedule.Burst : int.MaxValue);
            double share = limits.RequestsPerMinute > 0 ? (rows + run.Reads.Count) * 60.0 / limits.RequestsPerMinute : 0;
            double hour = limits.ReadsPerHour > 0 ? run.Reads.Count * 4000.0 / limits.ReadsPerHour : 0;
            Assert.InRange((run.LastSeen - run.LastDone).TotalSeconds, 0, 5 + (mean * 1.5 * 0.15) + (limits == UgcLimits.None ? 0 : share + hour + 60));
            Assert.InRange(run.Late.Max(), 0, 180 + (mean * 1.5 * 1.15) + (limits == UgcLimits.None ? 0 : share + hour + 300));
        }
    }

    [Fact]
    public void Looks_are_close_together_where_most_of_a_kind_end()
    {
        KindLengths lengths = new();
        foreach (int seconds in new[] { 60, 90, 100, 105, 110, 118, 126, 140, 175, 300 })
        {
            lengths.Finished(TimeSpan.Zero, TimeSpan.FromSeconds(400), TimeSpan.FromSeconds(seconds));
        }

        Assert.Equal(140, lengths.First(isLast: false).TotalSeconds);
        Assert.Equal([8, 14, 21, 26.25, 45], new[] { 118, 126, 140, 175, 300 }.Select(Next));

        double Next(int age) => lengths.Wait(new UgcJob { UgcId = "a", Status = UgcJobStatus.Processing }, TimeSpan.FromSeconds(age), isLast: false).TotalSeconds;
    }

    [Theory]
    [InlineData(10, UgcJobStatus.Processing, null, 1.5)]
    [InlineData(10, UgcJobStatus.Saving, null, 1.5)]
    [InlineData(100, UgcJobStatus.Saving, null, 10)]
    [InlineData(100, UgcJobStatus.Processing, 95.0, 5.26)]
    [InlineData(1, UgcJobStatus.Processing, null, 1)]
    [InlineData(3600, UgcJobStatus.Processing, null, 45)]
    public void A_wait_is_a_share_of_the_age_at_most(int age, UgcJobStatus status, double? progress, double seconds) =>
        Assert.Equal(seconds, new KindLengths().Wait(new UgcJob { UgcId = "a", Status = status, Progress = progress }, TimeSpan.FromSeconds(age), isLast: false).TotalSeconds, 0.01);

    [Fact]
    public void What_the_first_job_of_a_kind_teaches_moves_the_first_reads_of_the_others_at_once()
    {
        JobLengths lengths = new(NotUsed);
        PollSchedule schedule = new(lengths, 0);
        PollItem first = Job("a", Began);
        schedule.Add(first, Began);
        schedule.Add(Job("b", Began.AddSeconds(1)), Began.AddSeconds(1));
        Assert.Same(first, schedule.Take(Began.AddSeconds(5), out _));
        first.Saw(first.Job with { Status = UgcJobStatus.Processing }, Began.AddSeconds(60));
        schedule.Again(first, TimeSpan.FromSeconds(5), Began.AddSeconds(60));
        Assert.Equal(Began.AddSeconds(65), schedule.Next());

        first.Saw(first.Job with { Status = UgcJobStatus.Completed, UpdatedAt = Began.AddSeconds(61) }, Began.AddSeconds(65));

        Assert.Equal(Began.AddSeconds(1 + 61), schedule.Next());
    }

    [Fact]
    public void A_restored_job_that_is_still_running_is_looked_at_again_before_the_sweep_is_over()
    {
        PollSchedule schedule = new(new JobLengths(NotUsed), Budget);
        PollItem slow = Job("slow", Began.AddSeconds(-5));
        schedule.Add(slow, Began);
        for (int i = 1; i <= 5000; i++)
        {
            schedule.Add(Job($"r{i}", Began.AddMinutes(-i)), Began);
        }

        Assert.Same(slow, schedule.Take(Began, out _));
        schedule.Again(slow, TimeSpan.FromSeconds(45), Began);
        int others = 0;
        DateTimeOffset now = Began;
        while (schedule.Take(now, out _) is PollItem taken ? taken != slow : (now = schedule.Next()!.Value) < Began.AddHours(9))
        {
            others++;
        }

        Assert.InRange(now - Began, TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void A_job_whose_time_is_up_while_no_read_is_left_goes_as_it_is()
    {
        PollSchedule schedule = new(new JobLengths(NotUsed), Budget);
        DateTimeOffset deadline = Began.AddMinutes(30);
        for (int i = 0; i < 3000; i++)
        {
            bool isOverdue = i % 2 == 0;
            UgcJob job = new() { UgcId = $"j{i}", Model = isOverdue ? "old" : "new", CreatedAt = isOverdue ? Began.AddHours(-1) : Began };
            schedule.Add(new PollItem(job, TimeSpan.FromMinutes(30), deadline), Began);
        }

        const int Burst = PollSchedule.Burst;
        Assert.Equal((Burst, 0), Take(Began));
        Assert.Equal((Burst, 3000 - Burst - Burst), Take(deadline));
        Assert.Null(schedule.Next());

        (int Read, int NotRead) Take(DateTimeOffset now)
        {
            (int read, int notRead) = (0, 0);
            while (schedule.Take(now, out bool mayRead) is not null)
            {
                (read, notRead) = mayRead ? (read + 1, notRead) : (read, notRead + 1);
            }

            return (read, notRead);
        }
    }

    [Fact]
    public void A_schedule_that_is_stalled_offers_no_look()
    {
        PollSchedule schedule = new(new JobLengths(NotUsed), 0);
        schedule.Add(Job("a", Began.AddMinutes(-1)), Began);
        schedule.Stall(Began.AddMinutes(5));

        Assert.Null(schedule.Take(Began, out _));
        Assert.Equal(Began.AddMinutes(5), schedule.Next());
        Assert.NotNull(schedule.Take(Began.AddMinutes(5), out bool mayRead));
        Assert.True(mayRead);
    }

    // Log-normal.
    private static double FiveMinutes(Random random) =>
        300 * Math.Exp(0.5 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    // What a store knows is loaded by its client, and there is none here.
    private static IStore NotUsed => null!;

    private static PollItem Job(string id, DateTimeOffset made) => new(new UgcJob { UgcId = id, CreatedAt = made }, TimeSpan.Zero, DateTimeOffset.MaxValue);
}
