using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>Shows how downloads go, by bytes. Reports come from any thread; the bar is drawn on the pipeline's.</summary>
internal sealed class DownloadDisplay(AsyncCmdlet cmdlet) : IProgress<DownloadProgress>
{
    private const int Activity = 4713;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, DownloadProgress> _running = new();
    private bool _shown;

    public void Report(DownloadProgress value) => _running[value.UgcId] = value;

    /// <summary>Waits for something, and shows how it goes meanwhile.</summary>
    public async Task WhileAsync(Task something, CancellationToken cancellationToken)
    {
        while (!something.IsCompleted)
        {
            await Task.WhenAny(something, Task.Delay(Beat, TimeProvider.System, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (!something.IsCompleted)
            {
                Show();
            }
        }
    }

    public void Show()
    {
        DownloadProgress[] running = [.. _running.Values.Where(download => download.Total is null || download.Received < download.Total)];
        if (running.Length == 0)
        {
            return;
        }

        _shown = true;
        long received = running.Sum(download => download.Received);
        long total = running.Sum(download => download.Total ?? 0);
        string text = string.Create(CultureInfo.InvariantCulture, $"{running.Length} videos, {received / 1e6:0.0} of {total / 1e6:0.0} MB");
        ProgressRecord record = new(Activity, "Saving videos", text);
        if (total > 0)
        {
            record.PercentComplete = (int)Math.Clamp(received * 100 / total, 0, 100);
        }

        cmdlet.WriteProgress(record);
    }

    public void Close()
    {
        if (_shown)
        {
            cmdlet.WriteProgress(new ProgressRecord(Activity, "Saving videos", " ") { RecordType = ProgressRecordType.Completed });
        }
    }
}
