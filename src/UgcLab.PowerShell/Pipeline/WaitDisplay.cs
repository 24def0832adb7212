namespace UgcLab.PowerShell.Pipeline;

internal sealed class WaitDisplay(AsyncCmdlet cmdlet, JobPoller poller, TimeProvider clock)
{
    private static readonly TimeSpan BarEvery = TimeSpan.FromSeconds(1);

    private readonly ProgressBar _bar = new(cmdlet, 4712, "Waiting for jobs", TimeSpan.FromMinutes(1));

    public async Task<bool> WhileAsync(Task<bool> something, CancellationToken cancellationToken)
    {
        await ProgressBar.WhileAsync(something, BarEvery, Show, cancellationToken);
        return await something;
    }

    public void Close() => _bar.Close();

    private void Show()
    {
        JobPollerProgress now = poller.Progress;
        int all = now.Open + now.Ended;
        string text = string.Create(CultureInfo.InvariantCulture, $"{now.Ended} of {all} jobs have ended")
            + (now.NextRead is DateTimeOffset next && next > clock.GetUtcNow()
                ? string.Create(CultureInfo.InvariantCulture, $"; next read at {ProgressBar.Local(clock, next):HH:mm:ss}") : "");
        double done = all == 0 ? 0 : ((now.Ended * 100) + (now.Open * now.Progress)) / all;
        _bar.ShowOrWrite(text, $"Waiting for jobs: {text}.", (int)Math.Clamp(done, 0, 100));
    }
}
