using System.Threading.Channels;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>Waits for the jobs of a cmdlet together, and hands over each one on the pipeline's thread when it ends.</summary>
internal sealed class JobWaiter : IAsyncDisposable
{
    private readonly JobWatch _watch;
    private readonly WaitDisplay _display;
    private readonly Func<JobOutcome, Task> _ended;

    private JobWaiter(AsyncCmdlet cmdlet, JobWatch watch, TimeProvider clock, Func<JobOutcome, Task> ended) =>
        (_watch, _display, _ended) = (watch, new WaitDisplay(cmdlet, watch, clock), ended);

    /// <summary>Whether no more jobs are to be handed over.</summary>
    public bool IsDone { get; set; }

    public int Open => _watch.Progress.Open;

    public static async Task<JobWaiter> OpenAsync(
        AsyncCmdlet cmdlet, UgcLabClient client, TimeSpan timeout, Func<JobOutcome, Task> ended, CancellationToken cancellationToken) =>
        new(cmdlet, await client.WatchAsync(timeout, cmdlet.Notices, cancellationToken), client.Clock, ended);

    public void Listen(WebhookReceiver webhooks) => _watch.Listen(webhooks);

    /// <summary>Adds jobs, and returns those that have already ended.</summary>
    public async Task AddAsync(IEnumerable<UgcJob> jobs)
    {
        foreach (UgcJob job in jobs)
        {
            _watch.Add(job);
        }

        await WriteFinishedAsync();
    }

    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        _watch.Complete();
        ChannelReader<JobOutcome> outcomes = _watch.Outcomes;
        while (!IsDone && await _display.WhileAsync(outcomes.WaitToReadAsync(cancellationToken).AsTask(), cancellationToken))
        {
            await WriteFinishedAsync();
        }

        _display.Close();
    }

    public ValueTask DisposeAsync() => _watch.DisposeAsync();

    private async Task WriteFinishedAsync()
    {
        while (!IsDone && _watch.Outcomes.TryRead(out JobOutcome? outcome))
        {
            await _ended(outcome);
        }
    }
}
