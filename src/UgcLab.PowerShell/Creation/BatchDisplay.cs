using System.Threading.Channels;

namespace UgcLab.PowerShell.Creation;

/// <summary>Shows how a batch goes.</summary>
internal sealed class BatchDisplay(AsyncCmdlet cmdlet, BatchRun run, string name)
{
    private static readonly TimeSpan BarEvery = TimeSpan.FromSeconds(1);

    // A night's log is to be read in the morning.
    private readonly ProgressBar _bar = new(cmdlet, 4715, $"Batch {name}", TimeSpan.FromMinutes(5));

    private long _lastBar = ProgressBar.Clock.GetTimestamp();

    // Waits for the next event, and shows how things stand meanwhile. False when there are no more.
    public async Task<bool> WaitToReadAsync(ChannelReader<BatchEvent> events, CancellationToken cancellationToken)
    {
        // The run ends its events itself when it is stopped, and not before what is out is through.
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
        string text = string.Create(CultureInfo.InvariantCulture,
            $"{now.Sent} of {now.ToSend} rows sent for {now.Credits:#,0.##} credits; {now.Open} being made, {now.Saved} saved{(now.Failed == 0 ? "" : $", {now.Failed} not")}{Waiting(now)}.");
        int all = now.Saved + now.Failed + now.Open + (now.ToSend - now.Sent);
        _bar.ShowOrWrite(text, text, all == 0 ? 100 : (now.Saved + now.Failed) * 100 / all, now.Sent < now.ToSend ? now.Row : null);
    }

    // In the time of the clock that the wait depends on: a rehearsal's is ahead of the reader's.
    private static string Waiting(BatchProgress now) => now.WaitsUntil?.ToLocalTime() is DateTimeOffset time
        ? string.Create(CultureInfo.InvariantCulture, $"; the next goes out at {time:HH:mm}")
        : "";
}
