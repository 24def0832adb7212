using System.Collections.Concurrent;

namespace UgcLab.Batches;

// Follows jobs of the batch that another process reads and saves, using their
// states in the store. When that process ends, this one takes over its jobs.
internal sealed class OtherRuns(BatchRun run, JobPoller poller) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, UgcJob> _jobs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changed = new(0);
    private volatile bool _isComplete;

    public async Task AddAsync(IReadOnlyCollection<UgcJob> jobs)
    {
        foreach (IGrouping<bool, UgcJob> some in jobs.GroupBy(job => job.SavedPath is not null))
        {
            await AddAsync([.. some], isSaved: some.Key).ConfigureAwait(false);
        }
    }

    // A job that was saved since it was read is followed: its file is there already.
    private async Task AddAsync(UgcJob[] jobs, bool isSaved)
    {
        string[] ids = [.. jobs.Select(job => job.UgcId)];
        IReadOnlySet<string> claimed = await run.Batch.Store.ClaimJobsAsync(ids, run.Batch.Run, isSaved).ConfigureAwait(false);
        foreach (UgcJob job in jobs)
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
            bool isNew = run.TryCount(job.UgcId, isSaved: true);
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
