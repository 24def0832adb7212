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

/// <summary>Where and how a store is kept.</summary>
/// <param name="Folder">The state folder: a full path, or one that begins with ~/. It is created with the first purchase.</param>
public sealed record StoreSettings(string Folder)
{
    /// <summary>The state folder, in full.</summary>
    /// <exception cref="UgcLabException">StoreUnavailable: the path is relative.</exception>
    public string Folder { get; init; } = StateFolder.Full(Folder ?? throw new ArgumentNullException(nameof(Folder)), "The store's folder");

    /// <summary>
    /// A connection string for PostgreSQL: then the store is in that database, for several machines, and the folder holds only what
    /// belongs to this machine. Null for a database in the folder.
    /// </summary>
    public string? Connection { get; init; }

    /// <summary>The password for that connection; null to take it from .pgpass or $env:PGPASSWORD.</summary>
    public string? Password { get; init; }

    /// <summary>Where times come from; the server's clock where the database has a server.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether the folder may be on a network file system, where locks and flushes may not hold.</summary>
    public bool AllowNetwork { get; init; }

    /// <summary>
    /// How long to wait while other programs hold the store's locks. An outcome waits a third of it: its ids have to be shown soon.
    /// </summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the folder is deleted with the store: for the simulator.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>Says the folder, and never the password.</summary>
    public override string ToString() => Folder;
}
