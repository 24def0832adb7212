namespace UgcLab.PowerShell.Commands;

/// <summary>Gets the current state of jobs from the service. Without an id, gets the jobs in the local history.</summary>
/// <remarks>
/// <para>If ids or jobs are specified, each job is read from the service within the session's rate limits. Data that the service doesn't
/// return (prompt, settings, reference, row, credits) is added from the job or the local history.</para>
/// <para>Otherwise, the jobs in the local history are returned as they were last read, oldest first. This needs no network. The service has
/// no call that lists jobs.</para>
/// </remarks>
/// <example>
/// <title>Get the state of a job</title>
/// <code>Get-UgcJob (Get-UgcHistory -First 1).Jobs[0].UgcId</code>
/// </example>
/// <example>
/// <title>Save videos that aren't saved yet</title>
/// <code>Get-UgcJob -Unsaved | Wait-UgcJob | Save-UgcVideo -Destination ./videos</code>
/// <para>Gets the jobs in the local history whose videos aren't saved yet, including those created in other consoles, waits for them, and
/// saves them.</para>
/// </example>
/// <seealso href="https://ugclab.app/docs/job-status">The service's page on jobs</seealso>
[Cmdlet(VerbsCommon.Get, "UgcJob")]
[OutputType(typeof(UgcJob))]
public sealed class GetUgcJobCommand : JobCmdlet
{
    /// <summary>Returns only jobs in the local history whose videos aren't saved, and none that ended without a video.</summary>
    [Parameter]
    public SwitchParameter Unsaved { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (InputObject is null && UgcId.Length == 0 && !MyInvocation.ExpectingInput)
        {
            PurchaseFilter filter = new() { Unsaved = Unsaved, OldestFirst = true };
            await foreach (UgcHistoryEntry entry in History.ReadAsync(filter, cancellationToken))
            {
                WriteObjects(entry.Jobs.Where(job => !Unsaved || (job.SavedPath is null && (job.IsSuccess || !job.IsFinal))));
            }

            return;
        }

        IReadOnlyList<UgcJob> jobs = await InputJobsAsync(cancellationToken);
        await foreach (JobOutcome outcome in Client.Jobs.GetEachAsync(jobs, unlessEnded: false, Notices, cancellationToken))
        {
            WriteOutcome(outcome, withJob: outcome.Failure is null);
        }
    }
}
