namespace UgcLab.PowerShell.Pipeline;

// Waits for the jobs of a cmdlet together, and hands over each one on the pipeline's thread when it ends.
internal sealed class JobWaiter(UgcCmdlet cmdlet, JobPoller poller, Action<JobOutcome> ended)
{
    private readonly ProgressBar _bar = new(cmdlet, 4712, "Waiting for jobs", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    // Whether no more jobs are to be handed over.
    public bool IsDone { get; set; }

    public int Open => poller.Progress.Open;

    public void Add(IEnumerable<UgcJob> jobs)
    {
        foreach (UgcJob job in jobs)
        {
            poller.Add(job);
        }

        WriteFinished();
    }

    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        poller.Complete();
        while (!IsDone && await _bar.WhileAsync(poller.Outcomes.WaitToReadAsync(cancellationToken), Show, cancellationToken))
        {
            WriteFinished();
        }

        _bar.Close();
    }

    public void WriteFinished()
    {
        while (!IsDone && poller.Outcomes.TryRead(out JobOutcome? outcome))
        {
            ended(outcome);
        }
    }

    // The polling stops on its own, and waiting for that would only delay the prompt. A receiver's port is released at once.
    public void Stop() => _ = poller.DisposeAsync().AsTask();

    private void Show()
    {
        JobPollerProgress now = poller.Progress;
        int all = now.Open + now.Ended;
        string text = string.Create(CultureInfo.InvariantCulture, $"{now.Ended} of {all} jobs have ended")
            + (now.NextRead is DateTimeOffset next && next > cmdlet.Clock.GetUtcNow()
                ? string.Create(CultureInfo.InvariantCulture, $"; next read at {ProgressBar.Local(cmdlet.Clock, next):HH:mm:ss}") : "");
        double done = all == 0 ? 0 : ((now.Ended * 100) + (now.Open * now.Progress)) / all;
        _bar.ShowOrWrite(text, $"Waiting for jobs: {text}.", (int)Math.Clamp(done, 0, 100));
    }
}
