using System.Collections.Concurrent;
using JobKind = (string? Kind, string? Model, string? Duration, string? Tier, bool HasImage);

namespace UgcLab.Jobs;

internal sealed class JobDurationStats(IStoreEngine store)
{
    private readonly ConcurrentDictionary<JobKind, KindDurations> _kinds = new();
    private bool _isLoaded;

    public KindDurations Of(UgcJob? job) => Of((job?.Kind?.ToString(), job?.Model, job?.Duration, job?.Tier, job?.ImageUrl is not null));

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_isLoaded)
        {
            return;
        }

        // Without the store, the durations are learned again.
        await IStoreEngine.TryAsync(async () =>
        {
            foreach (DurationRecord known in (await store.ReadDurationsAsync(cancellationToken).ConfigureAwait(false)).Reverse())
            {
                Of((known.Kind, known.Key.Model, known.Key.Duration, known.Key.Tier, known.Key.HasImage))
                    .Finished(known.After, known.By, known.Updated);
            }
        }).ConfigureAwait(false);
        _isLoaded = true;
    }

    private KindDurations Of(JobKind kind) => _kinds.GetOrAdd(kind, _ => new KindDurations());
}

// How long jobs of one kind take, learned from reads: the last that found a job unfinished, and the first that found it finished.
internal sealed class KindDurations
{
    /// <summary>A read comes late by at most this share of a job's age.</summary>
    public const double Lateness = 0.15;

    private const int Remembered = 32;

    // A read this long after the job's updatedAt can't have set it.
    private static readonly TimeSpan ReadTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    // While no job of the kind has finished, the oldest is read often, and the others when they are as old. A job that hangs must
    // not delay the reads of the others for longer than the last guess.
    private static readonly TimeSpan FirstGuess = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastGuess = TimeSpan.FromMinutes(3);

    private readonly object _gate = new();
    private readonly Queue<TimeSpan> _finished = new();
    private readonly Dictionary<string, TimeSpan> _running = [];
    private TimeSpan[] _sorted = [FirstGuess];

    /// <summary>The age at which a share of the jobs has finished, from 0 to 1.</summary>
    public TimeSpan At(double share)
    {
        TimeSpan[] sorted = Volatile.Read(ref _sorted);
        return sorted[(int)Math.Min(sorted.Length * share, sorted.Length - 1)];
    }

    public void Running(string id, TimeSpan age)
    {
        lock (_gate)
        {
            _running[id] = age;
            Sort();
        }
    }

    public void Remove(string id)
    {
        lock (_gate)
        {
            if (_running.Remove(id))
            {
                Sort();
            }
        }
    }

    /// <summary>A job finished after one age and by another. The service's updatedAt may be the end, or the time of a read.</summary>
    public void Finished(TimeSpan after, TimeSpan by, TimeSpan? updated, bool isUnchangedByReads = false)
    {
        bool isExact = updated > after && updated <= by && (isUnchangedByReads || by - updated > ReadTime);
        TimeSpan length = isExact ? updated!.Value : after + ((by - after) * 2 / 3);

        // A first read that came late shows nothing unless the service says when the job finished.
        if (length <= TimeSpan.Zero || length > Longest || (!isExact && after == TimeSpan.Zero && by > 10 * LastGuess))
        {
            return;
        }

        lock (_gate)
        {
            _finished.Enqueue(length);
            if (_finished.Count > Remembered)
            {
                _finished.Dequeue();
            }

            Sort();
        }
    }

    // The first that finish are the shortest. Until many have, those that are known to take longer count as well.
    private void Sort()
    {
        IEnumerable<TimeSpan> running = _running.Values.Select(age => age * (1 + Lateness));
        TimeSpan most = _finished.Count == 0 ? LastGuess : _finished.Max() * 1.5;
        IEnumerable<TimeSpan> known = _finished.Count switch
        {
            0 => [running.Append(FirstGuess).Max()],
            < Remembered => _finished.Concat(running),
            _ => _finished,
        };
        Volatile.Write(ref _sorted, [.. known.Select(length => length < most ? length : most).Order()]);
    }
}
