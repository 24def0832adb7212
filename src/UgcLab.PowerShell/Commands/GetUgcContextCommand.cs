using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Shows the session of this runspace: where it goes, where its key came from, its defaults and its pace.</summary>
/// <remarks>
/// <para>No part of the key is shown. Returns nothing when no session is open.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcContext | Format-List</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "UgcContext")]
[OutputType(typeof(UgcSession))]
public sealed class GetUgcContextCommand : UgcCmdlet
{
    private protected override Task EndAsync(CancellationToken cancellationToken)
    {
        if (OpenSession is UgcSession session)
        {
            session.IsShown = true;
            WriteObject(session);
        }

        return Task.CompletedTask;
    }
}
