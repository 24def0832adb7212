namespace UgcLab.PowerShell.Commands;

/// <summary>Gets the session of this runspace: the service's address, the source of the key, the defaults, and the rate limits.</summary>
/// <remarks>
/// <para>No part of the key is shown. If no session is open, nothing is returned.</para>
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
