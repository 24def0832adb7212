using System.Collections.Concurrent;
using JobKind = (string? Kind, string? Model, string? Duration, string? Tier, bool HasImage);

namespace UgcLab.Jobs;

/// <summary>How long jobs take, by their kind: at first what the store knows.</summary>
internal sealed class JobLengths(IStore store)
{
    private readonly ConcurrentDictionary<JobKind, KindLengths> _kinds = new();
    private bool _isLoaded;

    public KindLengths Of(UgcJob job) => Of((job.Kind?.ToString(), job.Model, job.Duration, job.Tier, job.ImageUrl is not null));

    /// <summary>Takes what the store knows, once.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_isLoaded)
        {
            return;
        }

        try
        {
            IReadOnlyList<DurationRecord> durations = await store.ReadDurationsAsync(cancellationToken).ConfigureAwait(false);
            foreach (DurationRecord known in durations.Reverse())
            {
                Of((known.Kind, known.Key.Model, known.Key.Duration, known.Key.Tier, known.Key.HasImage)).Finished(known.After, known.By, known.Updated);
            }
        }
        catch (UgcLabException)
        {
            // A store that can't be read costs a better guess, and no wait.
        }

        _isLoaded = true;
    }

    private KindLengths Of(JobKind kind) => _kinds.GetOrAdd(kind, _ => new KindLengths());
}
