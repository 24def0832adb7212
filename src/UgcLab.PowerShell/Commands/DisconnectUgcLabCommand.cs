using System.Management.Automation;
using System.Management.Automation.Runspaces;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Ends this runspace's session and forgets its key.</summary>
/// <remarks>
/// <para>Jobs go on at the service, and the local record stays. The record of a rehearsal without StatePath goes with its session.</para>
/// </remarks>
/// <example>
/// <code>Disconnect-UgcLab</code>
/// </example>
[Cmdlet(VerbsCommunications.Disconnect, "UgcLab")]
[OutputType(typeof(void))]
public sealed class DisconnectUgcLabCommand : AsyncCmdlet
{
    /// <inheritdoc/>
    protected override Task EndAsync(CancellationToken cancellationToken)
    {
        UgcSession.Forget(Runspace.DefaultRunspace);
        return Task.CompletedTask;
    }
}
