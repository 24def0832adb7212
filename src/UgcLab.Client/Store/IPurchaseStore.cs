namespace UgcLab.Store;

/// <summary>Paid requests and their outcomes.</summary>
internal interface IPurchaseStore
{
    /// <summary>
    /// The gate. In one transaction: checks that the row was not created and is not unconfirmed or in flight, that no other
    /// paid request of the account is in flight, the rate limits, pauses and the daily limit; then records the purchase as
    /// <see cref="UgcPurchaseState.Sending"/>. Only after <see cref="GateAnswer.Allowed"/> may the request be sent: it is recorded, and
    /// the others know this store to be alive.
    /// </summary>
    Task<GateAnswer> BeginAttemptAsync(AttemptRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Records the outcome of an attempt: the state, the jobs, and the time from which the
    /// request counts. A known outcome is never refused; returns what was unusual about it.
    /// </summary>
    Task<AttemptResult> EndAttemptAsync(string purchase, AttemptOutcome outcome);

    /// <summary>Records the outcome that a person found for an unconfirmed purchase, or later for an abandoned one.</summary>
    /// <param name="purchase">The purchase.</param>
    /// <param name="resolution">The outcome.</param>
    /// <param name="jobs">The jobs that it created.</param>
    /// <param name="wasAbandoned">Whether it was abandoned when the person decided, and not unconfirmed.</param>
    /// <exception cref="UgcLabException">RowNotUnconfirmed: its state is another one now. JobIdInvalid: a job belongs to another
    /// purchase.</exception>
    Task<PurchaseRecord> ResolveAsync(string purchase, UgcResolution resolution, IReadOnlyList<string> jobs, bool wasAbandoned = false);

    /// <summary>Purchases with their jobs, in pages: no lock is held between two of them.</summary>
    IAsyncEnumerable<PurchaseRecord> ReadPurchasesAsync(PurchaseFilter filter, CancellationToken cancellationToken = default);

    /// <summary>What outputs cost, by kind, and the last known balance of each project.</summary>
    Task<PriceRecords> ReadPricesAsync(CancellationToken cancellationToken = default);

    /// <summary>Sums of requests, outputs and credits.</summary>
    Task<IReadOnlyList<UsageRecord>> ReadUsageAsync(UsageFilter filter, CancellationToken cancellationToken = default);

    /// <summary>
    /// Clears request text, cells and job details of purchases before a time that are ended and saved. Identity, state, time and
    /// credits stay. Returns what it cleared, or would clear.
    /// </summary>
    Task<ClearedRecord> ClearPurchasesAsync(DateTimeOffset before, bool isPreview);

    /// <summary>Gives the space of cleared and removed records back to the disk.</summary>
    Task CompactAsync();
}
