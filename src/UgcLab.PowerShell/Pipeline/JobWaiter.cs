using System.Threading.Channels;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>Waits for the jobs of a cmdlet together, and hands over each one on the pipeline's thread when it ends.</summary>
internal sealed class JobWaiter : IAsyncDisposable
{
    private readonly JobPoller _poller;
    private readonly WaitDisplay _display;
    private readonly Func<JobOutcome, Task> _ended;

    private JobWaiter(AsyncCmdlet cmdlet, JobPoller poller, TimeProvider clock, Func<JobOutcome, Task> ended) =>
        (_poller, _display, _ended) = (poller, new WaitDisplay(cmdlet, poller, clock), ended);

    /// <summary>Whether no more jobs are to be handed over.</summary>
    public bool IsDone { get; set; }

    public int Open => _poller.Progress.Open;

    public static async Task<JobWaiter> OpenAsync(
        AsyncCmdlet cmdlet, UgcLabClient client, TimeSpan timeout, Func<JobOutcome, Task> ended, CancellationToken cancellationToken) =>
        new(cmdlet, await client.OpenPollerAsync(timeout, cmdlet.Notices, cancellationToken), client.Clock, ended);

    public void Listen(WebhookReceiver webhooks) => _poller.UseWebhooks(webhooks);

    /// <summary>Adds jobs, and returns those that have already ended.</summary>
    public async Task AddAsync(IEnumerable<UgcJob> jobs)
    {
        foreach (UgcJob job in jobs)
        {
            _poller.Add(job);
        }

        await WriteFinishedAsync();
    }

    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        _poller.Complete();
        ChannelReader<JobOutcome> outcomes = _poller.Outcomes;
        while (!IsDone && await _display.WhileAsync(outcomes.WaitToReadAsync(cancellationToken).AsTask(), cancellationToken))
        {
            await WriteFinishedAsync();
        }

        _display.Close();
    }

    public ValueTask DisposeAsync() => _poller.DisposeAsync();

    public async Task WriteFinishedAsync()
    {
        while (!IsDone && _poller.Outcomes.TryRead(out JobOutcome? outcome))
        {
            await _ended(outcome);
        }
    }
}
