using System.Management.Automation.Runspaces;

namespace UgcLab.PowerShell.Commands;

/// <summary>Closes the session of this runspace, or the one specified by -Session, and discards its key.</summary>
/// <remarks>
/// <para>Jobs continue at the service, and the store is kept. The store of a simulator session without StatePath is removed with the
/// session.</para>
/// </remarks>
/// <example>
/// <code>Disconnect-UgcLab</code>
/// </example>
[Cmdlet(VerbsCommunications.Disconnect, "UgcLab")]
[OutputType(typeof(void))]
public sealed class DisconnectUgcLabCommand : UgcCmdlet
{
    private protected override Task EndAsync(CancellationToken cancellationToken)
    {
        OpenSession?.End(Runspace.DefaultRunspace);
        return Task.CompletedTask;
    }
}
