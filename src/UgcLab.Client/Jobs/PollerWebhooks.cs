namespace UgcLab.Jobs;

internal sealed class PollerWebhooks(IProgress<UgcNotice>? notices) : IDisposable
{
    // The poll interval for a job that no webhook names. Webhooks get lost, and the service doesn't document how reliably it
    // sends them, so this is the longest delay of a video.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    // A job that failed at once may be named before it is added, so the last few thousand ids are kept.
    private const int MostUnmatched = 4096;

    private readonly Queue<string> _unmatchedOrder = new();
    private readonly HashSet<string> _unmatched = [];
    private volatile WebhookReceiver? _receiver;
    private volatile bool _isReceived;
    private int _isWarned;

    public void Start(WebhookReceiver receiver, Action<string> named)
    {
        _receiver = receiver;
        receiver.Start(named);
    }

    public void Dispose() => _receiver?.Dispose();

    public bool IsUnmatched(string id) => _unmatched.Contains(id);

    /// <summary>A webhook named a job that the poller doesn't have, or not yet. The caller locks.</summary>
    public void AddUnmatched(string id)
    {
        if (_unmatched.Add(id))
        {
            _unmatchedOrder.Enqueue(id);
        }

        if (_unmatchedOrder.Count > MostUnmatched)
        {
            _unmatched.Remove(_unmatchedOrder.Dequeue());
        }
    }

    public void Received(string id, bool isRead)
    {
        _isReceived = true;
        if (isRead)
        {
            notices?.Report(new UgcNotice(UgcNoticeKind.Request, $"A webhook names job {id}, so it is read."));
        }
    }

    /// <summary>The wait before the next read of a job; null leaves it to the scheduler, as does a receiver that is closed.</summary>
    public TimeSpan? Wait(PollItem item, DateTimeOffset now) =>
        item.Webhooks.Looked(item.IsNew, now) ?? (_receiver is { IsOpen: true } && !item.HasFailed ? Interval : null);

    /// <summary>A job has ended. Warns once if no webhook reported it: the sender may not be set up.</summary>
    public void Ended(PollItem item)
    {
        if (_receiver is { IsOpen: true } receiver && !_isReceived && item.Job.IsFinal && item.Reads > 1
            && Interlocked.Exchange(ref _isWarned, 1) == 0)
        {
            notices.Warn($"A job has ended, and no webhook has come to {receiver.Address} yet. Until one does, each job is read every "
                + $"{Interval.TotalMinutes} minutes.");
        }
    }
}

// How webhooks affect the polls of one job. One may arrive before the change can be read, so a poll without a new status is followed by a
// few more; and anyone may send one, so these polls have a minimum interval. The owner locks.
internal sealed class WebhookDebouncer
{
    // One job that is named all the time costs 60 reads an hour of the watch's 900, and those are taken in turn.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    // Polls again after 10, 20, and 40 seconds. A job without a new status by then is left to the five-minute polls.
    private const int MostFollowUps = 3;

    private DateTimeOffset _quietUntil = DateTimeOffset.MinValue;
    private bool _wasSignaled;
    private int _followUps;
    private int _unchanged;

    public bool IsSignaled { get; private set; }

    private TimeSpan Interval => Shortest * Math.Pow(2, Math.Clamp(_unchanged - 1, 0, 8)) is TimeSpan interval && interval < Longest
        ? interval : Longest;

    /// <summary>A webhook names the job. Returns when to poll it.</summary>
    public DateTimeOffset Signal(DateTimeOffset now)
    {
        IsSignaled = true;
        return _quietUntil > now ? _quietUntil : now;
    }

    /// <summary>A poll begins. Webhooks that arrive from now on may not be in its answer.</summary>
    public void Begin() => (_wasSignaled, IsSignaled) = (IsSignaled, false);

    /// <summary>A poll has ended and the job hasn't. Returns the wait before the next poll that this requires, or null.</summary>
    public TimeSpan? Looked(bool isNew, DateTimeOffset now)
    {
        if (!_wasSignaled && _followUps == 0)
        {
            return null;
        }

        // The new status may be an earlier one than the webhook reported: poll once more, not three times.
        _followUps = isNew ? 1 : _wasSignaled ? MostFollowUps : _followUps - 1;
        _unchanged = isNew ? 0 : _unchanged + 1;
        _quietUntil = now + Interval;
        return _followUps > 0 ? Interval : null;
    }
}
