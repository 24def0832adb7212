namespace UgcLab.Engines;

/// <summary>Opens the store in which a client records what it creates.</summary>
public static class UgcStore
{
    /// <summary>
    /// Opens the SQLite database of a folder, or the PostgreSQL database that the settings name. Nothing is read or written before its
    /// first use.
    /// </summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: the connection string, or a password without one.</exception>
    public static IStore Open(StoreSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Connection is not null ? OpenShared(settings)
            : settings.Password is null ? new SqliteStore(settings)
            : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, "A password is set, but no connection to a database.");
    }

    // Npgsql is loaded only with a store that needs it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PostgresStore OpenShared(StoreSettings settings) => new(settings);
}
