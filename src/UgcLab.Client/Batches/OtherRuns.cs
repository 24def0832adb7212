using System.Collections.Concurrent;

namespace UgcLab.Batches;

// The jobs of the batch that other runs created, earlier or at the same time. Those that another process reads and saves are followed,
// using their states in the store. When that process ends, this one takes over its jobs.
internal sealed class OtherRuns(BatchRun run, JobPoller poller) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, UgcJob> _jobs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changed = new(0);
    private volatile bool _isComplete;

    // The jobs that earlier runs created and that are not on the disk, or not anymore.
    public async Task AddEarlierAsync(CancellationToken cancellationToken)
    {
        string to = run.Options.ReportFolder;
        List<UgcJob> open = [];
        PurchaseFilter unsaved = new() { Batch = run.Batch.Id, Unsaved = true };
        await foreach (UgcHistoryEntry entry in run.Services.History.ReadAsync(unsaved, cancellationToken).ConfigureAwait(false))
        {
            open.AddRange(entry.Jobs.Where(job => job.IsOpen && run.Counted.TryAdd(job.UgcId)));
        }

        int onDisk = 0;
        List<string> missing = [];
        Dictionary<string, int> elsewhere = [];
        await foreach (SavedRecord saved in run.Batch.Store.ReadSavedAsync(run.Batch.Id!.Value, cancellationToken).ConfigureAwait(false))
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
            run.Warn($"Saved by an earlier run, and not saved to {to} again: {count} of the files of batch {run.Batch.Name}. They are in "
                + $"{folder}; copy them to have them in both folders.");
        }

        foreach (string id in missing)
        {
            if (await run.Services.History.FindJobAsync(id, cancellationToken).ConfigureAwait(false) is UgcJob job)
            {
                open.Add(job);
            }
        }

        run.Update(progress => progress.Resume(open.Count, onDisk));
        await AddAsync(open).ConfigureAwait(false);
    }

    public async Task AddAsync(IReadOnlyCollection<UgcJob> jobs)
    {
        // A job that was saved since it was read is followed: its file is there already.
        foreach (IGrouping<bool, UgcJob> some in jobs.GroupBy(job => job.SavedPath is not null))
        {
            string[] ids = [.. some.Select(job => job.UgcId)];
            IReadOnlySet<string> claimed =
                await run.Batch.Store.ClaimJobsAsync(ids, run.Batch.Run, isSaved: some.Key).ConfigureAwait(false);
            foreach (UgcJob job in some)
            {
                if (claimed.Contains(job.UgcId))
                {
                    _jobs.TryRemove(job.UgcId, out _);
                    poller.Add(job);
                }
                else
                {
                    _jobs[job.UgcId] = job;
                }
            }
        }

        _changed.Release();
    }

    // Jobs that have ended: their files are copied.
    public void Follow(IEnumerable<UgcJob> ended)
    {
        foreach (UgcJob job in ended)
        {
            _jobs[job.UgcId] = job;
        }

        _changed.Release();
    }

    public void Complete()
    {
        _isComplete = true;
        _changed.Release();
    }

    public void Dispose() => _changed.Dispose();

    // Runs until all jobs that are followed have ended, or were taken over.
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!_isComplete || !_jobs.IsEmpty)
        {
            if (_jobs.IsEmpty)
            {
                await _changed.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            try
            {
                await LookAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (UgcLabException away) when (away.Kind is UgcLabErrorKind.StoreUnreachable)
            {
                // What the other processes did meanwhile is read when the store is back.
            }

            if (!_jobs.IsEmpty)
            {
                // By this computer's clock: the other process is on it, however fast a simulator's runs.
                await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        List<UgcJob> left = [];
        foreach (UgcJob job in _jobs.Values)
        {
            if (await run.Services.History.FindJobAsync(job.UgcId, cancellationToken).ConfigureAwait(false) is UgcJob now)
            {
                await ClaimAsync(now with { InputRow = job.InputRow, RowNumber = job.RowNumber }).ConfigureAwait(false);
            }

            if (_jobs.TryGetValue(job.UgcId, out UgcJob? still))
            {
                left.Add(still);
            }
        }

        await AddAsync(left).ConfigureAwait(false);
    }

    private async Task ClaimAsync(UgcJob job)
    {
        if (job.SavedPath is string path && (File.Exists(path) || job.IsSavedElsewhere))
        {
            _jobs.TryRemove(job.UgcId, out _);
            bool isNew = run.Counted.TryAdd(job.UgcId, isSaved: true);
            run.Update(progress => progress with { SavedByOthers = progress.SavedByOthers + (isNew ? 1 : 0) });
            if (!job.IsSavedElsewhere)
            {
                await CopyAsync(job, path).ConfigureAwait(false);
            }
            else if (isNew)
            {
                run.Warn($"{job.UgcId} was saved by {job.SavedOn} to {path}, which this machine can't read.");
            }
        }
        else if (job.IsFinal && !job.IsSuccess)
        {
            _jobs.TryRemove(job.UgcId, out _);
            run.Update(progress => progress.Fail(canBeSaved: false));
        }
        else
        {
            // One that was saved and whose file is gone is saved again by the run that claims it.
            _jobs[job.UgcId] = job;
        }
    }

    // Another process saved it, to a folder that may be another one.
    private async Task CopyAsync(UgcJob job, string path)
    {
        string folder = run.Options.Target(job).Folder ?? run.Options.ReportFolder;
        string copy = Path.Combine(folder, Path.GetFileName(path));
        if (string.Equals(Path.GetDirectoryName(path), Path.TrimEndingDirectorySeparator(folder), StringComparison.Ordinal)
            || File.Exists(copy))
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(folder);
            string draft = AtomicFile.Draft(copy);
            using (FileStream from = File.OpenRead(path))
            using (FileStream to = AtomicFile.Create(draft))
            {
                await from.CopyToAsync(to).ConfigureAwait(false);
            }

            AtomicFile.Commit(draft, copy, overwrite: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            run.FailVideo(job, new UgcLabException(UgcLabErrorKind.FileUnwritable,
                $"{path} was saved by another process and can't be copied to {copy}. {Redaction.Show(error.Message, 300)}"));
        }
    }
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
