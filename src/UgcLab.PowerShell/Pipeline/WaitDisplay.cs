using System.Globalization;
using System.Management.Automation;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>Shows how a wait goes: a bar at a console, and a line now and then where there is none.</summary>
internal sealed class WaitDisplay(AsyncCmdlet cmdlet, JobWatch watch, TimeProvider clock)
{
    private const int Activity = 4712;

    private static readonly TimeSpan BarEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LineEvery = TimeSpan.FromMinutes(1);

    // People read by their own clock, however fast a rehearsal's runs.
    private static readonly TimeProvider People = TimeProvider.System;

    private readonly bool _console = !Console.IsOutputRedirected;
    private long _lastLine = People.GetTimestamp();
    private bool _shown;

    /// <summary>Waits for something, and shows how it goes meanwhile.</summary>
    public async Task<bool> WhileAsync(Task<bool> something, CancellationToken cancellationToken)
    {
        while (!something.IsCompleted)
        {
            Task beat = Task.Delay(BarEvery, People, cancellationToken);
            if (await Task.WhenAny(something, beat) == beat)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Show();
            }
        }

        return await something;
    }

    /// <summary>Takes the bar away.</summary>
    public void Close()
    {
        if (_shown)
        {
            cmdlet.WriteProgress(new ProgressRecord(Activity, "Waiting for jobs", " ") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void Show()
    {
        WatchProgress now = watch.Progress;
        int all = now.Open + now.Ended;
        string text = string.Create(CultureInfo.InvariantCulture, $"{now.Ended} of {all} jobs have ended")
            + (now.NextLook is DateTimeOffset next && next > clock.GetUtcNow() ? string.Create(CultureInfo.InvariantCulture, $"; next look at {next.ToLocalTime():HH:mm:ss}") : "");
        if (_console)
        {
            _shown = true;
            double done = all == 0 ? 0 : ((now.Ended * 100) + (now.Open * now.Progress)) / all;
            cmdlet.WriteProgress(new ProgressRecord(Activity, "Waiting for jobs", text) { PercentComplete = (int)Math.Clamp(done, 0, 100) });
        }
        else if (People.GetElapsedTime(_lastLine) >= LineEvery)
        {
            _lastLine = People.GetTimestamp();
            cmdlet.WriteLine($"Waiting for jobs: {text}.");
        }
    }
}
