namespace UgcLab.Jobs;

/// <content>Waits for the next job that is due, reads it, and estimates when all will have ended.</content>
public sealed partial class JobPoller
{
    // The next job that is due; null if there is nothing left to wait for.
    private async Task<(PollItem Job, bool MayRead)?> NextAsync()
    {
        while (true)
        {
            Task changed;
            TimeSpan? wait;
            lock (_gate)
            {
                if (_scheduler.IsComplete && _open.Count == 0)
                {
                    return null;
                }

                DateTimeOffset now = _time.Now;
                TimeSpan creations = _creations.Left;
                _scheduler.CreationsUntil = now + creations;
                if (_scheduler.Take(now, out bool mayRead) is PollItem due)
                {
                    due.Webhooks.Begin();
                    return (due, mayRead);
                }

                wait = _scheduler.Next() - now;
                wait = creations > TimeSpan.Zero && wait > LongestPause ? LongestPause : wait;
                changed = _changed.Task;
            }

            using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            Task waiting = wait is null ? Task.Delay(Timeout.Infinite, enough.Token) : _options.Clock.WaitAsync(wait.Value, enough.Token);
            await Task.WhenAny(waiting, changed).ConfigureAwait(false);
            await enough.CancelAsync().ConfigureAwait(false);
            _stopping.Token.ThrowIfCancellationRequested();
        }
    }

    // Returns false if the rate limit left no slot before the job's deadline and the time that a read may take.
    private async Task<bool> TryReadAsync(PollItem item)
    {
        TimeSpan left = (item.Deadline > _time.Now ? item.Deadline - _time.Now : TimeSpan.Zero) + _options.ReadTimeout;
        using CancellationTokenSource late = new(left < TimeSpan.FromDays(30) ? left : Timeout.InfiniteTimeSpan, _options.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, late.Token);
        try
        {
            item.Update(await _jobs.ReadAsync(item.Job, RequestKind.Poll, _notices, either.Token).ConfigureAwait(false), _time.Now);
        }
        catch (UgcLabException error)
        {
            item.Fail(error);
        }
        catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
        {
            lock (_gate)
            {
                // So that the next jobs that time out don't have to find out for themselves.
                _scheduler.Pause(_time.Now + _options.ReadTimeout);
            }

            return false;
        }

        return true;
    }

    // When the last job has probably ended, if others are created until a given time; null if there is none to wait for.
    internal DateTimeOffset? EndsAt(DateTimeOffset? createsUntil)
    {
        lock (_gate)
        {
            DateTimeOffset now = _time.Now;
            PollItem? typical = _open.Values.FirstOrDefault();
            DateTimeOffset? last = createsUntil + (typical?.Kind!.At(0.5) ?? TimeSpan.Zero);
            DateTimeOffset? open = typical is null ? null : _time.OnTheWall(_open.Values.Max(item => PollScheduler.EndOf(item, now)));
            return last > open || open is null ? last : open;
        }
    }
}

// The time for waits: the system clock, which includes the time when the machine sleeps, or
// the monotonic clock if the system clock was set back, because a wait must not start over.
internal sealed class SteadyTime(TimeProvider clock)
{
    private readonly object _gate = new();
    private DateTimeOffset _last = clock.GetUtcNow();
    private long _stamp = clock.GetTimestamp();

    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
            {
                long stamp = clock.GetTimestamp();
                DateTimeOffset steady = _last + clock.GetElapsedTime(_stamp, stamp);
                DateTimeOffset wall = clock.GetUtcNow();
                (_last, _stamp) = (wall > steady ? wall : steady, stamp);
                return _last;
            }
        }
    }

    /// <summary>What the clock on the wall will say at a time of this one.</summary>
    public DateTimeOffset OnTheWall(DateTimeOffset time) => clock.GetUtcNow() + (time - Now);
}
