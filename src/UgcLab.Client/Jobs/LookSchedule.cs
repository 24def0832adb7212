namespace UgcLab.Jobs;

/// <summary>
/// Which job is looked at next, and when, so that the hour's reads go where a job is likely to be done and no job is
/// forgotten. It is told the time, and never waits.
/// </summary>
/// <remarks>
/// Jobs that ought to have ended before anybody looked, such as those of a record taken up again, are swept newest first,
/// for links may die. All others are looked at when they are due, the longest overdue first. While there are both, they
/// take turns: so each kind has half of the reads at least, and every job has its look within two rounds.
/// </remarks>
/// <param name="readsPerHour">The budget; 0 is no limit.</param>
internal sealed class LookSchedule(int readsPerHour)
{
    // A few jobs that end together are seen together; a thousand are seen at an even pace, not all at once and then none.
    private const int Burst = 20;

    private readonly PriorityQueue<Entry, DateTimeOffset> _due = new();
    private readonly PriorityQueue<Entry, long> _sweep = new();
    private readonly PriorityQueue<Watched, DateTimeOffset> _deadlines = new();
    private readonly TimeSpan _interval = readsPerHour > 0 ? TimeSpan.FromHours(1) / readsPerHour : TimeSpan.Zero;
    private DateTimeOffset _nextRead = DateTimeOffset.MinValue;
    private DateTimeOffset _stalledUntil = DateTimeOffset.MinValue;
    private int _open;
    private int _sweeping;
    private bool _sweepsNext = true;

    /// <summary>A schedule that leaves a tenth of the reads to people; and where the minute allows less than that, the minute decides.</summary>
    public static LookSchedule Within(UgcLimits limits)
    {
        int byHour = (int)(limits.ReadsPerHour * 9L / 10);
        int byMinute = (int)Math.Min(int.MaxValue, limits.RequestsPerMinute * 60L);
        return new LookSchedule(byHour <= 0 || (byMinute > 0 && byMinute < byHour) ? byMinute : byHour);
    }

    private readonly record struct Entry(Watched Job, int Ticket)
    {
        // One that was taken since, for its deadline or by its other turn, is a leftover.
        public bool IsValid => Job.Ticket == Ticket;
    }

    /// <summary>How long a round takes: how often each job can be looked at, when all are looked at alike.</summary>
    public TimeSpan Share => Math.Max(1, _open) * _interval;

    /// <summary>Takes in a job that is likely to be done at a time to come.</summary>
    public void Add(Watched job, DateTimeOffset due)
    {
        Open(job);
        Wait(job, due);
    }

    /// <summary>Takes in a job that is likely to have been done for a while.</summary>
    public void AddOverdue(Watched job, DateTimeOffset made)
    {
        Open(job);
        job.Ticket++;
        job.IsWaiting = true;
        _sweeping++;
        job.IsSwept = true;
        _sweep.Enqueue(new Entry(job, job.Ticket), -made.UtcTicks);
    }

    /// <summary>A job was looked at, and is to be looked at again.</summary>
    /// <param name="job">The job.</param>
    /// <param name="wanted">The wait that would suit it.</param>
    /// <param name="now">The time.</param>
    public void Again(Watched job, TimeSpan wanted, DateTimeOffset now)
    {
        // The sweep has half of the reads for itself.
        TimeSpan share = _sweeping > 0 ? (_open - _sweeping) * _interval * 2 : Share;
        Wait(job, now + (wanted > share ? wanted : share));
    }

    /// <summary>A job that waits for its look is to have it earlier. It takes its turn, and a read of the budget, as any other.</summary>
    public bool Hasten(Watched job, DateTimeOffset due)
    {
        bool isSooner = job.IsWaiting && due < job.Due;
        if (isSooner)
        {
            Wait(job, due);
        }

        return isSooner;
    }

    /// <summary>No look is to be had before a time, whatever the budget says: the service asked for a pause, or others use it up.</summary>
    public void Stall(DateTimeOffset until) => _stalledUntil = until;

    /// <summary>A job is waited for no more.</summary>
    public void End() => _open--;

    /// <summary>The job to look at now, or null while there is none, or no read left for it.</summary>
    /// <param name="now">The time.</param>
    /// <param name="mayRead">False for one whose time is up while there is no read left: it has to go as it is.</param>
    public Watched? Take(DateTimeOffset now, out bool mayRead)
    {
        mayRead = FreeAt() <= now;
        while (_deadlines.TryPeek(out Watched? last, out DateTimeOffset deadline) && deadline <= now)
        {
            _deadlines.Dequeue();
            if (last.IsWaiting)
            {
                return Taken(last, mayRead, now);
            }
        }

        DropLeftovers();
        bool isDue = _due.TryPeek(out Entry due, out DateTimeOffset at) && at <= now;
        bool canSweep = _sweep.TryPeek(out Entry swept, out _);
        if (!mayRead || (!isDue && !canSweep))
        {
            return null;
        }

        bool sweeps = canSweep && (!isDue || _sweepsNext);
        _sweepsNext = !sweeps;
        return Taken(sweeps ? swept.Job : due.Job, mayRead, now);
    }

    /// <summary>When to ask again; null when nothing is left to be looked at.</summary>
    public DateTimeOffset? Next()
    {
        DropLeftovers();
        DateTimeOffset? look = _sweep.Count > 0 ? DateTimeOffset.MinValue : _due.TryPeek(out _, out DateTimeOffset at) ? at : null;
        look = look < FreeAt() ? FreeAt() : look;
        return _deadlines.TryPeek(out _, out DateTimeOffset deadline) && (look is null || deadline < look) ? deadline : look;
    }

    private void Open(Watched job)
    {
        _open++;
        if (job.Deadline < DateTimeOffset.MaxValue)
        {
            _deadlines.Enqueue(job, job.Deadline);
        }
    }

    private void Wait(Watched job, DateTimeOffset due)
    {
        job.Ticket++;
        job.IsWaiting = true;
        job.Due = due;
        _due.Enqueue(new Entry(job, job.Ticket), due);
    }

    private Watched Taken(Watched job, bool reads, DateTimeOffset now)
    {
        job.Ticket++;
        job.IsWaiting = false;
        job.Due = DateTimeOffset.MaxValue;
        if (job.IsSwept)
        {
            job.IsSwept = false;
            _sweeping--;
        }

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

    private void DropLeftovers()
    {
        while (_due.TryPeek(out Entry entry, out _) && !entry.IsValid)
        {
            _due.Dequeue();
        }

        while (_sweep.TryPeek(out Entry entry, out _) && !entry.IsValid)
        {
            _sweep.Dequeue();
        }
    }
}
