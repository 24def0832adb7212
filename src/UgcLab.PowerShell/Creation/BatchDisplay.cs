using System.Threading.Channels;

namespace UgcLab.PowerShell.Creation;

internal sealed class BatchDisplay(AsyncCmdlet cmdlet, BatchRun run, string name)
{
    private static readonly TimeSpan BarEvery = TimeSpan.FromSeconds(1);

    // A night's log is to be read in the morning.
    private readonly ProgressBar _bar = new(cmdlet, 4715, $"Batch {name}", TimeSpan.FromMinutes(5));

    private readonly DateTimeOffset _began = ProgressBar.Clock.GetUtcNow();
    private readonly DateTimeOffset _beganThere = run.Services.Clock.GetUtcNow();
    private long _lastBar = ProgressBar.Clock.GetTimestamp();

    // Waits for the next event, and shows the progress meanwhile. Returns false if there are no more events.
    public async Task<bool> WaitToReadAsync(ChannelReader<BatchEvent> events, CancellationToken cancellationToken)
    {
        // The run ends its events itself when it is stopped, after requests in flight are completed.
        Task<bool> next = events.WaitToReadAsync(CancellationToken.None).AsTask();
        while (true)
        {
            // Also where events come faster than the bar is drawn.
            if (ProgressBar.Clock.GetElapsedTime(_lastBar) >= BarEvery && !cancellationToken.IsCancellationRequested)
            {
                _lastBar = ProgressBar.Clock.GetTimestamp();
                Show();
            }

            if (next.IsCompleted)
            {
                return await next;
            }

            await Task.WhenAny(next, Task.Delay(BarEvery, ProgressBar.Clock, CancellationToken.None));
        }
    }

    public void Close() => _bar.Close();

    private void Show()
    {
        BatchProgress now = run.Progress;
        string text = now.Text(Time);
        _bar.ShowOrWrite(text, $"Batch {name}: {text}", now.Percent, now.Sent < now.ToSend ? now.Row : null);
    }

    // A time of the clock of the run, which may be a simulator's, as the reader's clock will show it.
    private string Time(DateTimeOffset time)
    {
        TimeSpan passed = run.Services.Clock.GetUtcNow() - _beganThere;
        double pace = passed > TimeSpan.Zero ? (ProgressBar.Clock.GetUtcNow() - _began) / passed : 1;
        DateTimeOffset now = ProgressBar.Clock.GetLocalNow();
        DateTimeOffset local = now + ((time - run.Services.Clock.GetUtcNow()) * pace);
        return local.ToString(local.Date == now.Date ? "HH:mm" : "ddd HH:mm", CultureInfo.InvariantCulture);
    }
}
