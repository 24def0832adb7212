using System.Collections.Concurrent;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>Takes notices from any thread and shows them on the pipeline's: at once while a step runs, else when the next begins.</summary>
internal sealed class PipelineNotifier(AsyncCmdlet cmdlet) : IProgress<UgcNotice>
{
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShownWait = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<UgcNotice> _unread = new();
    private readonly ProgressBar _bar = new(cmdlet, 4711, "Waiting");
    private volatile SynchronizationContext? _pump;
    private int _wait;

    // The session's, which may be a simulator's.
    private TimeProvider Clock => (cmdlet as UgcCmdlet)?.Clock ?? ProgressBar.Clock;

    public void Warn(string text) => Report(new UgcNotice(UgcNoticeKind.Warning, text));

    public void Report(UgcNotice value)
    {
        _unread.Enqueue(value);
        _pump?.Post(_ => ShowUnread(), null);
    }

    public async Task During(Func<Task> step)
    {
        _pump = SynchronizationContext.Current;
        ShowUnread();
        try
        {
            await step();
            ShowUnread();
            EndWait();
        }
        finally
        {
            _pump = null;
        }
    }

    // For a step that continues without a wait. Runs on the pipeline's thread.
    public void ShowUnread()
    {
        while (_unread.TryDequeue(out UgcNotice? notice))
        {
            Show(notice);
        }
    }

    private void Show(UgcNotice notice)
    {
        switch (notice.Kind)
        {
            case UgcNoticeKind.Waiting: ShowWait(notice); break;
            case UgcNoticeKind.Warning: cmdlet.WriteWarning(notice.Text); break;
            default:
                EndWait();
                cmdlet.WriteVerbose(notice.Text);
                break;
        }
    }

    private void ShowWait(UgcNotice notice)
    {
        string until = notice.Until is DateTimeOffset time
            ? $"at {ProgressBar.Local(Clock, time, "HH:mm:ss", "yyyy-MM-dd HH:mm")}" : "once it is over";
        string text = $"{notice.Text} Going on {until}.";
        if (notice.Length > LongWait)
        {
            cmdlet.WriteWarning($"{text} Ctrl+C stops here and loses nothing.");
        }
        else
        {
            cmdlet.WriteVerbose(text);
        }

        if (notice.Length > ShownWait || notice.Until is null)
        {
            // A stopped pipeline throws here as well; the step is stopped separately.
            _ = CountDownAsync(text, notice.Length, ++_wait).ContinueWith(
                static count => _ = count.Exception, CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    // A number that doesn't change for an hour looks like a hang. Runs on the pipeline's thread.
    private async Task CountDownAsync(string text, TimeSpan length, int wait)
    {
        DateTimeOffset until = ProgressBar.Local(Clock, Clock.GetUtcNow() + length);
        while (_wait == wait && _pump is not null)
        {
            TimeSpan left = until - ProgressBar.Clock.GetUtcNow();
            _bar.Show(text, secondsLeft: length == TimeSpan.Zero ? -1 : (int)Math.Clamp(left.TotalSeconds, 0, int.MaxValue));
            await Task.Delay(Beat, ProgressBar.Clock);
        }
    }

    private void EndWait()
    {
        _wait++;
        _bar.Close();
    }
}
