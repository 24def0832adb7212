namespace UgcLab.Store;

/// <summary>Jobs as they were last seen.</summary>
internal interface IJobStore
{
    /// <summary>A job by its id, with its purchase; null when it was not created with this store.</summary>
    /// <param name="ugcId">The id.</param>
    /// <param name="baseUri">The service that it is of, whose ids are its own; null for any.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<PurchaseRecord?> FindJobAsync(string ugcId, string? baseUri = null, CancellationToken cancellationToken = default);

    /// <summary>A job has another status than before.</summary>
    Task RecordJobAsync(JobUpdate job);

    /// <summary>The output of a job is on disk.</summary>
    Task RecordSavedAsync(SavedRecord saved);

    /// <summary>The files of the saved jobs of a batch, in pages.</summary>
    IAsyncEnumerable<SavedRecord> ReadSavedAsync(long batch, CancellationToken cancellationToken = default);

    /// <summary>
    /// Claims jobs for a run, so that only one process reads and saves each. Returns the jobs
    /// that the run holds now; the others belong to another active run, or have been saved.
    /// </summary>
    /// <param name="ugcIds">The jobs.</param>
    /// <param name="run">The run.</param>
    /// <param name="isSaved">Whether they were saved before and are to be saved again.</param>
    Task<IReadOnlySet<string>> ClaimJobsAsync(IReadOnlyCollection<string> ugcIds, string run, bool isSaved = false);

    /// <summary>How long recent jobs took, the newest first.</summary>
    Task<IReadOnlyList<DurationRecord>> ReadDurationsAsync(CancellationToken cancellationToken = default);
}
