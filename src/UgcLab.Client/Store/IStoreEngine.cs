namespace UgcLab.Store;

// What UgcLab.Engines implements. Every method is one transaction, and a change is on disk when its task completes. Safe to share between
// threads and between processes. StoreUnavailable: it cannot be read or written. StoreDamaged: what it holds cannot be trusted. An engine's
// own exceptions never cross this interface.
internal interface IStoreEngine : IStore
{
    // The folder for files that belong only to this machine, such as locks.
    string Folder { get; }

    // Closes files that are open, until the next use. Call it only when no purchase is in flight.
    void CloseFiles();

    // ArgumentInvalid: it isn't a store of UgcLab.Engines.
    static IStoreEngine Of(IStore? store) => store as IStoreEngine ?? throw new UgcLabException(
        UgcLabErrorKind.ArgumentInvalid, "There is no store: set Store to what UgcStore.Open of UgcLab.Engines returns.");

    // For what can be done without: an error of the store stops nothing, and is returned.
    static async Task<Exception?> TryAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return null;
        }
        catch (Exception error) when (error is UgcLabException or ObjectDisposedException)
        {
            return error;
        }
    }

    // Takes a slot for a request that costs nothing, or says how long to wait for one.
    Task<GateAnswer> AcquireSlotAsync(SlotRequest request, CancellationToken cancellationToken);

    // The request was answered and counts from now, or never reached the service and does not count.
    Task ReleaseSlotAsync(string slot, bool isCounted);

    // The service asked for a pause.
    Task PauseAsync(StoreAccount account, RateEventKind pause, TimeSpan length);

    // How much of an account's limits is used, at this machine's time. The daily limit is the lowest one of the stores that are open with
    // the account.
    Task<UgcLimit> ReadLimitUsageAsync(StoreAccount account, UgcLimits limits, CancellationToken cancellationToken = default);

    // The most that may be spent in a day with an account while this store is open; null removes it. The lowest limit of all open stores
    // holds.
    Task SetDailyLimitAsync(StoreAccount account, string client, decimal? credits);

    // The gate. In one transaction: checks that the row was not created and is not unconfirmed or in flight, that no other paid request
    // of the account is in flight, the rate limits, pauses and the daily limit; then records the purchase as Sending. Only after Allowed
    // may the request be sent: it is recorded, and the others know this store to be alive.
    Task<GateAnswer> BeginAttemptAsync(AttemptRequest request, CancellationToken cancellationToken);

    // Records the outcome of an attempt: the state, the jobs, and the time from which the request counts. A known outcome is never
    // refused; returns what was unusual about it. It changes nothing where the purchase has ended, unless it is the late answer to one that
    // a person resolved.
    Task<AttemptResult> EndAttemptAsync(string purchase, AttemptOutcome outcome);

    // Records what a person found out about an unconfirmed purchase, or later about one that was abandoned when the person decided.
    // RowNotUnconfirmed: its state is another one now. JobIdInvalid: a job belongs to another purchase.
    Task<PurchaseRecord> ResolveAsync(string purchase, UgcResolution resolution, IReadOnlyList<string> jobs, bool wasAbandoned = false);

    // In pages: no lock is held between two of them.
    IAsyncEnumerable<PurchaseRecord> ReadPurchasesAsync(PurchaseFilter filter, CancellationToken cancellationToken = default);

    Task<PriceRecords> ReadPricesAsync(CancellationToken cancellationToken = default);
    Task<IReadOnlyList<UgcUsage>> ReadUsageAsync(UsageFilter filter, CancellationToken cancellationToken = default);

    // Clears request text, cells and job details of purchases before a time that are ended and saved. Identity, state, time and credits
    // stay. Returns what it cleared, or would clear.
    Task<ClearedRecord> ClearPurchasesAsync(DateTimeOffset before, bool isPreview);

    // Gives the space of cleared and removed records back to the disk.
    Task CompactAsync();

    Task<IReadOnlyList<BatchRecord>> ReadBatchesAsync(BatchQuery query, CancellationToken cancellationToken = default);

    // Opens a batch for a run, and creates it when it does not exist.
    Task<BatchRecord> OpenBatchAsync(BatchKey key, string run, string? source);

    // Ends a run of a batch and releases its claims. Returns the processes that are still running it.
    Task<IReadOnlyList<OwnerRecord>> CloseBatchAsync(long batch, string run);

    // Records rows that are going to be sent; rows that exist stay as they are.
    Task PlanRowsAsync(long batch, IReadOnlyList<RowRecord> rows);

    // The rows with these keys; those that do not exist are left out.
    Task<IReadOnlyDictionary<string, RowState>> FindRowsAsync(
        long batch, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default);

    // The rows of all batches with these contents that were created, or may have been.
    Task<IReadOnlyList<CreatedRow>> FindCreatedAsync(IReadOnlyCollection<string> contents, CancellationToken cancellationToken = default);

    // The rows of a batch by number, each with its purchases, in pages.
    IAsyncEnumerable<BatchRowRecord> ReadRowsAsync(
        long batch, IReadOnlyCollection<UgcRowState> states, CancellationToken cancellationToken = default);

    // The generation in which rows are created again: the one that is open, or else the proposed one, or else a new one. It stays open,
    // however its runs end, until one of them ends it: a run that comes later resumes it.
    Task<int> OpenGenerationAsync(long batch, string run, int? proposed);

    // Ends the open generation, unless another run is in it. Least is the lowest generation in which a row of the run's plan was last
    // created; null for a run without a plan, which ends only what such runs began.
    Task EndGenerationAsync(long batch, string run, int? least);

    // Removes a batch and everything that belongs to it. BatchNotResolved: rows are unconfirmed, in flight or unsaved, or a process is
    // running it.
    Task RemoveBatchAsync(long batch, bool includeUnsaved);

    // Records the folder that the results of this version of the batch are written to.
    Task RecordReportAsync(long batch, string folder, long version);

    // A job with its purchase; null when it was not created with this store. Of this service, whose ids are its own; null for any.
    Task<PurchaseRecord?> FindJobAsync(string ugcId, string? baseUri = null, CancellationToken cancellationToken = default);

    // Records what a read says of a job of a service; null for any. Unfinished is when an earlier read found it unfinished.
    Task RecordJobAsync(UgcJob job, string? baseUri = null, DateTimeOffset? unfinished = null);
    Task RecordSavedAsync(SavedRecord saved);

    // The files of the saved jobs of a batch, in pages.
    IAsyncEnumerable<SavedRecord> ReadSavedAsync(long batch, CancellationToken cancellationToken = default);

    // Claims jobs for a run, so that only one process reads and saves each; with isSaved, also those that were saved before and are to be
    // saved again. Returns the jobs that the run holds now; the others belong to another active run, or have been saved.
    Task<IReadOnlySet<string>> ClaimJobsAsync(IReadOnlyCollection<string> ugcIds, string run, bool isSaved = false);

    // How long recent jobs took, the newest first.
    Task<IReadOnlyList<DurationRecord>> ReadDurationsAsync(CancellationToken cancellationToken = default);

    // Keeps names of a list, the most recently read ones at the end. If they are all, other names of the list are removed.
    Task SaveNamesAsync(StoreAccount account, string list, IReadOnlyList<KnownName> names, bool areAll);

    // The most recently read ones at the end.
    Task<IReadOnlyList<KnownName>> ReadNamesAsync(StoreAccount account, string list, CancellationToken cancellationToken = default);

    // How many clips projects hold now: evidence for purchases that are unconfirmed.
    Task RecordClipsAsync(IReadOnlyDictionary<string, int> clips);
    Task<IReadOnlyList<ClipRecord>> ReadClipsAsync(string project, CancellationToken cancellationToken = default);
}

// A store that can be copied to another one, which replaces it.
internal interface ICopyStore
{
    // Copies everything. From its beginning on, nothing more is recorded in this store. ArgumentInvalid: a process is using this store, or
    // both have a batch of a name.
    Task<CopiedRecord> CopyToAsync(IStoreEngine target, CancellationToken cancellationToken);
}

internal sealed record CopiedRecord(long Purchases, long Unconfirmed, long Batches);

// A store whose tables an administrator makes once, for all who use it.
internal interface IStoreSetup
{
    Task<StoreSchema> ReadSchemaAsync(CancellationToken cancellationToken);

    // The statements that make the tables, for an administrator, with the rights of an ordinary role; null for the one that connects.
    string Script(string? role);

    // Makes or upgrades the tables, allows a database that went back to be used again, and gives a role its rights.
    Task ApplyAsync(string? role, CancellationToken cancellationToken);
}

// The state of a store's tables: the version that they have (0 when there are none) and the one that this module uses, and whether the
// database, or its server's clock, is behind what this machine has seen of it.
internal sealed record StoreSchema(string Location, string Name, int Version, int Required, bool WentBack);
