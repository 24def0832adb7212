using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Shows how much of the service's limits is used, when the next purchase and the next read can go out, and the last known balance.</summary>
/// <remarks>
/// <para>Needs no network and costs no read: it counts what all consoles, runspaces and processes of this user on this machine have sent with the session's key. What other machines send with the key is not in it.</para>
/// <para>NextCreation and NextRead are the present time when nothing stands in the way. PausedUntil is set while the service has asked for a pause (HTTP 429).</para>
/// <para>SpentToday is what was spent since midnight, local time, and MaxCreditPerDay the daily limit of Connect-UgcLab.</para>
/// <para>The balance is that of the newest purchase in the local record, at CreditsTime; credits bought or spent elsewhere since are not in it. It is shown without a key too, and the limits are not: they are a key's.</para>
/// <para>Every answer of the service is watched in passing. SeenHeaders are the headers that speak of limits, with their last values, those of purchases apart; Seen is what its documentation does not tell: members, states, error codes and types, each with its endpoint, when it was first seen and how often. No value of an answer is kept. This is the session's own memory: it begins with Connect-UgcLab, ends with the session, and no file holds it.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcLimit</code>
/// </example>
/// <example>
/// <title>How many rows can go at once</title>
/// <code>$limit = Get-UgcLimit; $limit.CreationsPerHour - $limit.CreationsUsed</code>
/// <para>A sheet with more rows waits at this point by itself, and says until when.</para>
/// </example>
/// <example>
/// <title>What the service does that its documentation does not tell</title>
/// <code>(Get-UgcLimit).Seen | Format-Table Endpoint, What, FirstSeen, Count</code>
/// <para>Worth a bug report, as is the file of Test-UgcConnection -Contract -ReportPath.</para>
/// </example>
/// <seealso href="https://ugclab.app/docs/authentication">The service's page on keys and limits</seealso>
[Cmdlet(VerbsCommon.Get, "UgcLimit")]
[OutputType(typeof(UgcLimit))]
public sealed class GetUgcLimitCommand : UgcCmdlet
{
    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (OpenSession is null && KeySources.Environment() is null)
        {
            WriteWarning("No session is open, and no key is in the environment. The limits are a key's, so only the balance is shown.");
            WriteObject(await new UgcLimit { Time = TimeProvider.System.GetUtcNow() }.WithCreditsAsync(Store, cancellationToken));
        }
        else
        {
            WriteObject(await Client.GetLimitAsync(cancellationToken));
        }
    }
}
