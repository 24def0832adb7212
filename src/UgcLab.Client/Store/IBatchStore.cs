namespace UgcLab.Store;

/// <summary>Batches and their rows.</summary>
internal interface IBatchStore
{
    /// <summary>The batches of a workspace, or of all; with their counts when asked.</summary>
    Task<IReadOnlyList<BatchRecord>> ReadBatchesAsync(BatchQuery query, CancellationToken cancellationToken = default);

    /// <summary>Opens a batch for a run, and creates it when it does not exist.</summary>
    Task<BatchRecord> OpenBatchAsync(BatchKey key, string run, string? source);

    /// <summary>Ends a run of a batch and releases its claims. Returns the processes that are still running it.</summary>
    Task<IReadOnlyList<OwnerRecord>> CloseBatchAsync(long batch, string run);

    /// <summary>Records rows that are going to be sent; rows that exist stay as they are.</summary>
    Task PlanRowsAsync(long batch, IReadOnlyList<RowRecord> rows);

    /// <summary>The rows with these keys; those that do not exist are left out.</summary>
    Task<IReadOnlyDictionary<string, RowState>> FindRowsAsync(
        long batch, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default);

    /// <summary>The rows of all batches with these contents that were created, or may have been.</summary>
    Task<IReadOnlyList<CreatedRow>> FindCreatedAsync(IReadOnlyCollection<string> contents, CancellationToken cancellationToken = default);

    /// <summary>The rows of a batch by number, each with its purchases, in pages.</summary>
    IAsyncEnumerable<BatchRowRecord> ReadRowsAsync(
        long batch, IReadOnlyCollection<UgcRowState> states, CancellationToken cancellationToken = default);

    /// <summary>
    /// The generation in which rows are created again: that of another run of the batch that is creating again now, or else
    /// <paramref name="proposed"/>, or else a new one.
    /// </summary>
    Task<int> OpenGenerationAsync(long batch, string run, int? proposed);

    /// <summary>Removes a batch and everything that belongs to it.</summary>
    /// <exception cref="UgcLabException">BatchNotResolved: rows are unconfirmed, in flight or unsaved, or a process is running
    /// it.</exception>
    Task RemoveBatchAsync(long batch, bool includeUnsaved);

    /// <summary>Records the folder that the results of this version of the batch are written to.</summary>
    Task RecordReportAsync(long batch, string folder, long version);
}
