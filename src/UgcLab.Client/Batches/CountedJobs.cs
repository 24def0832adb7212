namespace UgcLab.Batches;

// The jobs that are in a run's progress, and whether as saved. Another run may create one, or save its video, while this one begins.
internal sealed class CountedJobs
{
    private readonly Dictionary<string, bool> _jobs = new(StringComparer.Ordinal);

    // False if it was counted already.
    public bool TryAdd(string ugcId, bool isSaved = false)
    {
        lock (_jobs)
        {
            if (_jobs.TryGetValue(ugcId, out bool wasSaved) && (wasSaved || !isSaved))
            {
                return false;
            }

            _jobs[ugcId] = isSaved;
            return true;
        }
    }
}
