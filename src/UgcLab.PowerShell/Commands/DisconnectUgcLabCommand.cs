namespace UgcLab.PowerShell.Commands;

/// <summary>Closes the session of this runspace, or the one specified by -Session, and discards its key.</summary>
/// <remarks>
/// <para>A runspace without a session of its own uses the session of the process, which this cmdlet doesn't close there.</para>
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
        UgcSession? session = Session ?? DefaultSessions.ToEnd;
        session?.Dispose();
        if (session is null && OpenSession is not null)
        {
            WriteWarning(
                "This runspace has no session of its own, so nothing was closed. To close the session of the process, specify -Session "
                + "(Get-UgcContext).");
        }

        return Task.CompletedTask;
    }
}
