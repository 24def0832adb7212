using System.Threading.Channels;

namespace UgcLab.PowerShell.Creation;

/// <summary>Shows how a batch goes: a bar for its videos, and one below it for downloads. Each is drawn at most once a second.</summary>
internal sealed class BatchDisplay(AsyncCmdlet cmdlet, string name)
{
    private const int Bar = 4715;
    private static readonly TimeSpan BarEvery = TimeSpan.FromSeconds(1);

    // A night's log is to be read in the morning.
    private readonly ProgressBar _bar = new(cmdlet, Bar, $"Batch {name}", TimeSpan.FromMinutes(5));

    private BatchRun? _run;
    private long _lastBar = ProgressBar.Clock.GetTimestamp();

    // Receives how downloads go.
    public DownloadDisplay Downloads { get; } = new(cmdlet, Bar);

    public void Begin(BatchRun run) => _run = run;

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

    public void Close()
    {
        Downloads.Close();
        _bar.Close();
    }

    private void Show()
    {
        BatchProgress now = _run!.Progress;
        _bar.ShowOrWrite(
            now.Text(Time, _bar.Room), $"Batch {name}: {now.Text(Time)}", now.Percent, now.Sent < now.ToSend ? now.Row : null);
        Downloads.ShowOrClose();
    }

    private string Time(DateTimeOffset time)
    {
        DateTimeOffset local = ProgressBar.Local(_run!.Services.Clock, time);
        return local.ToString(local.Date == ProgressBar.Clock.GetLocalNow().Date ? "HH:mm" : "ddd HH:mm", CultureInfo.InvariantCulture);
    }
}
