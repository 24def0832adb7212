namespace UgcLab.Jobs;

// How long jobs of one kind take, learned from the reads that bound it: the last that found a job unfinished, and the first that
// found it finished. Says when the next job of the kind is worth a read. Ages are given; it has no clock.
internal sealed class KindLengths
{
    private const int Remembered = 32;

    // A read much after a job's end tells the service's own time of the end. One soon after may have changed that time itself.
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    // Of a kind that no job has finished yet, only the oldest is read often. One that hangs must not hide the others' ends.
    private static readonly TimeSpan FirstGuess = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastGuess = TimeSpan.FromMinutes(3);

    // A read comes late by less than this share of a job's age, and by no more than the longest wait.
    private const double Late = 0.15;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(3);

    private readonly object _gate = new();
    private readonly Queue<TimeSpan> _lengths = new();
    private readonly Dictionary<string, TimeSpan> _open = [];
    private TimeSpan[] _sorted = [];

    /// <summary>The age at which the first read of a job comes: three of four have ended by then; one of four, for the last jobs that somebody waits for.</summary>
    public TimeSpan First(bool isLast)
    {
        lock (_gate)
        {
            return _lengths.Count > 0 ? _sorted[_sorted.Length * (isLast ? 1 : 3) / 4]
                : Between(FirstGuess, _open.Values.Append(TimeSpan.Zero).Max() * (1 + Late), LastGuess);
        }
    }

    /// <summary>A read found a job unfinished at an age.</summary>
    public void Unfinished(string id, TimeSpan age)
    {
        lock (_gate)
        {
            _open[id] = age;
            Sort();
        }
    }

    /// <summary>A job is not read anymore.</summary>
    public void Forget(string id)
    {
        lock (_gate)
        {
            if (_open.Remove(id))
            {
                Sort();
            }
        }
    }

    /// <summary>A job ended: after the first age, and by the second. The service may say when, in updatedAt, which its reads may change.</summary>
    public void Finished(TimeSpan after, TimeSpan by, TimeSpan? updated, bool isUnchangedByReads = false)
    {
        bool isTold = updated > after && updated <= by && (isUnchangedByReads || by - updated > Doubt);

        // A job that was left alone for long, and whose end the service does not tell, teaches nothing.
        TimeSpan length = isTold ? updated!.Value : after + ((by - after) * 2 / 3);
        if (length <= TimeSpan.Zero || length > Longest || (!isTold && after == TimeSpan.Zero && by > 10 * LastGuess))
        {
            return;
        }

        lock (_gate)
        {
            _lengths.Enqueue(length);
            if (_lengths.Count > Remembered)
            {
                _lengths.Dequeue();
            }

            Sort();
        }
    }

    // The first that end are the shortest: until many have, those that are known to take longer count as well.
    private void Sort()
    {
        IEnumerable<TimeSpan> known = _lengths;
        if (_lengths.Count is > 0 and < Remembered)
        {
            TimeSpan most = _lengths.Max() * 1.5;
            known = known.Concat(_open.Values.Select(age => age * (1 + Late)).Select(length => length < most ? length : most));
        }

        _sorted = [.. known.Order()];
    }

    /// <summary>The wait before the next read of a job that is unfinished at an age.</summary>
    /// <param name="job">The job.</param>
    /// <param name="age">Its age.</param>
    /// <param name="isLast">Whether it is one of the last that somebody waits for.</param>
    public TimeSpan Wait(UgcJob job, TimeSpan age, bool isLast)
    {
        TimeSpan most = Between(ShortestWait, age * Late, LongestWait);
        lock (_gate)
        {
            if (isLast && _sorted.Length > 0 && age < _sorted[^1] * (1 + Late))
            {
                most = Between(ShortestWait, most, LastWait);
            }
        }

        return Between(ShortestWait, job.Status is UgcJobStatus.Saving ? TimeSpan.FromSeconds(10) : ByProgress(job, age) ?? ByKind(age) ?? most, most);
    }

    // Half-way after two minutes means two minutes more.
    private static TimeSpan? ByProgress(UgcJob job, TimeSpan age) =>
        job.Progress is > 5 and < 100 && age < TimeSpan.FromDays(1) ? age * ((100 - job.Progress.Value) / job.Progress.Value) : null;

    // Until another quarter of those that took longer have ended: reads are close together where many end, and far apart where few do.
    private TimeSpan? ByKind(TimeSpan age)
    {
        lock (_gate)
        {
            TimeSpan[] longer = [.. _sorted.Where(length => length > age)];
            return longer.Length > 0 ? longer[(longer.Length - 1) / 4] - age : null;
        }
    }

    private static TimeSpan Between(TimeSpan least, TimeSpan wanted, TimeSpan most) => wanted < least ? least : wanted > most ? most : wanted;
}
