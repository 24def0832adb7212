namespace UgcLab.Batches;

// The jobs that earlier runs of a batch created and that are not on the disk, or not anymore.
internal static class EarlierJobs
{
    public static async Task<List<UgcJob>> FindAsync(BatchRun run, CancellationToken cancellationToken)
    {
        (BatchServices services, OpenBatch batch, string to) = (run.Services, run.Batch, run.Options.ReportFolder);
        List<UgcJob> open = [];
        PurchaseFilter unsaved = new() { Batch = batch.Id, Unsaved = true };
        await foreach (UgcHistoryEntry entry in services.History.ReadAsync(unsaved, cancellationToken).ConfigureAwait(false))
        {
            open.AddRange(entry.Jobs.Where(job => IsOpen(job) && run.Counted.TryAdd(job.UgcId)));
        }

        int onDisk = 0;
        List<string> missing = [];
        Dictionary<string, int> elsewhere = [];
        await foreach (SavedRecord saved in batch.Store.ReadSavedAsync(batch.Id!.Value, cancellationToken).ConfigureAwait(false))
        {
            if (!run.Counted.TryAdd(saved.UgcId))
            {
                continue;
            }

            bool isHere = File.Exists(saved.Path);
            if (!isHere && (saved.Machine is null || saved.Machine == Environment.MachineName))
            {
                missing.Add(saved.UgcId);
                continue;
            }

            _ = run.Counted.TryAdd(saved.UgcId, isSaved: true);
            onDisk++;
            if (Path.GetDirectoryName(saved.Path) is string folder && !(isHere && Path.TrimEndingDirectorySeparator(to) == folder))
            {
                string where = isHere ? folder : $"{folder} on {saved.Machine}";
                elsewhere[where] = elsewhere.GetValueOrDefault(where) + 1;
            }
        }

        foreach ((string folder, int count) in elsewhere)
        {
            run.Warn($"Saved by an earlier run, and not saved to {to} again: {count} of the files of batch {batch.Name}. They are in "
                + $"{folder}; copy them to have them in both folders.");
        }

        foreach (string id in missing)
        {
            if (await services.History.FindJobAsync(id, cancellationToken).ConfigureAwait(false) is UgcJob job)
            {
                open.Add(job);
            }
        }

        run.Update(progress => progress.Resume(open.Count, onDisk));
        return open;
    }

    public static bool IsOpen(UgcJob job) => job.SavedPath is null && (!job.IsFinal || job.IsSuccess);
}

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
