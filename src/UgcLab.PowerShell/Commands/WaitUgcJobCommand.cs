namespace UgcLab.PowerShell.Commands;

/// <summary>Waits for jobs and returns each one when it ends.</summary>
/// <remarks>
/// <para>All jobs share one poller and one budget of reads, so a hundred jobs need hardly more reads than one. A job is polled as soon as
/// it arrives. PowerShell lets a cmdlet write output only when its next input arrives or when the input ends. A cmdlet that creates,
/// directly in front of this one in a pipeline, lets it write each second while a row waits for its turn.</para>
/// <para>A job that fails is returned and reported as the error UgcJobFailed. A job that hasn't ended within -Timeout is returned as it is,
/// with the error UgcWaitTimeout. It continues at the service, and you can wait for it again with Wait-UgcJob. Ctrl+C also stops only the
/// waiting, not the job.</para>
/// <para>With -WebhookPrefix, the service can report when a job is done, so few reads are needed. A small receiver listens on this computer
/// while the cmdlet waits. A POST that names one of the jobs makes that job be read sooner. Its content isn't trusted, so it doesn't matter
/// who sends it. Each job is still read every five minutes, in case a webhook is lost. The service doesn't document where webhooks are set
/// up or what they contain: about_UgcLab_Webhooks explains what is known, and how to set up a tunnel or a reverse proxy in front of the
/// receiver.</para>
/// </remarks>
/// <example>
/// <title>Wait for videos and save them</title>
/// <code>$jobs = Import-Csv ./ads.csv | New-UgcVideo; $jobs | Wait-UgcJob | Save-UgcVideo -Destination ./videos</code>
/// <para>Saves the first video while the others are still being created.</para>
/// </example>
/// <example>
/// <title>Wait for the first job that ends</title>
/// <code>$first = Get-UgcJob -Unsaved | Wait-UgcJob -Any -Timeout 600</code>
/// <para>Returns the first job that ends. -Timeout is a number of seconds or a time span.</para>
/// </example>
/// <example>
/// <title>Wait with webhooks</title>
/// <code>Get-UgcJob -Unsaved | Wait-UgcJob -WebhookPrefix http://localhost:8765/ugc-3f9c/ -Timeout 7200</code>
/// <para>Listens at that address, to which a tunnel forwards requests from the public address in the dashboard. A job is read when a
/// webhook names it.</para>
/// </example>
/// <example>
/// <title>Wait in the background</title>
/// <code>$wait = Get-UgcJob -Unsaved | Wait-UgcJob -AsJob; Receive-Job $wait -Wait | Save-UgcVideo -Destination ./videos</code>
/// </example>
[Cmdlet(VerbsLifecycle.Wait, "UgcJob")]
[OutputType(typeof(UgcJob), typeof(UgcCommandJob))]
public sealed class WaitUgcJobCommand : JobCmdlet
{
    private readonly List<UgcJob> _later = [];
    private readonly List<UgcJob> _ended = [];
    private JobWaiter? _waiter;

    /// <summary>How long to wait for each job: a number of seconds or a time span. 0 waits without a time limit.</summary>
    /// <value>00:30:00</value>
    [Parameter]
    [Seconds]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Returns the first job that ends, and stops waiting. The other jobs continue at the service.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    /// <summary>
    /// Receives webhooks at a prefix such as http://localhost:8765/some/path/ while the cmdlet waits. Without a path, or with only a port,
    /// it uses a random path; auto also uses a free port; a message shows the address. The receiver uses plain http: a tunnel or a reverse
    /// proxy in front of it holds the certificate, keeps the path and the body, and sends the prefix's host in the Host header. The hosts +
    /// and * accept any Host header and listen on the whole network.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WebhookPrefix { get; set; }

    /// <summary>Waits in the background, and returns a job for Wait-Job, Receive-Job, and Stop-Job.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <summary>
    /// A script block that runs when the wait ends, with an array of the jobs that were returned as $_ and as the argument. Its output is
    /// shown and not returned. An error in it doesn't end the command. With -AsJob, it runs in a runspace of its own, without the variables
    /// of the console. It doesn't run when the command is stopped.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? OnCompleted { get; set; }

    private protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        PipelineTurn.Take(MyInvocation);

        // Opened before the first input, so that a port in use is reported before an upstream cmdlet creates anything.
        if (WebhookPrefix is not null)
        {
            await OpenAsync(cancellationToken);
        }
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (Cells.Base(InputObject) is PipelineTurn)
        {
            _waiter?.WriteFinished();
        }
        else if (_waiter?.IsDone is not true)
        {
            JobWaiter waiter = _waiter ?? await OpenAsync(cancellationToken);
            IReadOnlyList<UgcJob> jobs = await InputJobsAsync(cancellationToken);
            UnsavedIds.UnionWith(jobs.Where(job => job.IsOpen).Select(job => job.UgcId));
            if (AsJob)
            {
                _later.AddRange(jobs);
            }
            else
            {
                waiter.Add(jobs);
            }
        }
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (AsJob)
        {
            ContinueAsJob($"UgcJob {Format.Count(_later.Count, "job")}", WaitAsync);
        }
        else
        {
            await WaitAsync(cancellationToken);
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (_waiter is not null)
        {
            _waiter.Add(_later);
            await _waiter.FinishAsync(cancellationToken);
            Complete(OnCompleted, _ended.ToArray());
        }
    }

    private protected override StopNote? StopNote => _waiter?.Open is int open and > 0
        ? new($"{Format.Count(open, "job")} {(open == 1 ? "continues" : "continue")} at the service.", StopNote.SaveRest)
        : null;

    private protected override void Dispose(bool disposing)
    {
        _waiter?.Stop();
        base.Dispose(disposing);
    }

    private async Task<JobWaiter> OpenAsync(CancellationToken cancellationToken)
    {
        JobPoller poller = await Client.OpenPollerAsync(Timeout, Notices, cancellationToken);
        _waiter = new JobWaiter(this, poller, Write);
        if (WebhookPrefix is not null)
        {
            poller.UseWebhooks(await OpenWebhooksAsync(WebhookPrefix, cancellationToken));
        }

        return _waiter;
    }

    private void Write(JobOutcome outcome)
    {
        _waiter!.IsDone = Any && outcome.Job.IsFinal;
        WriteOutcome(outcome);
        _ended.Add(outcome.Job);
    }
}
