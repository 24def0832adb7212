using System.Threading.Channels;

namespace UgcLab.Jobs;

/// <summary>Waits for any number of jobs under one clock and one budget of reads, and hands each over as it ends.</summary>
public sealed class JobWatch : IAsyncDisposable
{
    private static readonly TimeSpan YieldStep = TimeSpan.FromSeconds(2);

    // Handing over is quick unless nobody takes: then the watch goes on, and a few finished jobs wait in line.
    private readonly Channel<JobOutcome> _outcomes = Channel.CreateBounded<JobOutcome>(256);
    private readonly SemaphoreSlim _lanes = new(4, 4);
    private readonly CancellationTokenSource _stopping = new();
    private readonly object _gate = new();
    private readonly Dictionary<string, PollItem> _open = [];
    private readonly HashSet<string> _taken = [];
    private readonly JobLook _look;
    private readonly CreationTurn _creations;
    private readonly TimeProvider _clock;
    private readonly SteadyTime _time;
    private readonly PollSchedule _schedule;
    private readonly TimeSpan _timeout;
    private readonly Listening _listening;
    private readonly Task _loop;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _complete;
    private int _ended;
    private Exception? _fatal;

    internal JobWatch(
        JobsClient jobs, JobLengths lengths, CreationTurn creations, ClientSettings options, TimeSpan timeout, IProgress<UgcNotice>? notices)
    {
        (_creations, _clock, _timeout) = (creations, options.Clock, timeout);
        _time = new SteadyTime(_clock);
        _schedule = PollSchedule.Within(options.Limits, lengths);
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

    /// <summary>Takes a job in. One that has ended already comes out at once; one that was in before, ended since or not, is not taken twice.</summary>
    public void Add(UgcJob job)
    {
        bool isNamedAlready = false;
        lock (_gate)
        {
            DateTimeOffset now = _time.Now;
            PollItem watched = new(job, _timeout, _timeout > TimeSpan.Zero && _timeout < DateTimeOffset.MaxValue - now ? now + _timeout : DateTimeOffset.MaxValue);
            if (_taken.Add(job.UgcId))
            {
                _open.Add(job.UgcId, watched);
                _schedule.Add(watched, now);
                isNamedAlready = _listening.IsEarly(job.UgcId);
                Changed();
            }
        }

        // A webhook may have been faster than its buyer.
        if (isNamedAlready)
        {
            Wake(job.UgcId);
        }
    }

    /// <summary>
    /// Looks at a job soon, for somebody says that something became of it. No word is taken for it: the look tells. An id that
    /// is not waited for is remembered for a while, and one that comes time and again does hardly more than one that comes once.
    /// </summary>
    public void Wake(string ugcId)
    {
        bool isSooner;
        lock (_gate)
        {
            // One that is done has its own looks, for its link, and they are counted.
            if (!_open.TryGetValue(ugcId, out PollItem? watched) || watched.Job.IsFinal)
            {
                _listening.HeardEarly(ugcId);
                return;
            }

            isSooner = _schedule.Hasten(watched, watched.Webhooks.Ring(_time.Now));
            if (isSooner)
            {
                Changed();
            }
        }

        _listening.Heard(ugcId, isSooner);
    }

    /// <summary>
    /// Is woken by a receiver from now on, and looks by itself no more than every five minutes while that is open. The
    /// receiver is closed with this watch, and when the last job is out.
    /// </summary>
    internal void Listen(WebhookReceiver receiver) => _listening.To(receiver, Wake);

    /// <summary>No more jobs will come.</summary>
    public void Complete()
    {
        _creations.End();
        lock (_gate)
        {
            _complete = true;
            Changed();
        }
    }

    /// <summary>Stops looking. Nothing happens to the jobs.</summary>
    public async ValueTask DisposeAsync()
    {
        // First, and before anything is awaited: whoever has this ended finds the port free.
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
            // Stopped, by whoever waited or by what ends everything.
        }

        await Task.WhenAll(looks).ConfigureAwait(false);
        _listening.End();
        _outcomes.Writer.TryComplete(_fatal);
    }

    // The next job that is due, with a lane to look at it, or null when there is nothing more to wait for.
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
                _schedule.IsComplete = _complete;
                _schedule.Yield(_complete ? now : now + _creations.Left);
                if (_schedule.Take(now, out bool mayRead) is PollItem due)
                {
                    due.Webhooks.Begin();
                    return (due, mayRead);
                }

                wait = _schedule.Next() is DateTimeOffset at ? at - now : Timeout.InfiniteTimeSpan;

                // Creations may have got their turn earlier than was known.
                wait = _creations.Left > TimeSpan.Zero && wait > YieldStep ? YieldStep : wait;
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
            // A mistake of ours, or a disk that gave way. To keep quiet would be to wait for ever.
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
            _listening.Ended(watched);
            await _outcomes.Writer.WriteAsync(outcome, _stopping.Token).ConfigureAwait(false);
            lock (_gate)
            {
                _open.Remove(outcome.Job.UgcId);
                _schedule.End(watched);
                _ended++;
                Changed();
            }

            return;
        }

        lock (_gate)
        {
            _schedule.Again(watched, watched.Pause ?? _listening.Wait(watched, now), now);
            if (watched.Webhooks.IsRung && watched.Pause is null)
            {
                // It rang while the look was on its way.
                _schedule.Hasten(watched, watched.Webhooks.Ring(now));
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

        // Other looks may be waiting an hour for their turn.
        _stopping.Cancel();
    }

    private void Changed()
    {
        TaskCompletionSource changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }
}
