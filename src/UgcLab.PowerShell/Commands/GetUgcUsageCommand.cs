namespace UgcLab.PowerShell.Commands;

/// <summary>Gets sums of requests, videos, and credits by day, month, model, project, batch, or machine.</summary>
/// <remarks>
/// <para>This cmdlet needs no key and no network: it sums the contents of the store. Credits are those that the service reported: charged
/// with the request, and refunded if the job was read since then. An unconfirmed request is counted in Unconfirmed, and its possible cost
/// isn't included in any sum.</para>
/// <para>Days and months are in local time.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcUsage -By Month</code>
/// </example>
/// <example>
/// <title>Show the cost of each model in the last seven days</title>
/// <code>Get-UgcUsage -By Model -Since (Get-Date).AddDays(-7) | Sort-Object NetCredits -Descending</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "UgcUsage")]
[OutputType(typeof(UgcUsage))]
public sealed class GetUgcUsageCommand : UgcCmdlet
{
    /// <summary>The grouping of the sums: Day, Month, Model, Project, Batch, or Machine.</summary>
    /// <value>Day</value>
    [Parameter(Position = 0)]
    [ValueOf<UgcUsageGroup>]
    public UgcUsageGroup By { get; set; }

    /// <summary>Includes only purchases at this time or later.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Includes only purchases before this time.</summary>
    [Parameter]
    public DateTimeOffset? Before { get; set; }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        RequirePeriod(Since, Before);
        WriteObjects(await Store.ReadUsageAsync(new UsageFilter(By, Since, Before), cancellationToken));
    }
}
