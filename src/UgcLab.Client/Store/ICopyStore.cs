namespace UgcLab.Store;

/// <summary>A store that can be copied to another one, which replaces it.</summary>
internal interface ICopyStore
{
    /// <summary>Copies everything. From its beginning on, nothing more is recorded in this store.</summary>
    /// <exception cref="UgcLabException">
    /// StoreUnavailable; ArgumentInvalid: a process is using this store, or both have a batch of a name.
    /// </exception>
    Task<CopiedRecord> CopyToAsync(IStoreEngine target, CancellationToken cancellationToken);
}

/// <summary>What was copied.</summary>
/// <param name="Purchases">Purchases.</param>
/// <param name="Unconfirmed">Those of them that are unconfirmed.</param>
/// <param name="Batches">Batches.</param>
internal sealed record CopiedRecord(long Purchases, long Unconfirmed, long Batches);
