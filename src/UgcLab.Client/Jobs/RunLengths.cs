namespace UgcLab.Jobs;

/// <summary>How long jobs of a kind take, learned from those that have ended: the first look is timed by it.</summary>
internal sealed class RunLengths(Func<IEnumerable<UgcJob>> past)
{
    private const int Remembered = 32;

    // Nothing is known of a first job; a minute is early for most models and costs one read.
    private static readonly TimeSpan Guess = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private Dictionary<(UgcKind?, string?, string?, string?, bool), Queue<TimeSpan>>? _known;

    /// <summary>The median of the last few, or a guess.</summary>
    public TimeSpan Of(UgcJob job)
    {
        lock (_gate)
        {
            return Known().TryGetValue(Kind(job), out Queue<TimeSpan>? lengths) && lengths.Count > 0
                ? lengths.Order().ElementAt(lengths.Count / 2)
                : Guess;
        }
    }

    /// <summary>
    /// How long until another quarter of those that took longer than a job has taken so far were done; null when none is
    /// known. Most end soon after the median, so looks are close together there and far apart where few end.
    /// </summary>
    public TimeSpan? Left(UgcJob job, TimeSpan age)
    {
        lock (_gate)
        {
            TimeSpan[] longer = Known().TryGetValue(Kind(job), out Queue<TimeSpan>? lengths) ? [.. lengths.Where(length => length > age).Order()] : [];
            return longer.Length > 0 ? longer[(longer.Length - 1) / 4] - age : null;
        }
    }

    /// <summary>Learns from a job that has ended well.</summary>
    public void Learn(UgcJob job)
    {
        lock (_gate)
        {
            Add(Known(), job);
        }
    }

    private Dictionary<(UgcKind?, string?, string?, string?, bool), Queue<TimeSpan>> Known()
    {
        if (_known is null)
        {
            _known = [];
            try
            {
                foreach (UgcJob job in past())
                {
                    Add(_known, job);
                }
            }
            catch (UgcLabException)
            {
                // A record that cannot be read costs a better guess, and no wait.
            }
        }

        return _known;
    }

    private static void Add(Dictionary<(UgcKind?, string?, string?, string?, bool), Queue<TimeSpan>> known, UgcJob job)
    {
        if (!job.IsSuccess || job.UpdatedAt - job.CreatedAt is not TimeSpan length || length <= TimeSpan.Zero || length > TimeSpan.FromHours(12))
        {
            return;
        }

        if (!known.TryGetValue(Kind(job), out Queue<TimeSpan>? lengths))
        {
            known[Kind(job)] = lengths = new Queue<TimeSpan>();
        }

        lengths.Enqueue(length);
        if (lengths.Count > Remembered)
        {
            lengths.Dequeue();
        }
    }

    private static (UgcKind?, string?, string?, string?, bool) Kind(UgcJob job) => (job.Kind, job.Model, job.Duration, job.Tier, job.ImageUrl is not null);
}
