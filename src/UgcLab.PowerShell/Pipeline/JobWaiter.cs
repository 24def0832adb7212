namespace UgcLab.PowerShell.Pipeline;

/// <summary>Waits for the jobs of a cmdlet together, and hands over each one on the pipeline's thread when it ends.</summary>
internal sealed class JobWaiter : IAsyncDisposable
{
    private static readonly TimeSpan BarEvery = TimeSpan.FromSeconds(1);

    private readonly JobPoller _poller;
    private readonly TimeProvider _clock;
    private readonly Func<JobOutcome, Task> _ended;
    private readonly ProgressBar _bar;

    private JobWaiter(AsyncCmdlet cmdlet, JobPoller poller, TimeProvider clock, Func<JobOutcome, Task> ended)
    {
        (_poller, _clock, _ended) = (poller, clock, ended);
        _bar = new(cmdlet, 4712, "Waiting for jobs", TimeSpan.FromMinutes(1));
    }

    /// <summary>Whether no more jobs are to be handed over.</summary>
    public bool IsDone { get; set; }

    public int Open => _poller.Progress.Open;

    public static async Task<JobWaiter> OpenAsync(
        AsyncCmdlet cmdlet, UgcLabClient client, TimeSpan timeout, Func<JobOutcome, Task> ended, CancellationToken cancellationToken) =>
        new(cmdlet, await client.OpenPollerAsync(timeout, cmdlet.Notices, cancellationToken), client.Clock, ended);

    public void Listen(WebhookReceiver webhooks) => _poller.UseWebhooks(webhooks);

    /// <summary>Adds jobs, and hands over those that have already ended.</summary>
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
        while (!IsDone
            && await ProgressBar.WhileAsync(_poller.Outcomes.WaitToReadAsync(cancellationToken), BarEvery, Show, cancellationToken))
        {
            await WriteFinishedAsync();
        }

        _bar.Close();
    }

    public ValueTask DisposeAsync() => _poller.DisposeAsync();

    public async Task WriteFinishedAsync()
    {
        while (!IsDone && _poller.Outcomes.TryRead(out JobOutcome? outcome))
        {
            await _ended(outcome);
        }
    }

    private void Show()
    {
        JobPollerProgress now = _poller.Progress;
        int all = now.Open + now.Ended;
        string text = string.Create(CultureInfo.InvariantCulture, $"{now.Ended} of {all} jobs have ended")
            + (now.NextRead is DateTimeOffset next && next > _clock.GetUtcNow()
                ? string.Create(CultureInfo.InvariantCulture, $"; next read at {ProgressBar.Local(_clock, next):HH:mm:ss}") : "");
        double done = all == 0 ? 0 : ((now.Ended * 100) + (now.Open * now.Progress)) / all;
        _bar.ShowOrWrite(text, $"Waiting for jobs: {text}.", (int)Math.Clamp(done, 0, 100));
    }
}
