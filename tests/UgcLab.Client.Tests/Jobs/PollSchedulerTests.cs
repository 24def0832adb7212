namespace UgcLab.Client.Tests.Jobs;

/// <summary>Ten thousand jobs over days, without a clock: what the schedule does with a budget of 900 reads an hour.</summary>
public sealed class PollSchedulerTests
{
    private const int Budget = 900;

    private static readonly DateTimeOffset Began = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    public static TheoryData<int, int, double> Loads => [.. Enumerable.Range(1, 10).SelectMany(seed => new (int, int, double)[] { (seed, 800, 1.6), (seed, 100, 8) })];

    [Theory]
    [MemberData(nameof(Loads))]
    public void Reads_go_where_jobs_are_done(int seed, int jobsPerHour, double readsPerJob)
    {
        Run run = new(seed);
        run.Buy(10_000, jobsPerHour);

        run.ToTheEnd();

        Assert.Equal(10_000, run.Ended);
        Assert.InRange((double)run.Reads.Count / run.Ended, 1, readsPerJob);
        Assert.InRange(run.MostInAnHour(), 1, 1000);
        Assert.InRange(run.LongestUnread, 0, 2);
    }

    [Fact]
    public void Ten_thousand_stored_jobs_are_swept_newest_first_while_new_jobs_are_read_in_time()
    {
        Run run = new(seed: 1);
        run.Restore(10_000);
        run.Buy(1000, perHour: 100);

        run.ToTheEnd();

        Assert.Equal(11_000, run.Ended);
        Assert.InRange((double)run.Reads.Count / run.Ended, 1, 1.5);
        Assert.InRange(run.MostInAnHour(), 1, 1000);
        Assert.InRange(run.LongestUnread, 0, 2);
        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => $"r{i}"), run.Seen.Where(id => id[0] == 'r'));
    }

    [Fact]
    public void A_restored_job_that_is_still_running_is_read_again_before_the_sweep_is_over()
    {
        PollScheduler schedule = new(Budget);
        PollItem slow = Job("slow");
        schedule.AddOverdue(slow, Began);
        for (int i = 1; i <= 5000; i++)
        {
            schedule.AddOverdue(Job($"r{i}"), Began.AddMinutes(-i));
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
        PollScheduler schedule = new(Budget);
        DateTimeOffset deadline = Began.AddMinutes(30);
        for (int i = 0; i < 3000; i++)
        {
            PollItem job = new(new UgcJob { UgcId = $"j{i}" }, TimeSpan.FromMinutes(30), deadline);
            if (i % 2 == 0)
            {
                schedule.Add(job, Began.AddHours(1));
            }
            else
            {
                schedule.AddOverdue(job, Began);
            }
        }

        Assert.Equal((20, 0), Take(Began));
        Assert.Equal((20, 3000 - 20 - 20), Take(deadline));
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
        PollScheduler schedule = new(0);
        schedule.Add(Job("a"), Began);
        schedule.Stall(Began.AddMinutes(5));

        Assert.Null(schedule.Take(Began, out _));
        Assert.Equal(Began.AddMinutes(5), schedule.Next());
        Assert.NotNull(schedule.Take(Began.AddMinutes(5), out bool mayRead));
        Assert.True(mayRead);
    }

    [Fact]
    public void Looks_are_close_together_where_most_of_a_kind_end()
    {
        JobDurationStats lengths = new(NotUsed);
        UgcJob job = new() { UgcId = "a", Status = UgcJobStatus.Processing, CreatedAt = Began };
        foreach (int seconds in new[] { 60, 90, 100, 105, 110, 118, 126, 140, 175, 300 })
        {
            lengths.Learn(job with { Status = UgcJobStatus.Completed, UpdatedAt = Began.AddSeconds(seconds) });
        }

        Assert.Equal(118, lengths.Of(job).TotalSeconds);
        Assert.Equal([8, 14, 35, 45, 5], new[] { 118, 126, 140, 175, 300 }.Select(Next));

        double Next(int age) => LookPlan.Next(job, 1, lengths, Began.AddSeconds(age)).TotalSeconds;
    }

    // What a store knows is loaded by its client, and there is none here.
    private static IStore NotUsed => null!;

    private static PollItem Job(string id) => new(new UgcJob { UgcId = id }, TimeSpan.Zero, DateTimeOffset.MaxValue);

    /// <summary>A virtual service and whoever watches it.</summary>
    private sealed class Run(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly JobDurationStats _lengths = new(NotUsed);
        private readonly PollScheduler _schedule = new(Budget);
        private readonly Queue<UgcJob> _coming = new();
        private readonly Dictionary<string, (DateTimeOffset Done, DateTimeOffset Seen, TimeSpan Wanted, double Share)> _open = [];
        public DateTimeOffset Now { get; private set; } = Began;

        public List<DateTimeOffset> Reads { get; } = [];

        /// <summary>The jobs in the order in which they were first looked at.</summary>
        public List<string> Seen { get; } = [];

        public int Ended { get; private set; }

        /// <summary>How long a job was left alone beyond what suited it, in rounds of the reads.</summary>
        public double LongestUnread { get; private set; }

        public void Buy(int count, int perHour)
        {
            for (int i = 0; i < count; i++)
            {
                _coming.Enqueue(new UgcJob { UgcId = $"j{i}", Model = "veo-3.1", CreatedAt = Began + (i * (TimeSpan.FromHours(1) / perHour)) });
            }
        }

        public void Restore(int count)
        {
            for (int i = 0; i < count; i++)
            {
                // One in a hundred is still running.
                UgcJob job = new() { UgcId = $"r{i}", Model = "veo-3.1", CreatedAt = Began.AddMinutes(-10 - i) };
                _open[job.UgcId] = (i % 100 == 0 ? Began.AddHours(1) : Began, Began, TimeSpan.Zero, 0);
                _schedule.AddOverdue(new PollItem(job, TimeSpan.Zero, DateTimeOffset.MaxValue), job.CreatedAt.Value);
            }

            Crowd();
        }

        public void ToTheEnd()
        {
            while (_coming.Count > 0 || _open.Count > 0)
            {
                while (_coming.TryPeek(out UgcJob? job) && job.CreatedAt <= Now)
                {
                    Add(_coming.Dequeue());
                }

                while (_schedule.Take(Now, out bool mayRead) is PollItem watched)
                {
                    Assert.True(mayRead);
                    Look(watched);
                }

                DateTimeOffset next = _schedule.Next() ?? DateTimeOffset.MaxValue;
                Now = _coming.TryPeek(out UgcJob? later) && later.CreatedAt < next ? later.CreatedAt.Value : next;
            }
        }

        public int MostInAnHour()
        {
            int most = 0;
            for (int first = 0, last = 0; last < Reads.Count; last++)
            {
                while (Reads[last] - Reads[first] > TimeSpan.FromHours(1))
                {
                    first++;
                }

                most = Math.Max(most, last - first + 1);
            }

            return most;
        }

        private void Add(UgcJob job)
        {
            // Log-normal, about five minutes.
            double normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
            TimeSpan wanted = LookPlan.First(job, _lengths.Of(job), Now);
            _open[job.UgcId] = (Now + TimeSpan.FromMinutes(5 * Math.Exp(0.5 * normal)), Now, wanted, 0);
            _schedule.Add(new PollItem(job, TimeSpan.Zero, DateTimeOffset.MaxValue), Now + wanted);
            Crowd();
        }

        private void Look(PollItem watched)
        {
            Reads.Add(Now);
            if (watched.Looks == 0)
            {
                Seen.Add(watched.Job.UgcId);
            }

            (DateTimeOffset done, DateTimeOffset seen, TimeSpan wanted, double most) = _open[watched.Job.UgcId];
            double share = TimeSpan.FromHours(1).TotalSeconds / Budget * Math.Max(most, _open.Count);
            LongestUnread = Math.Max(LongestUnread, (Now - seen - wanted).TotalSeconds / share);
            UgcJob job = watched.Job with { Status = done <= Now ? UgcJobStatus.Completed : UgcJobStatus.Processing, UpdatedAt = done };
            watched.Saw(job);
            if (job.IsFinal)
            {
                Ended++;
                _open.Remove(job.UgcId);
                _lengths.Learn(job);
                _schedule.End();
                return;
            }

            wanted = LookPlan.Next(job, watched.Looks, _lengths, Now);
            _open[job.UgcId] = (done, Now, wanted, _open.Count);
            _schedule.Again(watched, wanted, Now);
        }

        private void Crowd()
        {
            foreach (string id in _open.Keys.ToList())
            {
                _open[id] = _open[id] with { Share = Math.Max(_open[id].Share, _open.Count) };
            }
        }
    }
}
