namespace UgcLab.Client.Tests.Jobs;

/// <summary>A campaign in virtual time: rows are sent one after another within limits, and the schedule decides which jobs are read.</summary>
internal sealed class SimulatedCampaign(int seed, UgcLimits limits, Func<Random, double> seconds)
{
    public static readonly DateTimeOffset Began = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Sending = TimeSpan.FromMilliseconds(200);

    private readonly Random _random = new(seed);
    private readonly Clock _clock = new();
    private readonly Queue<UgcJob> _coming = new();
    private readonly Dictionary<string, (DateTimeOffset Done, DateTimeOffset Seen, TimeSpan Wanted, int Reads, int Open)> _open = [];
    private readonly Queue<DateTimeOffset> _minute = new();
    private readonly Queue<DateTimeOffset> _creations = new();
    private CreationPriority _priority = null!;
    private PollScheduler _scheduler = null!;
    private UgcJob? _sending;
    private DateTimeOffset _sent;

    /// <summary>What is known of lengths; a second campaign may have what the first learned.</summary>
    public JobDurationStats Durations { get; init; } = new(null!);

    /// <summary>Whether the service sets updatedAt at each read.</summary>
    public bool UpdatesAtReads { get; init; }

    /// <summary>Of how many kinds the jobs are.</summary>
    public int Kinds { get; init; } = 1;

    public int Jobs { get; private set; }

    public List<(DateTimeOffset Time, string Id)> Reads { get; } = [];

    public int Ended { get; private set; }

    /// <summary>When the last row was sent, the last job ended, and the last was seen to have ended.</summary>
    public DateTimeOffset LastSent { get; private set; } = Began;

    public DateTimeOffset LastDone { get; private set; } = Began;

    public DateTimeOffset LastSeen { get; private set; } = Began;

    /// <summary>How long a job was left alone beyond what suited it, in rounds of the reads.</summary>
    public double LongestUnread { get; private set; }

    /// <summary>How late each job was seen to have ended, in seconds.</summary>
    public List<double> Late { get; } = [];

    public double ReadsPerJob => (double)Reads.Count / Ended;

    public double Seconds => (LastSeen - Began).TotalSeconds;

    public int MostReadsInAnHour => Most(Reads.ConvertAll(read => read.Time), TimeSpan.FromHours(1));

    private DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Rows to send; at most so many an hour, if that is given, whatever the limits allow.</summary>
    public SimulatedCampaign Send(int rows, int perHour = 0)
    {
        for (int i = 0; i < rows; i++)
        {
            DateTimeOffset from = perHour > 0 ? Began + (i * (TimeSpan.FromHours(1) / perHour)) : Began;
            _coming.Enqueue(new UgcJob { UgcId = $"j{i}", Model = $"m{i % Kinds}", CreatedAt = from });
        }

        Jobs += rows;
        return this;
    }

    /// <summary>Jobs of an earlier run, the newest first; one in a hundred is still running.</summary>
    public SimulatedCampaign Resume(int jobs)
    {
        Begin();
        for (int i = 0; i < jobs; i++)
        {
            Open(new UgcJob { UgcId = $"r{i}", Model = "m0", CreatedAt = Began.AddMinutes(-10 - i) }, i % 100 == 0 ? Began.AddHours(1) : Began);
        }

        Crowd();
        Jobs += jobs;
        return this;
    }

    public SimulatedCampaign Run()
    {
        Begin();
        while (Ended < Jobs)
        {
            DateTimeOffset next = Soonest(SendNext(), ReadDue());
            if (Ended < Jobs)
            {
                _clock.Pass(next > Now && next < DateTimeOffset.MaxValue ? next - Now
                    : throw new InvalidOperationException($"It stands still with {Ended} of {Jobs} jobs ended."));
            }
        }

        return this;
    }

    private void Begin()
    {
        _priority ??= new CreationPriority(_clock, limits.Requests.Window);
        _scheduler ??= PollScheduler.Within(limits, Durations);
    }

    // Returns when to call again.
    private DateTimeOffset SendNext()
    {
        if (_sending is UgcJob sent && _sent <= Now)
        {
            Count(_creations);
            LastSent = Now;
            _sending = null;
            Open(sent with { CreatedAt = Now }, Now.AddSeconds(seconds(_random)));
            Crowd();
            if (_coming.Count == 0)
            {
                _priority.End();
            }
        }

        if (_sending is not null || !_coming.TryPeek(out UgcJob? job))
        {
            return _sending is null ? DateTimeOffset.MaxValue : _sent;
        }

        if (job.CreatedAt > Now)
        {
            return job.CreatedAt.Value;
        }

        (DateTimeOffset hour, DateTimeOffset minute) = (Free(_creations, limits.Creations.Count, 60), Free(_minute, limits.Requests.Count, 1));
        if (hour > Now || minute > Now)
        {
            DateTimeOffset free = hour > minute ? hour : minute;
            _priority.Wait(new GateAnswer.Wait(free - Now, "") { IsForRequests = minute > hour });
            return free;
        }

        (_sending, _sent) = (_coming.Dequeue(), Now + Sending);
        return _sent;
    }

    private DateTimeOffset ReadDue()
    {
        _scheduler.IsComplete = _coming.Count == 0 && _sending is null;
        _scheduler.CreationsUntil = _coming.Count == 0 ? Now : Now + _priority.Left;
        while (true)
        {
            DateTimeOffset free = Free(_minute, limits.Requests.Count, 1);
            if (free > Now)
            {
                return _scheduler.Next() is null ? DateTimeOffset.MaxValue : free;
            }

            if (_scheduler.Take(Now, out _) is not PollItem job)
            {
                return _scheduler.Next() ?? DateTimeOffset.MaxValue;
            }

            Read(job);
        }
    }

    private void Open(UgcJob job, DateTimeOffset done)
    {
        PollItem item = new(job, TimeSpan.Zero, DateTimeOffset.MaxValue);
        _scheduler.Add(item, Now);
        _open[job.UgcId] = (done, Now, item.Kind!.At(0.75), 0, _open.Count);
        LastDone = Later(LastDone, done);
    }

    private void Crowd()
    {
        foreach (string id in _open.Keys.ToList())
        {
            _open[id] = _open[id] with { Open = Math.Max(_open[id].Open, _open.Count) };
        }
    }

    private void Read(PollItem item)
    {
        Count(null);
        string id = item.Job.UgcId;
        (DateTimeOffset done, DateTimeOffset seen, TimeSpan wanted, int reads, int open) = _open[id];
        Reads.Add((Now, id));
        double round = limits.Reads.Count > 0 ? 4000.0 / limits.Reads.Count * Math.Max(open, _open.Count) : double.MaxValue;
        TimeSpan first = item.Kind!.At(0.75);
        LongestUnread = Math.Max(LongestUnread, (Now - seen - (reads == 0 && first > wanted ? first : wanted)).TotalSeconds / round);
        bool hasEnded = done <= Now;
        item.Update(item.Job with
        {
            Status = hasEnded ? UgcJobStatus.Completed : UgcJobStatus.Processing,
            UpdatedAt = UpdatesAtReads ? Now : hasEnded ? done : item.Job.CreatedAt,
        }, Now);
        if (hasEnded)
        {
            Ended++;
            Late.Add((Now - Later(done, reads > 0 ? done : seen)).TotalSeconds);
            LastSeen = Now;
            _open.Remove(id);
            _scheduler.Remove(item);
            return;
        }

        _scheduler.Again(item, null, Now);
        _open[id] = (done, Now, TimeSpan.FromTicks(Math.Min((Now - item.Began).Ticks * 15 / 100, TimeSpan.FromSeconds(45).Ticks)), reads + 1, _open.Count);
    }

    // A request counts from its answer.
    private void Count(Queue<DateTimeOffset>? creations)
    {
        creations?.Enqueue(Now);
        _minute.Enqueue(Now);
    }

    private DateTimeOffset Free(Queue<DateTimeOffset> times, int limit, int minutes)
    {
        TimeSpan window = TimeSpan.FromMinutes(minutes);
        while (times.TryPeek(out DateTimeOffset oldest) && oldest + window <= Now)
        {
            times.Dequeue();
        }

        return limit > 0 && times.Count >= limit ? times.Peek() + window : Now;
    }

    private static int Most(List<DateTimeOffset> times, TimeSpan window)
    {
        int most = 0;
        for (int first = 0, last = 0; last < times.Count; last++)
        {
            while (times[last] - times[first] >= window)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    private static DateTimeOffset Soonest(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private sealed class Clock : TimeProvider
    {
        private DateTimeOffset _now = Began;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _now.Ticks;

        public void Pass(TimeSpan time) => _now += time;
    }
}
