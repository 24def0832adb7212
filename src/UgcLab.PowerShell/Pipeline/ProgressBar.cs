using UgcLab.Simulator;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>A progress bar; if the output isn't a console, occasional lines instead.</summary>
internal sealed class ProgressBar(
    AsyncCmdlet cmdlet, int activity, string title, TimeSpan lineEvery = default, int parent = -1)
{
    // A space, two brackets, and the space before each.
    private const int Frame = 5;

    // The reader's time, however fast a rehearsal's clock runs.
    public static readonly TimeProvider Clock = TimeProvider.System;

    // A time of a session's clock as the reader's clock will show it.
    public static DateTimeOffset Local(TimeProvider clock, DateTimeOffset time) =>
        (clock is SimulatorClock simulated ? simulated.RealTime(time) : time).ToLocalTime();

    public bool IsConsole => HostConsole.ShowsBars(cmdlet.Host);

    private long _lastLine = Clock.GetTimestamp();

    public bool IsShown { get; private set; }

    // How many characters of its text are seen: the bar is one line with the title and brackets.
    public int Room => cmdlet.ConsoleWidth - title.Length - Frame;

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

    // Waits for a task, and shows its progress meanwhile.
    public static async Task WhileAsync(Task something, TimeSpan beat, Action show, CancellationToken cancellationToken)
    {
        while (!something.IsCompleted)
        {
            await Task.WhenAny(something, Task.Delay(beat, Clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (!something.IsCompleted)
            {
                show();
            }
        }
    }

    public void Close()
    {
        if (IsShown)
        {
            IsShown = false;
            cmdlet.WriteProgress(new ProgressRecord(activity, title, " ")
            {
                RecordType = ProgressRecordType.Completed,
                ParentActivityId = parent,
            });
        }
    }
}
