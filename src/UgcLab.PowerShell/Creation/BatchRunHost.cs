namespace UgcLab.PowerShell.Creation;

// Carries out a run of a batch for a cmdlet, and shows on the pipeline's thread how it goes: a bar for its videos, and one below it for
// downloads. Each is drawn at most once a second.
internal sealed class BatchRunHost(AsyncCmdlet cmdlet, string name)
{
    private const int Bar = 4715;
    private static readonly TimeSpan BarEvery = TimeSpan.FromSeconds(1);

    // A night's log is to be read in the morning.
    private readonly ProgressBar _bar = new(cmdlet, Bar, $"Batch {name}", TimeSpan.FromMinutes(5));
    private long _lastBar = ProgressBar.Clock.GetTimestamp();

    public DownloadDisplay Downloads { get; } = new(cmdlet, Bar);

    // Runs to the end, and writes the result last.
    public async Task<UgcBatchResult> RunAsync(
        BatchRun run, Func<IEnumerable<BatchInput>> rows, bool videos, CancellationToken cancellationToken)
    {
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<UgcBatchResult> running = run.RunAsync(rows, leaving.Token);
        try
        {
            while (await WaitToReadAsync(run, cancellationToken))
            {
                while (run.Events.TryRead(out BatchEvent? happened))
                {
                    WriteEvent(happened, videos);
                }
            }
        }
        finally
        {
            // Select-Object -First leaves by what it throws: the run has to have ended before the store is closed.
            await leaving.CancelAsync();
            await Task.WhenAny(running);
            _ = running.Exception;
        }

        Downloads.Close();
        _bar.Close();
        UgcBatchResult result = await running;
        if (run.StoppedBy is UgcLabException stop)
        {
            cmdlet.WriteReport(stop, name, $"Batch {name} stopped");
        }

        cmdlet.WriteLine(BatchSummary.Of(result));
        cmdlet.WriteObject(result);
        return result;
    }

    // Waits for the next event, and shows the progress meanwhile. Returns false if there are no more events.
    private async Task<bool> WaitToReadAsync(BatchRun run, CancellationToken cancellationToken)
    {
        // The run ends its events itself when it is stopped, after requests in flight are completed.
        Task<bool> next = run.Events.WaitToReadAsync(CancellationToken.None).AsTask();
        while (true)
        {
            // Also where events come faster than the bar is drawn.
            if (ProgressBar.Clock.GetElapsedTime(_lastBar) >= BarEvery && !cancellationToken.IsCancellationRequested)
            {
                _lastBar = ProgressBar.Clock.GetTimestamp();
                Show(run);
            }

            if (next.IsCompleted)
            {
                return await next;
            }

            await Task.WhenAny(next, Task.Delay(BarEvery, ProgressBar.Clock, CancellationToken.None));
        }
    }

    private void WriteEvent(BatchEvent happened, bool videos)
    {
        if (happened.Failure is not null)
        {
            cmdlet.WriteReport(
                happened.Failure, (object?)happened.Job ?? happened.Purchase?.InputRow, happened.Row ?? ErrorRecords.Subject(happened.Job));
        }

        if (videos && happened.Video is not null)
        {
            cmdlet.WriteObject(happened.Video);
        }
    }

    private void Show(BatchRun run)
    {
        BatchProgress now = run.Progress;
        _bar.ShowOrWrite(
            now.Text(Time, _bar.Room), $"Batch {name}: {now.Text(Time)}", now.Percent, now.Sent < now.ToSend ? now.Row : null);
        Downloads.Show();

        string Time(DateTimeOffset time)
        {
            DateTimeOffset local = ProgressBar.Local(run.Services.Clock, time);
            bool isToday = local.Date == ProgressBar.Clock.GetLocalNow().Date;
            return local.ToString(isToday ? "HH:mm" : "ddd HH:mm", CultureInfo.InvariantCulture);
        }
    }
}
