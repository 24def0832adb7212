using JobKind = (string? Kind, string? Model, string? Duration, string? Tier, bool HasImage);

namespace UgcLab.Jobs;

/// <summary>How long jobs of a kind take, learned from those that have ended. Determines the time of the first poll.</summary>
internal sealed class JobDurationStats(IStore store)
{
    private const int Remembered = 32;

    // Nothing is known of a first job; a minute is early for most models and costs one read.
    private static readonly TimeSpan Guess = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly Dictionary<JobKind, Queue<TimeSpan>> _known = [];
    private bool _isLoaded;

    /// <summary>The median of the last few, or a guess.</summary>
    public TimeSpan Of(UgcJob? job) => job is not null && Known(job) is { Length: > 0 } lengths ? lengths[lengths.Length / 2] : Guess;

    // How long until another quarter of those that took longer than a job has taken so far were done; null when none is
    // known. Most end soon after the median, so looks are close together there and far apart where few end.
    public TimeSpan? Left(UgcJob job, TimeSpan age)
    {
        TimeSpan[] longer = [.. Known(job).Where(length => length > age)];
        return longer.Length > 0 ? longer[(longer.Length - 1) / 4] - age : null;
    }

    public void Learn(UgcJob job)
    {
        lock (_gate)
        {
            if (job.IsSuccess && job.UpdatedAt - job.CreatedAt is TimeSpan length)
            {
                Add(Kind(job), length);
            }
        }
    }

    /// <summary>Loads the durations in the store, once.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_isLoaded)
        {
            return;
        }

        try
        {
            IReadOnlyList<DurationRecord> durations = await store.ReadDurationsAsync(cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                foreach (DurationRecord known in durations.Reverse())
                {
                    Add((known.Kind, known.Key.Model, known.Key.Duration, known.Key.Tier, known.Key.HasImage), known.Length);
                }
            }
        }
        catch (UgcLabException)
        {
            // A store that can't be read costs a better guess, and no wait.
        }

        _isLoaded = true;
    }

    private TimeSpan[] Known(UgcJob job)
    {
        lock (_gate)
        {
            return _known.TryGetValue(Kind(job), out Queue<TimeSpan>? lengths) ? [.. lengths.Order()] : [];
        }
    }

    private void Add(JobKind kind, TimeSpan length)
    {
        if (length <= TimeSpan.Zero || length > TimeSpan.FromHours(12))
        {
            return;
        }

        Queue<TimeSpan> lengths = _known.TryGetValue(kind, out Queue<TimeSpan>? known) ? known : _known[kind] = new();
        lengths.Enqueue(length);
        if (lengths.Count > Remembered)
        {
            lengths.Dequeue();
        }
    }

    private static JobKind Kind(UgcJob job) => (job.Kind?.ToString(), job.Model, job.Duration, job.Tier, job.ImageUrl is not null);
}
