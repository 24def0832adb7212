using System.Collections.Concurrent;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>Shows how downloads go, by bytes. Reports come from any thread; the bar is drawn on the pipeline's.</summary>
internal sealed class DownloadDisplay(AsyncCmdlet cmdlet, int parent = -1) : IProgress<DownloadProgress>
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, DownloadProgress> _running = new();
    private readonly ProgressBar _bar = new(cmdlet, 4713, "Saving videos", parent: parent);

    public void Report(DownloadProgress value) => _running[value.UgcId] = value;

    public Task WhileAsync(ValueTask<bool> next, CancellationToken cancellationToken) =>
        ProgressBar.WhileAsync(next, Beat, Show, cancellationToken);

    // Below the bar of a batch, the bar is there only on a console, and only while files are downloaded.
    public void Show()
    {
        bool isBelow = parent >= 0;
        DownloadProgress[] running =
            [.. _running.Values.Where(download => download.Total is null || download.Received < download.Total)];
        if (running.Length == 0 || (isBelow && !_bar.IsConsole))
        {
            if (isBelow)
            {
                Close();
            }

            return;
        }

        long received = running.Sum(download => download.Received);
        long total = running.Sum(download => download.Total ?? 0);
        string text = string.Create(CultureInfo.InvariantCulture, $"{received / 1e6:0.0} of {total / 1e6:0.0} MB");
        _bar.Show(
            $"{Format.Count(running.Length, "file")}, {text}", total > 0 ? (int)Math.Clamp(received * 100 / total, 0, 100) : -1);
    }

    public void Close() => _bar.Close();
}
