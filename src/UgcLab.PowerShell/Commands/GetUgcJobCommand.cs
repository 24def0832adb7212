using UgcLab.Store;
using UgcLab.PowerShell.Binding;

namespace UgcLab.PowerShell.Commands;

/// <summary>Gets jobs: what the service says of each now, or, without an id, what the local record knows.</summary>
/// <remarks>
/// <para>With ids or jobs, each is read from the service, at the pace of the session; what only the buyer knows (prompt, settings, reference, row, credits) is laid over the answer from the job or the local record.</para>
/// <para>Without any, the jobs of the local record are returned as they were last seen, oldest first. That needs no network: the service has no call that lists jobs.</para>
/// </remarks>
/// <example>
/// <title>How far is it?</title>
/// <code>Get-UgcJob clzz00000000000000000job1</code>
/// </example>
/// <example>
/// <title>Take up what was left</title>
/// <code>Get-UgcJob -Unsaved | Wait-UgcJob | Save-UgcVideo -Destination ./videos</code>
/// <para>Finds the jobs of the local record whose videos are not on the disk yet, in whatever console they were bought.</para>
/// </example>
/// <seealso href="https://ugclab.app/docs/job-status">The service's page on jobs</seealso>
[Cmdlet(VerbsCommon.Get, "UgcJob")]
[OutputType(typeof(UgcJob))]
public sealed class GetUgcJobCommand : JobCmdlet
{
    /// <summary>Of the local record, only the jobs whose videos are not saved and that may yet have one.</summary>
    [Parameter]
    public SwitchParameter Unsaved { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (!NamesJobs)
        {
            await foreach (UgcHistoryEntry entry in History.ReadAsync(new PurchaseFilter { Unsaved = Unsaved, OldestFirst = true }, cancellationToken))
            {
                WriteObjects(entry.Jobs.Where(job => !Unsaved || (job.SavedPath is null && (job.IsSuccess || !job.IsFinal))));
            }

            return;
        }

        await foreach (JobOutcome outcome in Client.Jobs.GetEachAsync(await InputJobsAsync(cancellationToken), unlessEnded: false, Notices, cancellationToken))
        {
            if (outcome.Failure is null)
            {
                WriteObject(outcome.Job);
            }
            else
            {
                WriteFailure(outcome.Failure, outcome.Job);
            }
        }
    }
}
