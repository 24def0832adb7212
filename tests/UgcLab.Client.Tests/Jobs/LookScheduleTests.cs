using UgcLab.Jobs;

namespace UgcLab.Client.Tests.Jobs;

/// <summary>Ten thousand jobs over days, without a clock: what the schedule does with a budget of 900 reads an hour.</summary>
public sealed class LookScheduleTests
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

    /// <summary>A virtual service and whoever watches it.</summary>
    private sealed class Run(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly RunLengths _lengths = new(() => []);
        private readonly LookSchedule _schedule = new(Budget);
        private readonly Queue<UgcJob> _coming = new();
        private readonly Dictionary<string, (DateTimeOffset Done, DateTimeOffset Seen, TimeSpan Wanted, double Share)> _open = [];
        public DateTimeOffset Now { get; private set; } = Began;

        public List<DateTimeOffset> Reads { get; } = [];

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

        public void ToTheEnd()
        {
            while (_coming.Count > 0 || _open.Count > 0)
            {
                while (_coming.TryPeek(out UgcJob? job) && job.CreatedAt <= Now)
                {
                    Add(_coming.Dequeue());
                }

                while (_schedule.Take(Now, out bool mayRead) is Watched watched)
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
            _schedule.Add(new Watched(job, TimeSpan.Zero, DateTimeOffset.MaxValue), Now + wanted);
            Crowd();
        }

        private void Look(Watched watched)
        {
            Reads.Add(Now);
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
