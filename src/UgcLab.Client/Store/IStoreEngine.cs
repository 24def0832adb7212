namespace UgcLab.Store;

/// <summary>
/// What UgcLab.Engines implements. Every method is one transaction, and a change is on disk when its task completes. Safe to share
/// between threads and between processes.
/// </summary>
/// <remarks>
/// Errors: <see cref="UgcLabErrorKind.StoreUnavailable"/> when the store cannot be read or written,
/// <see cref="UgcLabErrorKind.StoreDamaged"/> when what it holds cannot be trusted. An engine's own exceptions never cross
/// this interface.
/// </remarks>
internal interface IStoreEngine : IStore, IRateLimitStore, IPurchaseStore, IBatchStore, IJobStore, INameStore
{
    /// <summary>The folder for files that belong only to this machine, such as locks.</summary>
    string Folder { get; }

    /// <summary>Closes files that are open, until the next use. Call it only when no purchase is in flight.</summary>
    void CloseFiles();

    /// <summary>The engine of a store.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: it isn't one of UgcLab.Engines.</exception>
    static IStoreEngine Of(IStore? store) => store as IStoreEngine ?? throw new UgcLabException(
        UgcLabErrorKind.ArgumentInvalid, "There is no store: set Store to what UgcStore.Open of UgcLab.Engines returns.");
}
