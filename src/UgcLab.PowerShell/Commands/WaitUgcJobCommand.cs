using System.Threading.Channels;

namespace UgcLab.PowerShell.Commands;

/// <summary>Waits for jobs and returns each one when it ends.</summary>
/// <remarks>
/// <para>
/// All jobs share one poller and one budget of reads, so a hundred jobs need hardly more reads than one. A job is polled as soon as it
/// arrives. PowerShell lets a cmdlet write output only when its next input arrives or when the input ends. A cmdlet that creates, directly
/// in front of this one in a pipeline, lets it write each second while a row waits for its turn.
/// </para>
/// <para>
/// A job that fails is returned and reported as the error UgcJobFailed. A job that hasn't ended within -Timeout is returned as it is, with
/// the error UgcWaitTimeout. It continues at the service, and you can wait for it again with Wait-UgcJob. Ctrl+C also stops only the
/// waiting, not the job.
/// </para>
/// <para>
/// With -WebhookPrefix, the service can report when a job is done, so few reads are needed. A small receiver listens on this computer while
/// the cmdlet waits. A POST that names one of the jobs makes that job be read sooner. Its content isn't trusted, so it doesn't matter who
/// sends it. Each job is still read every five minutes, in case a webhook is lost. The service doesn't document where webhooks are set up
/// or what they contain: about_UgcLab_Webhooks explains what is known, and how to set up a tunnel or a reverse proxy in front of the
/// receiver.
/// </para>
/// </remarks>
/// <example>
/// <title>Wait for videos and save them</title>
/// <code>$jobs | Wait-UgcJob | Save-UgcVideo -Destination ./videos</code>
/// <para>Saves the first video while the others are still being created.</para>
/// </example>
/// <example>
/// <title>Wait for the first job that ends</title>
/// <code>$first = $jobs | Wait-UgcJob -Any -Timeout 600</code>
/// <para>Returns the first job that ends. -Timeout is a number of seconds or a time span.</para>
/// </example>
/// <example>
/// <title>Wait with webhooks</title>
/// <code>$jobs | Wait-UgcJob -WebhookPrefix http://localhost:8765/ugc-3f9c/ -Timeout 7200</code>
/// <para>
/// Listens at that address, to which a tunnel forwards requests from the public address in the dashboard. A job is read when a webhook
/// names it.
/// </para>
/// </example>
[Cmdlet(VerbsLifecycle.Wait, "UgcJob")]
[OutputType(typeof(UgcJob))]
public sealed class WaitUgcJobCommand : JobCmdlet
{
    private JobWatch? _watch;
    private WaitDisplay? _display;
    private bool _done;

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

    private protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        PipelineTurn.Take(MyInvocation);

        // Opened before the first input, so that a port in use is reported before an upstream cmdlet creates anything.
        if (WebhookPrefix is not null)
        {
            _watch = await Client.WatchAsync(Timeout, Notices, cancellationToken);
            _watch.Listen(OpenWebhooks(WebhookPrefix));
        }
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (_done)
        {
            return;
        }

        if (Cells.Base(InputObject) is not PipelineTurn)
        {
            _watch ??= await Client.WatchAsync(Timeout, Notices, cancellationToken);
            foreach (UgcJob job in await InputJobsAsync(cancellationToken))
            {
                _watch.Add(job);
            }
        }

        while (!_done && _watch is not null && _watch.Outcomes.TryRead(out JobOutcome? outcome))
        {
            Write(outcome);
        }
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_watch is null)
        {
            return;
        }

        _watch.Complete();
        _display = new WaitDisplay(this, _watch, Client.Clock);
        ChannelReader<JobOutcome> outcomes = _watch.Outcomes;
        while (!_done && await _display.WhileAsync(outcomes.WaitToReadAsync(cancellationToken).AsTask(), cancellationToken))
        {
            while (!_done && outcomes.TryRead(out JobOutcome? outcome))
            {
                Write(outcome);
            }
        }

        _display.Close();
    }

    private protected override void Dispose(bool disposing)
    {
        // The polling stops on its own, and waiting for that here would only delay the prompt. A receiver's port is released at once.
        _ = _watch?.DisposeAsync().AsTask();
        base.Dispose(disposing);
    }

    private void Write(JobOutcome outcome)
    {
        _done = Any && outcome.Job.IsFinal;
        if (outcome.Failure?.Kind is not (UgcLabErrorKind.JobNotFound or UgcLabErrorKind.JobIdInvalid))
        {
            WriteObject(outcome.Job);
        }

        if (outcome.Failure is not null)
        {
            WriteFailure(outcome.Failure, outcome.Job);
        }
    }
}
