namespace UgcLab.Store;

/// <summary>
/// The local record of what was created with this service: purchases, jobs, batches, rate limits, and names. Every method
/// is one transaction, and a change is on disk when its task completes. An implementation is safe to share between threads
/// and between processes.
/// </summary>
/// <remarks>
/// Not for implementing outside UgcLab.Engines: it may get new members in any version.
/// Errors: <see cref="UgcLabErrorKind.StoreUnavailable"/> when the store cannot be read or written,
/// <see cref="UgcLabErrorKind.StoreDamaged"/> when what it holds cannot be trusted. An engine's own exceptions never cross
/// this interface.
/// </remarks>
public interface IStore : IRateLimitStore, IPurchaseStore, IBatchStore, IJobStore, INameStore, IAsyncDisposable, IDisposable
{
    /// <summary>Where it is, for people: a folder, or a server and a database. Never a password.</summary>
    string Location { get; }

    /// <summary>The folder for files that belong only to this machine, such as locks.</summary>
    string Folder { get; }

    /// <summary>Closes files that are open, until the next use. Call it only when no purchase is in flight.</summary>
    void CloseFiles();
}
