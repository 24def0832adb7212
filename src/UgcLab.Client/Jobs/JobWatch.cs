using System.Threading.Channels;

namespace UgcLab.Jobs;

/// <summary>Waits for any number of jobs under one clock and one budget of reads, and hands each over as it ends.</summary>
public sealed partial class JobWatch : IAsyncDisposable
{
    // Finished jobs wait here until the caller reads them; polling continues in the meantime.
    private readonly Channel<JobOutcome> _outcomes = Channel.CreateBounded<JobOutcome>(256);
    private readonly SemaphoreSlim _lanes = new(4, 4);
    private readonly CancellationTokenSource _stopping = new();
    private readonly object _gate = new();
    private readonly Dictionary<string, PollItem> _open = [];
    private readonly HashSet<string> _taken = [];
    private readonly JobLook _look;
    private readonly JobDurationStats _lengths;
    private readonly TimeProvider _clock;
    private readonly SteadyTime _time;
    private readonly PollScheduler _schedule;
    private readonly TimeSpan _timeout;
    private readonly Listening _listening;
    private readonly Task _loop;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _complete;
    private int _ended;
    private Exception? _fatal;

    internal JobWatch(JobsClient jobs, JobDurationStats lengths, ClientSettings options, TimeSpan timeout, IProgress<UgcNotice>? notices)
    {
        (_lengths, _clock, _timeout) = (lengths, options.Clock, timeout);
        _time = new SteadyTime(_clock);
        _schedule = PollScheduler.Within(options.Limits);
        _look = new JobLook(jobs, options, _time, notices);
        _listening = new Listening(notices);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Jobs that have ended, or have not in time, in the order in which they did. Ends when all are out.</summary>
    public ChannelReader<JobOutcome> Outcomes => _outcomes.Reader;

    /// <summary>How far it is.</summary>
    public WatchProgress Progress
    {
        get
        {
            lock (_gate)
            {
                return new WatchProgress(
                    _open.Count,
                    _ended,
                    _schedule.Next() is DateTimeOffset next ? _time.OnTheWall(next > _time.Now ? next : _time.Now) : null,
                    _open.Count == 0 ? 0 : _open.Values.Average(watched => watched.Job.Progress ?? 0));
            }
        }
    }

    /// <summary>Adds a job. A job that has already ended is returned immediately; adding a job twice has no effect.</summary>
    public void Add(UgcJob job)
    {
        bool isNamedAlready = false;
        lock (_gate)
        {
            DateTimeOffset now = _time.Now;
            bool ends = _timeout > TimeSpan.Zero && _timeout < DateTimeOffset.MaxValue - now;
            PollItem watched = new(job, _timeout, ends ? now + _timeout : DateTimeOffset.MaxValue);
            if (_taken.Add(job.UgcId))
            {
                _open.Add(job.UgcId, watched);

                // A finished job is polled anyway, because its link may have expired.
                TimeSpan first = job.IsFinal ? TimeSpan.Zero : LookPlan.First(job, _lengths.Of(job), now);
                if (first > TimeSpan.Zero)
                {
                    _schedule.Add(watched, now + first);
                }
                else
                {
                    _schedule.AddOverdue(watched, job.CreatedAt ?? now);
                }

                isNamedAlready = _listening.IsEarly(job.UgcId);
                Changed();
            }
        }

        // A webhook may arrive before the job is added.
        if (isNamedAlready)
        {
            Wake(job.UgcId);
        }
    }

    /// <summary>
    /// Polls a job soon, because a webhook names it. The webhook itself isn't trusted: the poll shows the
    /// status. An unknown id is kept for a while, and repeated webhooks cause hardly more polls than one.
    /// </summary>
    public void Wake(string ugcId)
    {
        bool isSooner;
        lock (_gate)
        {
            // A finished job is polled separately for its link, a limited number of times.
            if (!_open.TryGetValue(ugcId, out PollItem? watched) || watched.Job.IsFinal)
            {
                _listening.HeardEarly(ugcId);
                return;
            }

            isSooner = _schedule.Hasten(watched, watched.Webhooks.Signal(_time.Now));
            if (isSooner)
            {
                Changed();
            }
        }

        _listening.Heard(ugcId, isSooner);
    }

    /// <summary>
    /// From now on, a receiver triggers polls, and scheduled polls are at least five minutes apart
    /// while it is open. The receiver is closed with this instance, or when the last job has ended.
    /// </summary>
    internal void Listen(WebhookReceiver receiver) => _listening.To(receiver, Wake);

    /// <summary>No more jobs will come.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _complete = true;
            Changed();
        }
    }

    /// <summary>Stops looking. Nothing happens to the jobs.</summary>
    public async ValueTask DisposeAsync()
    {
        // First, and before anything is awaited, so that the port is free when this returns.
        _listening.End();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stopping.Dispose();
        _lanes.Dispose();
    }

    private async Task LoopAsync()
    {
        List<Task> looks = [];
        try
        {
            while (await NextAsync().ConfigureAwait(false) is (PollItem due, bool mayRead))
            {
                looks.RemoveAll(look => look.IsCompleted);
                looks.Add(LookAsync(due, mayRead));
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped by the caller or by a fatal error.
        }

        await Task.WhenAll(looks).ConfigureAwait(false);
        _listening.End();
        _outcomes.Writer.TryComplete(_fatal);
    }

    // The next job that is due, with a slot to poll it; null if there is nothing left to wait for.
    private async Task<(PollItem Job, bool MayRead)?> NextAsync()
    {
        await _lanes.WaitAsync(_stopping.Token).ConfigureAwait(false);
        while (true)
        {
            Task changed;
            TimeSpan wait;
            lock (_gate)
            {
                if (_complete && _open.Count == 0)
                {
                    return null;
                }

                DateTimeOffset now = _time.Now;
                if (_schedule.Take(now, out bool mayRead) is PollItem due)
                {
                    due.Webhooks.Begin();
                    return (due, mayRead);
                }

                wait = _schedule.Next() is DateTimeOffset at ? at - now : Timeout.InfiniteTimeSpan;
                changed = _changed.Task;
            }

            using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            Task waiting = wait == Timeout.InfiniteTimeSpan ? Task.Delay(wait, enough.Token) : _clock.WaitAsync(wait, enough.Token);
            await Task.WhenAny(waiting, changed).ConfigureAwait(false);
            await enough.CancelAsync().ConfigureAwait(false);
            _stopping.Token.ThrowIfCancellationRequested();
        }
    }

    private async Task LookAsync(PollItem watched, bool mayRead)
    {
        try
        {
            if (!mayRead)
            {
                watched.Failed(JobLook.NoTurn());
            }
            else if (!await _look.AtAsync(watched, _stopping.Token).ConfigureAwait(false))
            {
                lock (_gate)
                {
                    // So that the next ones whose time is up need not find out for themselves.
                    _schedule.Stall(_time.Now + _look.Patience);
                }
            }

            await DecideAsync(watched).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped: the job stays where it is.
        }
        catch (Exception error)
        {
            // A bug or a disk error. Report it, because otherwise the caller would wait forever.
            End(error);
        }
        finally
        {
            _lanes.Release();
        }
    }

    private async Task DecideAsync(PollItem watched)
    {
        DateTimeOffset now = _time.Now;
        if (watched.Fatal is not null)
        {
            End(watched.Fatal);
            return;
        }

        if (watched.Outcome(now) is JobOutcome outcome)
        {
            if (outcome.Job.IsSuccess)
            {
                _lengths.Learn(outcome.Job);
            }

            _listening.Ended(watched);
            await _outcomes.Writer.WriteAsync(outcome, _stopping.Token).ConfigureAwait(false);
            lock (_gate)
            {
                _open.Remove(outcome.Job.UgcId);
                _schedule.End();
                _ended++;
                Changed();
            }

            return;
        }

        lock (_gate)
        {
            _schedule.Again(
                watched, watched.Pause ?? _listening.Wait(watched, LookPlan.Next(watched.Job, watched.Looks, _lengths, now), now), now);
            if (watched.Webhooks.IsSignaled && watched.Pause is null)
            {
                // A webhook arrived during the poll.
                _schedule.Hasten(watched, watched.Webhooks.Signal(now));
            }

            Changed();
        }
    }

    private void End(Exception error)
    {
        lock (_gate)
        {
            _fatal ??= error;
        }

        // Other polls may wait an hour for a slot.
        _stopping.Cancel();
    }

    private void Changed()
    {
        TaskCompletionSource changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }
}
