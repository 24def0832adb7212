namespace UgcLab.Store;

/// <summary>Where and how a store is kept.</summary>
/// <param name="Folder">The state folder, in full; it is created with the first purchase.</param>
public sealed record StoreSettings(string Folder)
{
    /// <summary>Where times come from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether the folder may be on a network file system, where locks and flushes may not hold.</summary>
    public bool AllowNetwork { get; init; }

    /// <summary>Whether the folder is deleted with the store: for the simulator.</summary>
    public bool IsTemporary { get; init; }
}
