namespace UgcLab.Jobs;

// Which job is read next, and when. It is given the time, and never waits.
// A job is first read when most of its kind have finished at its age, so what one job shows moves the first reads of the others.
// Later reads have a time of their own. Jobs that should have finished before they were added, such as those of a resumed batch, are
// overdue: they are read newest first, because links may expire. Due and overdue jobs take turns, so each group has at least half of
// the reads, and every job is read.
internal sealed class PollScheduler(JobDurationStats stats, TimeSpan interval, int burst)
{
    // A batch of common size is read without delay; the even rate applies to more.
    public const int Burst = 100;

    // The share of a kind's jobs that have finished when one is first read.
    private const double Share = 0.75;

    // The last jobs are read more often, because the user waits for them: each in turn after this share of its age, and not within
    // half a second. Without limits, no campaign of a hundred jobs needs more than two reads per job for that.
    private const int Last = 4;
    private const double LastTurn = 0.015;
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1.25);

    // A status that isn't documented ends the wait after some reads without a change. They must not be over in a few seconds.
    private static readonly TimeSpan UnknownWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(45);

    private readonly HashSet<PollItem> _waiting = [];
    private DateTimeOffset _nextRead = DateTimeOffset.MinValue;
    private DateTimeOffset _pausedUntil = DateTimeOffset.MinValue;
    private int _open;
    private int _added;
    private bool _isOverdueNext = true;

    public bool IsComplete { get; set; }

    public DateTimeOffset CreationsUntil { get; set; } = DateTimeOffset.MinValue;

    /// <summary>A schedule that leaves a tenth of the reads to other commands. The stricter limit decides.</summary>
    public static PollScheduler Within(UgcLimits limits, JobDurationStats stats)
    {
        (TimeSpan reads, TimeSpan requests) = (limits.Reads.Interval / 0.9, limits.Requests.Interval);
        return requests > reads ? new(stats, requests, limits.Requests.Count)
            : new(stats, reads, limits.Reads.Count == 0 ? Burst : Math.Clamp(limits.Reads.Count / 10, 1, Burst));
    }

    /// <summary>Adds a job. One that has already finished is read as well, because its link may have expired.</summary>
    public void Add(PollItem job, DateTimeOffset now)
    {
        job.Kind = stats.Of(job.Job);
        job.Number = _added++;
        job.Began = (job.Job.SentAt ?? job.Job.CreatedAt) is DateTimeOffset began && began < now ? began : now;
        job.IsOverdue = job.Job.IsFinal || DueAt(job) <= now;
        _open++;
        _waiting.Add(job);
    }

    /// <summary>A job was read and has not ended: it is read again after a wait, by default one that suits its age.</summary>
    public void Again(PollItem job, TimeSpan? wait, DateTimeOffset now)
    {
        // If few reads are left, all jobs are read once before any is read again. Overdue jobs get half of the reads.
        int overdue = _waiting.Count(other => other.IsOverdue);
        TimeSpan round = (overdue > 0 ? (_open - overdue) * 2 : _open) * interval * Scarcity(now);
        TimeSpan wanted = wait ?? Wait(job, now);
        (job.ReadAt, job.Due) = (wait is null ? now : null, now + Later(wanted, round));
        _waiting.Add(job);
    }

    /// <summary>Schedules a waiting job earlier, if it isn't already. It needs a read like any other.</summary>
    public bool Hasten(PollItem job, DateTimeOffset due)
    {
        if (!_waiting.Contains(job) || (!job.IsOverdue && DueAt(job) <= due))
        {
            return false;
        }

        (job.Due, job.IsOverdue) = (due, false);
        return true;
    }

    public void Pause(DateTimeOffset until) => _pausedUntil = until;

    public void Remove(PollItem job)
    {
        _open--;
        job.Kind!.Remove(job.Job.UgcId);
    }

    // The job to read now, or null. mayRead is false for a job that timed out while no read was allowed: it ends without one.
    public PollItem? Take(DateTimeOffset now, out bool mayRead)
    {
        mayRead = FreeAt() <= now;
        (PollItem? due, PollItem? overdue, PollItem? expiring) = First();
        PollItem? next = expiring?.Deadline <= now ? expiring : null;
        if (next is null && mayRead && now >= CreationsUntil)
        {
            due = due is not null && DueAt(due) <= now ? due : null;
            next = overdue is not null && (due is null || _isOverdueNext) ? overdue : due;
            _isOverdueNext = next is { IsOverdue: false };
        }

        if (next is not null)
        {
            _waiting.Remove(next);
            next.IsOverdue = false;
            _nextRead = mayRead ? Later(_nextRead, now) + interval : _nextRead;
        }

        return next;
    }

    // When to call Take again; null if no job waits for a read.
    public DateTimeOffset? Next()
    {
        (PollItem? due, PollItem? overdue, PollItem? expiring) = First();
        DateTimeOffset free = Later(FreeAt(), CreationsUntil);
        DateTimeOffset? next = overdue is not null ? free : due is not null ? Later(DueAt(due), free) : null;
        return expiring?.Deadline < next ? expiring.Deadline : next;
    }

    public static DateTimeOffset EndOf(PollItem job, DateTimeOffset now) =>
        job.Began + job.Kind!.At(0.5) is DateTimeOffset end && end > now ? end : now + Wait(job, now);

    // The first jobs of each group. A search of all jobs costs less than a read, and what one job shows may have moved many others.
    private (PollItem? Due, PollItem? Overdue, PollItem? Expiring) First()
    {
        (PollItem? due, PollItem? overdue, PollItem? expiring) = (null, null, null);
        DateTimeOffset first = default;
        foreach (PollItem job in _waiting)
        {
            expiring = expiring is null || job.Deadline < expiring.Deadline ? job : expiring;
            if (job.IsOverdue)
            {
                overdue = overdue is null || IsBefore(overdue.Began, job, job.Began, overdue) ? job : overdue;
            }
            else if (DueAt(job) is DateTimeOffset at && (due is null || IsBefore(at, job, first, due)))
            {
                (due, first) = (job, at);
            }
        }

        return (due, overdue, expiring);
    }

    private static bool IsBefore(DateTimeOffset one, PollItem job, DateTimeOffset other, PollItem second) =>
        one < other || (one == other && job.Number < second.Number);

    private DateTimeOffset DueAt(PollItem job)
    {
        if (job.Due is not DateTimeOffset due)
        {
            return job.Began + job.Kind!.At(IsComplete && _open <= Last ? 1 - Share : Share);
        }

        return IsComplete && job is { Job.IsStatusKnown: true, ReadAt: DateTimeOffset read }
            && read - job.Began < job.Kind!.At(1) * (1 + KindDurations.Lateness)
            ? Earlier(due, read + Later(Later(LastWait, interval), (read - job.Began) * (LastTurn * _open))) : due;
    }

    // Half-way after two minutes means two minutes more.
    private static TimeSpan Wait(PollItem job, DateTimeOffset now)
    {
        TimeSpan age = now - job.Began;
        TimeSpan wait = Earlier(age * KindDurations.Lateness, LongestWait);
        return Later(
            job.Job.IsStatusKnown ? ShortestWait : UnknownWait,
            job.Job.Progress is > 5 and < 100 and double percent && age < TimeSpan.FromDays(1)
                ? Earlier(wait, age * ((100 - percent) / percent)) : wait);
    }

    // From none, while half of the burst is left, to one, when none of it is.
    private double Scarcity(DateTimeOffset now) =>
        _nextRead > now ? Math.Clamp((2 * ((_nextRead - now) / interval) / burst) - 1, 0, 1) : 0;

    private DateTimeOffset FreeAt() =>
        Later(_nextRead == DateTimeOffset.MinValue ? _nextRead : _nextRead - ((burst - 1) * interval), _pausedUntil);

    private static T Later<T>(T one, T other)
        where T : IComparable<T> => one.CompareTo(other) > 0 ? one : other;

    private static T Earlier<T>(T one, T other)
        where T : IComparable<T> => one.CompareTo(other) < 0 ? one : other;
}
