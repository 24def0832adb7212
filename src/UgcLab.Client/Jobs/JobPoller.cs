using System.Threading.Channels;

namespace UgcLab.Jobs;

/// <summary>Waits for any number of jobs within the limits of reads, and returns each one when it ends.</summary>
public sealed partial class JobPoller : IAsyncDisposable
{
    // Requests in flight at the same time.
    private const int Readers = 4;

    // Creations may end earlier than is known.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    // Finished jobs wait here until the caller reads them; polling continues in the meantime.
    private readonly Channel<JobOutcome> _outcomes = Channel.CreateBounded<JobOutcome>(256);
    private readonly CancellationTokenSource _stopping = new();
    private readonly object _gate = new();
    private readonly Dictionary<string, PollItem> _open = [];
    private readonly HashSet<string> _added = [];
    private readonly JobsClient _jobs;
    private readonly CreationPriority _creations;
    private readonly ClientSettings _options;
    private readonly SteadyTime _time;
    private readonly PollScheduler _scheduler;
    private readonly TimeSpan _timeout;
    private readonly IProgress<UgcNotice>? _notices;
    private readonly PollerWebhooks _webhooks;
    private readonly Task _run;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _ended;
    private bool _isDisposed;
    private Exception? _fatal;

    internal JobPoller(
        JobsClient jobs, JobDurationStats stats, CreationPriority creations, ClientSettings options, TimeSpan timeout,
        IProgress<UgcNotice>? notices)
    {
        (_jobs, _creations, _options, _timeout, _notices) = (jobs, creations, options, timeout, notices);
        _time = new SteadyTime(options.Clock);
        _scheduler = PollScheduler.Within(options.Limits, stats);
        _webhooks = new PollerWebhooks(notices);
        _run = Task.Run(RunAsync);
    }

    /// <summary>
    /// Jobs that have ended, or have not in time, in the order in which they did. Ends after <see cref="Complete"/> when all are out; it
    /// is canceled when the poller is disposed of before.
    /// </summary>
    public ChannelReader<JobOutcome> Outcomes => _outcomes.Reader;

    /// <summary>How many jobs have ended, and when the next one is read.</summary>
    public JobPollerProgress Progress
    {
        get
        {
            lock (_gate)
            {
                return new JobPollerProgress(
                    _open.Count,
                    _ended,
                    _scheduler.Next() is DateTimeOffset next ? _time.OnTheWall(next > _time.Now ? next : _time.Now) : null,
                    _open.Count == 0 ? 0 : _open.Values.Average(item => item.Job.Progress ?? 0));
            }
        }
    }

    /// <summary>Adds a job. A job that has already ended is read at once; adding a job twice has no effect.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Complete"/> was called, or the poller was disposed of.</exception>
    public void Add(UgcJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        bool isNamedAlready = false;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_scheduler.IsComplete)
            {
                throw new InvalidOperationException("No job can be added after Complete.");
            }

            DateTimeOffset now = _time.Now;
            if (_added.Add(job.UgcId))
            {
                bool isLimited = _timeout > TimeSpan.Zero && _timeout < DateTimeOffset.MaxValue - now;
                PollItem item = new(job, _timeout, isLimited ? now + _timeout : DateTimeOffset.MaxValue);
                _open.Add(job.UgcId, item);
                _scheduler.Add(item, now);
                isNamedAlready = _webhooks.IsUnmatched(job.UgcId);
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
    /// Reads a job soon, because a webhook names it. The webhook itself isn't trusted: the read shows the
    /// status. An unknown id is kept for a while, and repeated webhooks cause hardly more reads than one.
    /// </summary>
    public void Wake(string ugcId)
    {
        ArgumentNullException.ThrowIfNull(ugcId);
        bool isSooner;
        lock (_gate)
        {
            // A finished job is read separately for its link, a limited number of times.
            if (!_open.TryGetValue(ugcId, out PollItem? item) || item.Job.IsFinal)
            {
                _webhooks.AddUnmatched(ugcId);
                return;
            }

            isSooner = _scheduler.Hasten(item, item.Webhooks.Signal(_time.Now));
            Changed();
        }

        _webhooks.Received(ugcId, isSooner);
    }

    /// <summary>
    /// From now on, a receiver triggers reads, and scheduled reads are at least five minutes apart
    /// while it is open. The receiver is closed with this instance, or when the last job has ended.
    /// </summary>
    internal void UseWebhooks(WebhookReceiver receiver) => _webhooks.Start(receiver, Wake);

    /// <summary>No more jobs will be added.</summary>
    public void Complete()
    {
        _creations.End();
        lock (_gate)
        {
            _scheduler.IsComplete = true;
            Changed();
        }
    }

    /// <summary>Stops polling. Nothing happens to the jobs. It may be called twice.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        // First, and before anything is awaited, so that the port is free when this returns.
        _webhooks.Dispose();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(false);
        foreach (PollItem item in _open.Values)
        {
            _scheduler.Remove(item);
        }

        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => ReadAsync())).ConfigureAwait(false);
        _webhooks.Dispose();
        _outcomes.Writer.TryComplete(_fatal ?? (_scheduler.IsComplete && _open.Count == 0 ? null : new OperationCanceledException()));
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await NextAsync().ConfigureAwait(false) is (PollItem due, bool mayRead))
            {
                if (!mayRead || !await TryReadAsync(due).ConfigureAwait(false))
                {
                    due.Fail(new UgcLabException(
                        UgcLabErrorKind.RateLimited, "The hourly limit of reads left no request to read the job."));
                }

                await HandleAsync(due).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped: the jobs stay where they are.
        }
        catch (Exception error)
        {
            // A bug or a disk error. Report it, because otherwise the caller would wait forever.
            Stop(error);
        }
    }

    private async Task HandleAsync(PollItem item)
    {
        DateTimeOffset now = _time.Now;
        JobOutcome? outcome = null;
        if (item.Fatal is not null)
        {
            Stop(item.Fatal);
        }
        else if ((outcome = item.Outcome(now)) is not null)
        {
            _webhooks.Ended(item);
            await _outcomes.Writer.WriteAsync(outcome, _stopping.Token).ConfigureAwait(false);
        }

        lock (_gate)
        {
            if (outcome is not null)
            {
                _open.Remove(outcome.Job.UgcId);
                _scheduler.Remove(item);
                _ended++;
            }
            else if (item.Fatal is null)
            {
                _scheduler.Again(item, item.Pause ?? _webhooks.Wait(item, now), now);
                if (item.Webhooks.IsSignaled && item.Pause is null)
                {
                    // A webhook arrived during the read.
                    _scheduler.Hasten(item, item.Webhooks.Signal(now));
                }
            }

            Changed();
        }
    }

    private void Stop(Exception error)
    {
        Interlocked.CompareExchange(ref _fatal, error, null);

        // Other reads may wait an hour for a slot.
        _stopping.Cancel();
    }

    private void Changed()
    {
        TaskCompletionSource changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }
}
