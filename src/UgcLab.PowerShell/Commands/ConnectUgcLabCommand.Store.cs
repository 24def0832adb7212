using System.Security;

namespace UgcLab.PowerShell.Commands;

/// <content>The store that machines share.</content>
public sealed partial class ConnectUgcLabCommand
{
    /// <summary>
    /// A connection string without a password for the PostgreSQL database that several machines share as their store. By default, the
    /// store is the one in $env:UGCLAB_STORE, or a file of this user. Initialize-UgcStore makes its tables.
    /// </summary>
    [Parameter(ParameterSetName = EnvironmentSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = VaultSet)]
    [ValidateNotNullOrEmpty]
    public string? StoreConnection { get; set => field = Stores.WithoutPassword(value, "-StoreConnection"); }

    /// <summary>The password for -StoreConnection. By default, it's taken from ~/.pgpass or $env:PGPASSWORD.</summary>
    [Parameter(ParameterSetName = EnvironmentSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = VaultSet)]
    [NoPlainText]
    public SecureString? StorePassword { get; set; }
}
