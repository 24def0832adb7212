namespace UgcLab.Jobs;

/// <summary>How webhooks change the polling of a poller, if it has a receiver.</summary>
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
            notices?.Report(new UgcNotice(
                UgcNoticeKind.Warning,
                $"A job has ended, and no webhook has come to {receiver.Address} yet. Until one does, each job is read every "
                + $"{Interval.TotalMinutes} minutes."));
        }
    }
}
