namespace UgcLab.Jobs;

// Which job is read next, and when. It is given the time, and never waits.
// A job is first read when most of its kind have ended at its age; what is learned meanwhile moves that at once. Later reads have a
// time of their own. Jobs that ought to have ended before they came, such as those of a resumed batch, are swept newest first, because
// links may expire. While there are both, they take turns: so each kind has at least half of the reads, and no job is forgotten.
internal sealed class PollSchedule(JobLengths lengths, int readsPerHour, int burst = PollSchedule.Burst)
{
    // Reads that may come faster than the hour's even rate: those of a campaign of common size.
    public const int Burst = 100;

    private const int Last = 8;

    private static readonly Comparer<PollItem> ByRank = Comparer<PollItem>.Create(
        (one, other) => (one.Rank, one.Number).CompareTo((other.Rank, other.Number)));

    private readonly Dictionary<KindLengths, SortedSet<PollItem>> _unread = [];
    private readonly SortedSet<PollItem> _due = new(ByRank);
    private readonly SortedSet<PollItem> _sweep = new(ByRank);
    private readonly PriorityQueue<PollItem, DateTimeOffset> _deadlines = new();
    private readonly TimeSpan _interval = readsPerHour > 0 ? TimeSpan.FromHours(1) / readsPerHour : TimeSpan.Zero;
    private DateTimeOffset _nextRead = DateTimeOffset.MinValue;
    private DateTimeOffset _stalledUntil = DateTimeOffset.MinValue;
    private DateTimeOffset _yieldsUntil = DateTimeOffset.MinValue;
    private int _open;
    private int _numbers;
    private bool _sweepsNext = true;

    /// <summary>Whether no more jobs will come: the last of them are read more often, because somebody waits for them.</summary>
    public bool IsComplete { get; set; }

    private bool IsLast => IsComplete && _open <= Last;

    /// <summary>A schedule that leaves a tenth of the hour's reads to people; where the minute's limit allows less than that, it decides.</summary>
    public static PollSchedule Within(UgcLimits limits, JobLengths lengths)
    {
        int byHour = (int)(limits.ReadsPerHour * 9L / 10);
        int byMinute = (int)Math.Min(int.MaxValue, limits.RequestsPerMinute * 60L);
        bool isMinute = byHour <= 0 || (byMinute > 0 && byMinute < byHour);
        return new PollSchedule(lengths, isMinute ? byMinute : byHour, isMinute ? Math.Max(1, limits.RequestsPerMinute) : Burst);
    }

    /// <summary>Takes in a job. One that has ended already is read all the same: its link may have died since.</summary>
    public void Add(PollItem job, DateTimeOffset now)
    {
        _open++;
        job.Number = _numbers++;
        job.Began = job.Job.CreatedAt < now ? job.Job.CreatedAt.Value : now;
        job.Kind = lengths.Of(job.Job);
        bool isOverdue = job.Job.IsFinal || now - job.Began >= job.Kind.First(isLast: false);
        Put(job, isOverdue ? _sweep : Unread(job.Kind), isOverdue ? -job.Began.UtcTicks : job.Began.UtcTicks);
        if (job.Deadline < DateTimeOffset.MaxValue)
        {
            _deadlines.Enqueue(job, job.Deadline);
        }
    }

    /// <summary>A job was read and has not ended. It is read again after a wait; by default, the one that suits its kind and the reads left.</summary>
    public void Again(PollItem job, TimeSpan? wait, DateTimeOffset now)
    {
        // With few reads left, a round of all jobs is over first. The sweep has half of the reads for itself.
        TimeSpan round = (_sweep.Count > 0 ? (_open - _sweep.Count) * 2 : Math.Max(1, _open)) * _interval * Scarcity(now);
        TimeSpan wanted = wait ?? job.Kind!.Wait(job.Job, now - job.Began, IsLast);
        Put(job, _due, (now + (wanted > round ? wanted : round)).UtcTicks);
    }

    /// <summary>A waiting job is to be read earlier, if it is not yet. It takes its turn, and a read of the budget, as any other.</summary>
    public bool Hasten(PollItem job, DateTimeOffset due)
    {
        // One that waits to be swept is overdue anyway: it becomes the first of them.
        long rank = job.Queue == _sweep ? long.MinValue : due.UtcTicks;
        bool isSooner = job.Queue is not null && rank < (job.Queue == _sweep ? job.Rank : Due(job));
        if (isSooner)
        {
            Put(job, job.Queue == _sweep ? _sweep : _due, rank);
        }

        return isSooner;
    }

    /// <summary>No read before a time, whatever the budget says: the service asked for a pause, or others use it up.</summary>
    public void Stall(DateTimeOffset until) => _stalledUntil = until;

    /// <summary>Creations go first until a time.</summary>
    public void Yield(DateTimeOffset until) => _yieldsUntil = until;

    public void End(PollItem job)
    {
        _open--;
        job.Kind!.Forget(job.Job.UgcId);
    }

    // The job to read now, or null while there is none, or no read left for it. mayRead is false for one whose time is up while
    // there is no read left: it ends as it is.
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

        PollItem? due = First() is PollItem first && Due(first) <= now.UtcTicks ? first : null;
        PollItem? swept = _sweep.Min;
        if (!mayRead || now < _yieldsUntil || (due ?? swept) is null)
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
        DateTimeOffset? look = _sweep.Count > 0 ? DateTimeOffset.MinValue : First() is PollItem first ? new DateTimeOffset(Due(first), TimeSpan.Zero) : null;
        DateTimeOffset free = FreeAt() > _yieldsUntil ? FreeAt() : _yieldsUntil;
        look = look < free ? free : look;
        return _deadlines.TryPeek(out _, out DateTimeOffset deadline) && (look is null || deadline < look) ? deadline : look;
    }

    private PollItem? First() => _unread.Values.Append(_due).Select(queue => queue.Min).OfType<PollItem>().MinBy(job => (Due(job), job.Number));

    private long Due(PollItem job) => job.Queue == _due ? job.Rank : (job.Began + job.Kind!.First(IsLast)).UtcTicks;

    private SortedSet<PollItem> Unread(KindLengths kind) =>
        _unread.TryGetValue(kind, out SortedSet<PollItem>? queue) ? queue : _unread[kind] = new(ByRank);

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

    // From none, while half of the burst is left, to one, when none of it is.
    private double Scarcity(DateTimeOffset now) =>
        _nextRead > now ? Math.Clamp((2 * ((_nextRead - now) / _interval) / burst) - 1, 0, 1) : 0;

    private DateTimeOffset FreeAt()
    {
        TimeSpan ahead = (burst - 1) * _interval;
        DateTimeOffset byBudget = _nextRead - DateTimeOffset.MinValue < ahead ? DateTimeOffset.MinValue : _nextRead - ahead;
        return byBudget > _stalledUntil ? byBudget : _stalledUntil;
    }
}
