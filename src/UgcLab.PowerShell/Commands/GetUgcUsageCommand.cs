using UgcLab.PowerShell.Pipeline;
using UgcLab.Store;

namespace UgcLab.PowerShell.Commands;

/// <summary>Gets sums of requests, videos and credits by day, month, model, project or batch.</summary>
/// <remarks>
/// <para>Needs no key and no network: it sums what the store holds. Credits are those that the service told: charged with the request, and refunded as far as jobs were read since. A request that is unconfirmed is counted in Unconfirmed, and what it may have cost is in no sum.</para>
/// <para>Days and months are those of the local calendar.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcUsage -By Month</code>
/// </example>
/// <example>
/// <title>What a model cost this week</title>
/// <code>Get-UgcUsage -By Model -Since (Get-Date).AddDays(-7) | Sort-Object NetCredits -Descending</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "UgcUsage")]
[OutputType(typeof(UgcUsage))]
public sealed class GetUgcUsageCommand : UgcCmdlet
{
    /// <summary>What to sum by: Day, Month, Model, Project or Batch.</summary>
    /// <value>Day</value>
    [Parameter(Position = 0)]
    public UgcUsagePeriod By { get; set; }

    /// <summary>Only purchases at this time or later.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only purchases before this time.</summary>
    [Parameter]
    public DateTimeOffset? Before { get; set; }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<UsageRecord> sums = await Store.ReadUsageAsync(new UsageFilter(By, Since, Before), cancellationToken);
        WriteObjects(sums.Select(sum => UgcUsage.Of(By, sum)));
    }
}
