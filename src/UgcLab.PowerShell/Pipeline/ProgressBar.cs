using System.Collections.Concurrent;
using UgcLab.Simulator;

namespace UgcLab.PowerShell.Pipeline;

// A progress bar; if the output isn't a console, occasional lines instead.
internal sealed class ProgressBar(
    AsyncCmdlet cmdlet, int activity, string title, TimeSpan beat = default, TimeSpan lineEvery = default, int parent = -1)
{
    // A space, two brackets, and the space before each.
    private const int Frame = 5;

    // The reader's time, however fast a rehearsal's clock runs.
    public static readonly TimeProvider Clock = TimeProvider.System;

    private long _lastShown = Clock.GetTimestamp();
    private long _lastLine = Clock.GetTimestamp();

    public bool IsConsole => HostConsole.ShowsBars(cmdlet.Host);

    public bool IsShown { get; private set; }

    // How many characters of its text are seen: the bar is one line with the title and brackets.
    public int Room => cmdlet.ConsoleWidth - title.Length - Frame;

    // A time of a session's clock as the reader's clock will show it, in another format if that isn't today.
    public static string Local(TimeProvider clock, DateTimeOffset time, string today, string otherwise)
    {
        DateTimeOffset local = Local(clock, time);
        return local.ToString(local.Date == Clock.GetLocalNow().Date ? today : otherwise, CultureInfo.InvariantCulture);
    }

    public static DateTimeOffset Local(TimeProvider clock, DateTimeOffset time) =>
        (clock is SimulatorClock simulated ? simulated.RealTime(time) : time).ToLocalTime();

    public void Show(string text, int percent = -1, string? operation = null, int secondsLeft = -1)
    {
        IsShown = true;
        cmdlet.WriteProgress(new ProgressRecord(activity, title, text)
        {
            PercentComplete = percent,
            CurrentOperation = operation,
            SecondsRemaining = secondsLeft,
            ParentActivityId = parent,
        });
    }

    public void ShowOrWrite(string text, string line, int percent, string? operation = null)
    {
        if (IsConsole)
        {
            Show(text, percent, operation);
        }
        else if (Clock.GetElapsedTime(_lastLine) >= lineEvery && cmdlet.ShowsProgress)
        {
            _lastLine = Clock.GetTimestamp();
            cmdlet.WriteLine(line);
        }
    }

    // Waits for the next item of a channel, and shows the progress meanwhile, once a beat, also where items come faster. Returns false if
    // there are no more items. The caller's item ends when the step is stopped.
    public async Task<bool> WhileAsync(ValueTask<bool> next, Action show, CancellationToken cancellationToken)
    {
        Task<bool> item = next.AsTask();
        while (true)
        {
            if (Clock.GetElapsedTime(_lastShown) >= beat && !cancellationToken.IsCancellationRequested)
            {
                _lastShown = Clock.GetTimestamp();
                show();
            }

            if (item.IsCompleted)
            {
                return await item;
            }

            await Task.WhenAny(item, Task.Delay(beat, Clock, CancellationToken.None));
        }
    }

    public void Close()
    {
        if (IsShown)
        {
            IsShown = false;
            cmdlet.WriteProgress(
                new ProgressRecord(activity, title, " ") { RecordType = ProgressRecordType.Completed, ParentActivityId = parent });
        }
    }
}

// Shows how downloads go, by bytes. Reports come from any thread; the bar is drawn on the pipeline's.
internal sealed class DownloadDisplay(AsyncCmdlet cmdlet, int parent = -1) : IProgress<DownloadProgress>
{
    private readonly ConcurrentDictionary<string, DownloadProgress> _running = new();
    private readonly ProgressBar _bar = new(cmdlet, 4713, "Saving videos", TimeSpan.FromMilliseconds(500), parent: parent);

    public void Report(DownloadProgress value) => _running[value.UgcId] = value;

    public Task WhileAsync(ValueTask<bool> next, CancellationToken cancellationToken) => _bar.WhileAsync(next, Show, cancellationToken);

    // Below the bar of a batch, the bar is there only on a console, and only while files are downloaded.
    public void Show()
    {
        DownloadProgress[] running =
            [.. _running.Values.Where(download => download.Total is null || download.Received < download.Total)];
        if (running.Length > 0 && (parent < 0 || _bar.IsConsole))
        {
            long received = running.Sum(download => download.Received);
            long total = running.Sum(download => download.Total ?? 0);
            string text = string.Create(CultureInfo.InvariantCulture, $"{received / 1e6:0.0} of {total / 1e6:0.0} MB");
            _bar.Show(
                $"{Format.Count(running.Length, "file")}, {text}", total > 0 ? (int)Math.Clamp(received * 100 / total, 0, 100) : -1);
        }
        else if (parent >= 0)
        {
            Close();
        }
    }

    public void Close() => _bar.Close();
}
