namespace UgcLab.Purchasing;

/// <summary>Records what a person found out about unconfirmed purchases.</summary>
public sealed class Reconciliation
{
    private readonly IStoreEngine _store;

    /// <summary>Takes the store.</summary>
    public Reconciliation(IStore store) => _store = IStoreEngine.Of(store);

    /// <summary>Records the outcome of a purchase that belongs to no batch, and returns its new state.</summary>
    /// <param name="entry">The purchase, as <see cref="History.ReadAsync"/> returned it.</param>
    /// <param name="resolution">The outcome.</param>
    /// <param name="ids">The jobs that it created, for <see cref="UgcResolution.Adopted"/>.</param>
    /// <param name="read">Those jobs as the service returned them, if they were read.</param>
    /// <param name="cancellationToken">Stops it before the outcome is recorded, and the reading after it.</param>
    /// <exception cref="UgcLabException">RowNotUnconfirmed, JobIdInvalid, StoreUnavailable.</exception>
    public async Task<UgcHistoryEntry> ResolveAsync(
        UgcHistoryEntry entry, UgcResolution resolution, IReadOnlyList<string>? ids = null, IReadOnlyList<UgcJob>? read = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        cancellationToken.ThrowIfCancellationRequested();
        if (entry.Batch is not null)
        {
            throw new UgcLabException(UgcLabErrorKind.RowNotUnconfirmed, $"Purchase {entry.PurchaseId} is a row of batch {entry.Batch}.");
        }

        PurchaseRecord resolved = await ResolveAsync(
            _store, entry.PurchaseId, $"Purchase {entry.PurchaseId}", entry.State.ToString(),
            "Get-UgcHistory -State Unconfirmed lists it as it is now.", resolution, ids, read).ConfigureAwait(false);
        PurchaseFilter itself = new() { Purchase = entry.PurchaseId };
        List<UgcHistoryEntry> now = await History.ReadAllAsync(_store, itself, cancellationToken).ConfigureAwait(false);
        return now is [UgcHistoryEntry changed] ? changed : History.Entry(resolved);
    }

    // A person resolves what was listed as unconfirmed, or as abandoned; what became so since has been checked by no one. What was read of
    // its jobs before they were its own is recorded with them.
    internal static async Task<PurchaseRecord> ResolveAsync(
        IStoreEngine store, string purchase, string what, string state, string advice, UgcResolution resolution,
        IReadOnlyList<string>? ids, IReadOnlyList<UgcJob>? read)
    {
        bool wasAbandoned = state == nameof(UgcPurchaseState.Abandoned) && resolution is not UgcResolution.Abandoned;
        if (state != nameof(UgcPurchaseState.Unconfirmed) && !wasAbandoned)
        {
            throw new UgcLabException(
                UgcLabErrorKind.RowNotUnconfirmed, $"{what} isn't unconfirmed: its state is {state}.", advice);
        }

        PurchaseRecord resolved = await store.ResolveAsync(purchase, resolution, Adopted(resolution, ids), wasAbandoned)
            .ConfigureAwait(false);
        foreach (UgcJob job in read ?? [])
        {
            await store.RecordJobAsync(job).ConfigureAwait(false);
        }

        return resolved;
    }

    private static string[] Adopted(UgcResolution resolution, IReadOnlyList<string>? ids)
    {
        if (resolution is not UgcResolution.Adopted)
        {
            return [];
        }

        string[] named = [.. (ids ?? []).Select(id => ServiceId.Check(id.Trim())).Distinct(StringComparer.Ordinal)];
        return named.Length > 0 ? named : throw new UgcLabException(UgcLabErrorKind.JobIdInvalid, "No job id was specified to adopt.");
    }
}
