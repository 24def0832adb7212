using System.Collections.Concurrent;
using JobKind = (string? Kind, string? Model, string? Duration, string? Tier, bool HasImage);

namespace UgcLab.Jobs;

/// <summary>How long jobs take, by their kind. Starts with the durations in the store.</summary>
internal sealed class JobDurationStats(IStoreEngine store)
{
    private readonly ConcurrentDictionary<JobKind, KindDurations> _kinds = new();
    private bool _isLoaded;

    public KindDurations Of(UgcJob? job) => Of((job?.Kind?.ToString(), job?.Model, job?.Duration, job?.Tier, job?.ImageUrl is not null));

    /// <summary>Loads the durations in the store, once.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_isLoaded)
        {
            return;
        }

        try
        {
            foreach (DurationRecord known in (await store.ReadDurationsAsync(cancellationToken).ConfigureAwait(false)).Reverse())
            {
                Of((known.Kind, known.Key.Model, known.Key.Duration, known.Key.Tier, known.Key.HasImage))
                    .Finished(known.After, known.By, known.Updated);
            }
        }
        catch (UgcLabException)
        {
            // Without the store, the durations are learned again.
        }

        _isLoaded = true;
    }

    private KindDurations Of(JobKind kind) => _kinds.GetOrAdd(kind, _ => new KindDurations());
}
