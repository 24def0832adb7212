namespace UgcLab.Jobs;

// Which job is read next, and when, so that the hour's reads go where a job is likely to be done and no job is forgotten. It is
// given the time, and never waits.
// Jobs that ought to have ended before they were first read, such as those of a resumed batch, are swept newest first, because
// links may expire. All others are read when they are due, the longest overdue first. While there are both, they take turns: so
// each kind has at least half of the reads, and every job is read within two rounds.
internal sealed class PollScheduler(int readsPerHour)
{
    // A few jobs that end together are read together; a thousand are read at an even rate.
    private const int Burst = 20;

    private static readonly Comparer<PollItem> ByRank = Comparer<PollItem>.Create(
        (one, other) => (one.Rank, one.Number).CompareTo((other.Rank, other.Number)));

    private readonly SortedSet<PollItem> _due = new(ByRank);
    private readonly SortedSet<PollItem> _sweep = new(ByRank);
    private readonly PriorityQueue<PollItem, DateTimeOffset> _deadlines = new();
    private readonly TimeSpan _interval = readsPerHour > 0 ? TimeSpan.FromHours(1) / readsPerHour : TimeSpan.Zero;
    private DateTimeOffset _nextRead = DateTimeOffset.MinValue;
    private DateTimeOffset _stalledUntil = DateTimeOffset.MinValue;
    private int _open;
    private int _numbers;
    private bool _sweepsNext = true;

    /// <summary>
    /// A schedule that leaves a tenth of the reads to people; where the minute's limit allows less than that, it decides.
    /// </summary>
    public static PollScheduler Within(UgcLimits limits)
    {
        int byHour = (int)(limits.ReadsPerHour * 9L / 10);
        int byMinute = (int)Math.Min(int.MaxValue, limits.RequestsPerMinute * 60L);
        return new PollScheduler(byHour <= 0 || (byMinute > 0 && byMinute < byHour) ? byMinute : byHour);
    }

    /// <summary>Takes in a job that is likely to be done at a later time.</summary>
    public void Add(PollItem job, DateTimeOffset due) => Open(job, _due, due.UtcTicks);

    /// <summary>Takes in a job that is likely to have been done for a while.</summary>
    public void AddOverdue(PollItem job, DateTimeOffset made) => Open(job, _sweep, -made.UtcTicks);

    /// <summary>A job was read, and is to be read again: after the time that suits it, or when a round of all jobs is over.</summary>
    public void Again(PollItem job, TimeSpan wanted, DateTimeOffset now)
    {
        // Overdue jobs get half of the reads.
        TimeSpan round = _sweep.Count > 0 ? (_open - _sweep.Count) * _interval * 2 : Math.Max(1, _open) * _interval;
        Put(job, _due, (now + (wanted > round ? wanted : round)).UtcTicks);
    }

    /// <summary>Schedules a waiting job earlier, if it isn't already. It needs a slot and a read like any other.</summary>
    public bool Hasten(PollItem job, DateTimeOffset due)
    {
        // One that waits to be swept is overdue anyway: it becomes the first of them.
        long rank = job.Queue == _sweep ? long.MinValue : due.UtcTicks;
        bool isSooner = job.Queue is not null && rank < job.Rank;
        if (isSooner)
        {
            Put(job, job.Queue!, rank);
        }

        return isSooner;
    }

    /// <summary>Pauses all reads until a time, because the service asked for a pause or other processes use the limit.</summary>
    public void Stall(DateTimeOffset until) => _stalledUntil = until;

    public void End() => _open--;

    // The job to read now; null if none is due, or if the rate limit allows no read. mayRead
    // is false for a job that timed out while no read was allowed: it ends without one.
    public PollItem? Take(DateTimeOffset now, out bool mayRead)
    {
        mayRead = FreeAt() <= now;
        while (_deadlines.TryPeek(out PollItem? last, out DateTimeOffset deadline) && deadline <= now)
        {
            _deadlines.Dequeue();
            if (last.Queue is not null)
            {
                return Taken(last, mayRead, now);
            }
        }

        PollItem? due = _due.Min is PollItem first && first.Rank <= now.UtcTicks ? first : null;
        PollItem? swept = _sweep.Min;
        if (!mayRead || (due ?? swept) is null)
        {
            return null;
        }

        bool sweeps = swept is not null && (due is null || _sweepsNext);
        _sweepsNext = !sweeps;
        return Taken(sweeps ? swept! : due!, mayRead, now);
    }

    // When to call Take again; null when nothing is left to be read.
    public DateTimeOffset? Next()
    {
        DateTimeOffset? look = _sweep.Count > 0 ? DateTimeOffset.MinValue
            : _due.Min is PollItem first ? new DateTimeOffset(first.Rank, TimeSpan.Zero) : null;
        look = look < FreeAt() ? FreeAt() : look;
        return _deadlines.TryPeek(out _, out DateTimeOffset deadline) && (look is null || deadline < look) ? deadline : look;
    }

    private void Open(PollItem job, SortedSet<PollItem> queue, long rank)
    {
        _open++;
        job.Number = _numbers++;
        Put(job, queue, rank);
        if (job.Deadline < DateTimeOffset.MaxValue)
        {
            _deadlines.Enqueue(job, job.Deadline);
        }
    }

    private static void Put(PollItem job, SortedSet<PollItem> queue, long rank)
    {
        job.Queue?.Remove(job);
        (job.Queue, job.Rank) = (queue, rank);
        queue.Add(job);
    }

    private PollItem Taken(PollItem job, bool reads, DateTimeOffset now)
    {
        job.Queue!.Remove(job);
        job.Queue = null;
        if (reads)
        {
            _nextRead = (_nextRead > now ? _nextRead : now) + _interval;
        }

        return job;
    }

    private DateTimeOffset FreeAt()
    {
        TimeSpan burst = (Burst - 1) * _interval;
        DateTimeOffset byBudget = _nextRead - DateTimeOffset.MinValue < burst ? DateTimeOffset.MinValue : _nextRead - burst;
        return byBudget > _stalledUntil ? byBudget : _stalledUntil;
    }
}
