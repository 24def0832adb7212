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

    public void Show()
    {
        if (Running is { Length: > 0 } running)
        {
            Show(running);
        }
    }

    // The bar is there only while files are downloaded.
    public void ShowOrClose()
    {
        if (!_bar.IsConsole || Running is not { Length: > 0 } running)
        {
            Close();
        }
        else
        {
            Show(running);
        }
    }

    private DownloadProgress[] Running =>
        [.. _running.Values.Where(download => download.Total is null || download.Received < download.Total)];

    private void Show(DownloadProgress[] running)
    {
        long received = running.Sum(download => download.Received);
        long total = running.Sum(download => download.Total ?? 0);
        _bar.Show(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Format.Count(running.Length, "file")}, {received / 1e6:0.0} of {total / 1e6:0.0} MB"),
            total > 0 ? (int)Math.Clamp(received * 100 / total, 0, 100) : -1);
    }

    public void Close() => _bar.Close();
}
