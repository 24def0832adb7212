using System.Threading.Channels;
using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Waits for jobs, all of them together, and returns each as it ends: first done, first out.</summary>
/// <remarks>
/// <para>One clock looks after all jobs within one budget of reads, so a hundred jobs cost hardly more reads than one. Jobs are looked at from the moment they come in; PowerShell lets a cmdlet write when its next input arrives or when there are no more.</para>
/// <para>A job that fails is returned and reported as an error, UgcJobFailed. One that has not ended within -Timeout is returned as it is, with the error UgcWaitTimeout; nothing happens to it at the service, and Wait-UgcJob can take it up again. So does Ctrl+C: it stops the waiting, not the job.</para>
/// <para>With -WebhookPrefix the service can say when a job is done, and hardly anything is asked meanwhile. A small receiver listens on this machine while the wait lasts; a POST that names a job which is waited for makes that job be looked at soon. Nothing it says is believed, so who else may send one does not matter. Without webhooks each job is still looked at every five minutes. The service documents neither where webhooks are set up nor what they hold: about_UgcLab_Webhooks says what is known, and what a tunnel or a reverse proxy in front of the receiver needs.</para>
/// </remarks>
/// <example>
/// <title>Wait and save</title>
/// <code>$jobs | Wait-UgcJob | Save-UgcVideo -Destination ./videos</code>
/// <para>Saves the first video while the others are still being made.</para>
/// </example>
/// <example>
/// <title>The first will do</title>
/// <code>$first = $jobs | Wait-UgcJob -Any -Timeout 600</code>
/// <para>Returns the first job that ends; -Timeout takes seconds or a time span.</para>
/// </example>
/// <example>
/// <title>Be told instead of asking</title>
/// <code>$jobs | Wait-UgcJob -WebhookPrefix http://localhost:8765/ugc-3f9c/ -Timeout 7200</code>
/// <para>Listens at that address, to which a tunnel leads from the public address in the dashboard, and looks at a job when a webhook names it.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Wait, "UgcJob")]
[OutputType(typeof(UgcJob))]
public sealed class WaitUgcJobCommand : JobCmdlet
{
    private JobWatch? _watch;
    private WaitDisplay? _display;
    private bool _done;

    /// <summary>How long to wait for each job: seconds, or a time span. 0 waits without end.</summary>
    /// <value>00:30:00</value>
    [Parameter]
    [Seconds]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Returns the first job that ends and waits no longer. The others go on at the service.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    /// <summary>Receives webhooks meanwhile, at a prefix such as http://localhost:8765/some/path/. Without a path, or as a port alone, it gets a random one; auto takes a free port as well; a line says which address it is. Plain http: a tunnel or a reverse proxy in front holds the certificate, keeps the path and the body, and sends the prefix's host in the Host header. The hosts + and * take any Host header and listen to the whole network.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WebhookPrefix { get; set; }

    private protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        // Before the first input: a port that is taken is said before anything upstream is bought.
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

        _watch ??= await Client.WatchAsync(Timeout, Notices, cancellationToken);
        foreach (UgcJob job in await InputJobsAsync(cancellationToken))
        {
            _watch.Add(job);
        }

        while (!_done && _watch.Outcomes.TryRead(out JobOutcome? outcome))
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
        // It stops by itself; to wait for that here would hold up the prompt for nothing. A receiver's port is free at once.
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
