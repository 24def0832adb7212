using System.Security;

namespace UgcLab.PowerShell.Commands;

/// <summary>Copies this user's local store to a database that several machines share, once.</summary>
/// <remarks>
/// <para>Copies all purchases with their jobs, batches, unconfirmed rows, prices, names, and the requests of the last day. Run it while no
/// other UgcLab command uses the local store, and after Initialize-UgcStore.</para>
/// <para>Afterwards, nothing is created from the local store anymore: a store that doesn't know what the machines create would create it
/// again. If the copy is interrupted, run the same command again. A batch whose name exists in the shared store with other rows is
/// refused before anything is copied.</para>
/// </remarks>
/// <example>
/// <code>Copy-UgcStore -To 'Host=db.example.com;Database=ugclab;Username=owner'</code>
/// </example>
[Cmdlet(VerbsCommon.Copy, "UgcStore", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class CopyUgcStoreCommand : AsyncCmdlet
{
    /// <summary>The connection string of the database, without a password.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string To { get; set => field = Stores.WithoutPassword(value, "-To")!; } = "";

    /// <summary>The password. By default, it's taken from ~/.pgpass or $env:PGPASSWORD.</summary>
    [Parameter]
    [NoPlainText]
    public SecureString? StorePassword { get; set; }

    /// <summary>Suppresses the confirmation prompt. All other checks still apply.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        IStoreEngine from = Stores.Local();
        IStoreEngine to = Stores.Default(false, To, StorePassword);
        if ((Force && !IsWhatIf) || ShouldProcess($"the store in {from.Location} to the {to.Location}", "Copy"))
        {
            CopiedRecord copied = await ((ICopyStore)from).CopyToAsync(to, cancellationToken);
            WriteLine($"Copied {Format.Count(copied.Purchases, "purchase")} ({Format.Amount(copied.Unconfirmed)} unconfirmed) and "
                + $"{Format.Count(copied.Batches, "batch")}.");
        }
    }
}
