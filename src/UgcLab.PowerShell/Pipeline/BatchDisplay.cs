using System.Globalization;
using System.Management.Automation;
using System.Threading.Channels;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>Shows how a batch goes: a bar at a console, and a line now and then where there is none.</summary>
internal sealed class BatchDisplay(AsyncCmdlet cmdlet, BatchRun run, string name)
{
    private const int Activity = 4715;

    private static readonly TimeSpan BarEvery = TimeSpan.FromSeconds(1);

    // A night's log is to be read in the morning.
    private static readonly TimeSpan LineEvery = TimeSpan.FromMinutes(5);

    // People read by their own clock, however fast a rehearsal's runs.
    private static readonly TimeProvider People = TimeProvider.System;

    private readonly bool _console = !Console.IsOutputRedirected;
    private long _lastBar = People.GetTimestamp();
    private long _lastLine = People.GetTimestamp();
    private bool _shown;

    /// <summary>Waits for the next event, and shows how things stand meanwhile. False when there are no more.</summary>
    public async Task<bool> WaitToReadAsync(ChannelReader<BatchEvent> events, CancellationToken cancellationToken)
    {
        // The run ends its events itself when it is stopped, and not before what is out is through.
        Task<bool> next = events.WaitToReadAsync(CancellationToken.None).AsTask();
        while (true)
        {
            // Also where events come faster than the bar is drawn.
            if (People.GetElapsedTime(_lastBar) >= BarEvery && !cancellationToken.IsCancellationRequested)
            {
                _lastBar = People.GetTimestamp();
                Show();
            }

            if (next.IsCompleted)
            {
                return await next;
            }

            await Task.WhenAny(next, Task.Delay(BarEvery, People, CancellationToken.None));
        }
    }

    public void Close()
    {
        if (_shown)
        {
            cmdlet.WriteProgress(new ProgressRecord(Activity, $"Batch {name}", " ") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void Show()
    {
        BatchProgress now = run.Progress;
        string text = string.Create(CultureInfo.InvariantCulture,
            $"{now.Sent} of {now.ToSend} rows sent for {now.Credits:#,0.##} credits; {now.Open} being made, {now.Saved} saved{(now.Failed == 0 ? "" : $", {now.Failed} not")}{Waiting(now)}.");
        if (_console)
        {
            _shown = true;
            int all = now.Saved + now.Failed + now.Open + (now.ToSend - now.Sent);
            cmdlet.WriteProgress(new ProgressRecord(Activity, $"Batch {name}", text)
            {
                CurrentOperation = now.Sent < now.ToSend ? now.Row : null,
                PercentComplete = all == 0 ? 100 : (now.Saved + now.Failed) * 100 / all,
            });
        }
        else if (People.GetElapsedTime(_lastLine) >= LineEvery)
        {
            _lastLine = People.GetTimestamp();
            cmdlet.WriteLine(text);
        }
    }

    // By the clock that the wait was told by: a rehearsal's is ahead of the reader's.
    private static string Waiting(BatchProgress now) => now.WaitsUntil?.ToLocalTime() is DateTimeOffset time
        ? string.Create(CultureInfo.InvariantCulture, $"; the next goes out at {time:HH:mm}")
        : "";
}
