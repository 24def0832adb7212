using System.Security;

namespace UgcLab.PowerShell.Commands;

/// <summary>Makes or upgrades the tables of a store that several machines share, in a PostgreSQL database.</summary>
/// <remarks>
/// <para>Run it once, with a role that may create a schema in the database; -Role names the ordinary role that the machines connect with.
/// That role can read, add, and change records, and delete only counts of requests and cached names. Removing history needs the role
/// that owns the tables.</para>
/// <para>-AsScript prints the statements for an administrator and connects to nothing.</para>
/// <para>If the database was restored from a backup, or a replica took over without the last commits, nothing is created until this cmdlet
/// was run again: compare Get-UgcHistory with the service's dashboard first, because it's not known what was created since.</para>
/// </remarks>
/// <example>
/// <code>Initialize-UgcStore -StoreConnection 'Host=db.example.com;Database=ugclab;Username=owner' -Role ugclab</code>
/// <para>Makes the tables, and gives the role ugclab its rights.</para>
/// </example>
/// <example>
/// <title>Print the statements for an administrator</title>
/// <code>Initialize-UgcStore 'Host=db.example.com;Database=ugclab;Username=ugclab' -AsScript | Set-Content ./ugclab.sql</code>
/// </example>
[Cmdlet(VerbsData.Initialize, "UgcStore", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(string))]
public sealed class InitializeUgcStoreCommand : AsyncCmdlet
{
    /// <summary>The connection string of the database, without a password. By default, the one in $env:UGCLAB_STORE is used.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? StoreConnection { get; set => field = Stores.WithoutPassword(value, "-StoreConnection"); }

    /// <summary>The password. By default, it's taken from ~/.pgpass or $env:PGPASSWORD.</summary>
    [Parameter]
    [NoPlainText]
    public SecureString? StorePassword { get; set; }

    /// <summary>The ordinary role that gets its rights. By default, only the role that makes the tables can use them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Role { get; set; }

    /// <summary>Prints the statements instead of running them.</summary>
    [Parameter]
    public SwitchParameter AsScript { get; set; }

    /// <summary>Suppresses the confirmation prompt. All other checks still apply.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        IStoreSetup store = Stores.Setup(StoreConnection, StorePassword);
        if (AsScript)
        {
            WriteObject(store.Script(Role));
            return;
        }

        StoreSchema schema = await store.ReadSchemaAsync(cancellationToken);
        string? what = schema switch
        {
            _ when schema.Version > schema.Required => throw new UgcLabException(UgcLabErrorKind.StoreUnavailable,
                $"The {schema.Location} has schema version {schema.Version}, and this module uses version {schema.Required}.",
                "Update the module."),
            { Version: 0 } => "Make the tables",
            { WentBack: true } => "Continue with a database that went back, after comparing it with the service's dashboard",
            _ when schema.Version < schema.Required => $"Upgrade the tables from version {schema.Version} to {schema.Required}",
            _ => Role is null ? null : $"Give the role {Role} its rights",
        };
        if (what is null)
        {
            WriteLine($"The {schema.Location} is ready: schema {schema.Name}, version {schema.Version}.");
        }
        else if ((Force && !IsWhatIf) || ShouldProcess($"{schema.Location}, schema {schema.Name}", what))
        {
            await store.ApplyAsync(Role, cancellationToken);
            WriteLine($"The {schema.Location} is ready: schema {schema.Name}, version {schema.Required}.");
        }
    }
}
