namespace UgcLab.Store;

/// <summary>Requests of the last hour and the pauses that the service asked for, by account.</summary>
internal interface IRateLimitStore
{
    /// <summary>Takes a slot for a request that costs nothing, or says how long to wait for one.</summary>
    Task<GateAnswer> AcquireSlotAsync(SlotRequest request, CancellationToken cancellationToken);

    /// <summary>A request was answered and counts from now, or never reached the service and does not count.</summary>
    Task ReleaseSlotAsync(string slot, bool isCounted);

    /// <summary>The service asked for a pause.</summary>
    Task PauseAsync(StoreAccount account, RateEventKind pause, TimeSpan length);

    /// <summary>How much of the limits is used now.</summary>
    Task<LimitUsage> ReadLimitUsageAsync(StoreAccount account, UgcLimits limits, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sets the most that may be spent in a day with an account while this store is open; null removes it. The lowest limit of all
    /// open stores holds.
    /// </summary>
    Task SetDailyLimitAsync(StoreAccount account, string session, decimal? credits);
}
