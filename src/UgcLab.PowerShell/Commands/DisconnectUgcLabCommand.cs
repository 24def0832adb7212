using System.Management.Automation.Runspaces;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Ends a session and forgets its key: this runspace's, or the one that -Session names.</summary>
/// <remarks>
/// <para>Jobs go on at the service, and the local record stays. The record of a rehearsal without StatePath goes with its session.</para>
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
