namespace UgcLab.PowerShell.Commands;

/// <summary>Gets the use of the rate limits, the times of the next possible creation and read, and the last known balance.</summary>
/// <remarks>
/// <para>This cmdlet needs no network and uses no read. It counts what all consoles, runspaces, and processes of this user on this machine
/// have sent with the session's key. Requests from other machines with the key aren't included.</para>
/// <para>NextCreation and NextRead are the current time if a request can be sent now. PausedUntil is set while requests are paused because
/// the service returned HTTP 429.</para>
/// <para>SpentToday is the number of credits spent since midnight, local time. MaxCreditPerDay is the daily limit set by
/// Connect-UgcLab.</para>
/// <para>The balance is that of the newest purchase in the local history, at CreditsTime. Credits that were added or spent elsewhere since
/// then aren't included. Without a key, only the balance is shown, because the limits belong to a key.</para>
/// <para>Each response of the service is compared with its documentation. SeenHeaders lists the headers about limits with their last
/// values; those of creations are listed separately. Seen lists undocumented members, states, error codes, and types, each with its
/// endpoint, the time when it was first seen, and a count. No values of responses are kept. Both lists start with Connect-UgcLab, end with
/// the session, and aren't written to a file.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcLimit</code>
/// </example>
/// <example>
/// <title>Get the number of rows that can be sent now</title>
/// <code>$limit = Get-UgcLimit; $limit.CreationLimit.Count - $limit.CreationsUsed</code>
/// <para>If a file has more rows, the command waits automatically at this point and shows until when.</para>
/// </example>
/// <example>
/// <title>Show differences from the documentation</title>
/// <code>(Get-UgcLimit).Seen | Format-Table Endpoint, What, FirstSeen, Count</code>
/// <para>Report these differences as an issue, and attach the file from Test-UgcConnection -Contract -ReportPath.</para>
/// </example>
/// <seealso href="https://ugclab.app/docs/authentication">The service's page on keys and limits</seealso>
[Cmdlet(VerbsCommon.Get, "UgcLimit")]
[OutputType(typeof(UgcLimit))]
public sealed class GetUgcLimitCommand : UgcCmdlet
{
    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (OpenSession is null && KeySources.InEnvironment() is null)
        {
            WriteWarning("No session is open, and no key is in the environment. The limits are a key's, so only the balance is shown.");
            WriteObject(await History.WithCreditsAsync(new UgcLimit { Time = TimeProvider.System.GetUtcNow() }, Store, cancellationToken));
        }
        else
        {
            WriteObject(await Client.GetLimitAsync(cancellationToken));
        }
    }
}
