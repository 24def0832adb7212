namespace UgcLab.Store;

/// <summary>A store whose tables an administrator makes once, for all who use it.</summary>
internal interface IStoreSetup
{
    /// <summary>The state of the tables.</summary>
    /// <exception cref="UgcLabException">StoreUnavailable.</exception>
    Task<StoreSchema> ReadSchemaAsync(CancellationToken cancellationToken);

    /// <summary>The statements that make the tables, for an administrator to run, with the rights of an ordinary role.</summary>
    /// <param name="role">That role; null for the one that connects.</param>
    string Script(string? role);

    /// <summary>Makes or upgrades the tables, allows a database that went back to be used again, and gives a role its rights.</summary>
    /// <exception cref="UgcLabException">StoreUnavailable.</exception>
    Task ApplyAsync(string? role, CancellationToken cancellationToken);
}

/// <summary>The state of a store's tables.</summary>
/// <param name="Location">Where they are.</param>
/// <param name="Name">The schema that holds them.</param>
/// <param name="Version">Their version; 0 when there are none.</param>
/// <param name="Required">The version that this module uses.</param>
/// <param name="WentBack">Whether the database, or its server's clock, is behind what this machine has seen of it.</param>
internal sealed record StoreSchema(string Location, string Name, int Version, int Required, bool WentBack);
