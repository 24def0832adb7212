namespace UgcLab.Store;

/// <summary>
/// The local record of what was created with this service: purchases, jobs, batches, rate limits, and names. <c>UgcStore.Open</c> of
/// UgcLab.Engines opens one. Safe to share between threads, clients, and processes. Only its folder or server is public; read it
/// with <see cref="History"/>.
/// </summary>
public interface IStore : IAsyncDisposable, IDisposable
{
    /// <summary>Where it is, for people: a folder, or a server and a database. Never a password.</summary>
    string Location { get; }
}
