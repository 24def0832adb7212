namespace UgcLab.Jobs;

/// <summary>What a watch makes of the receiver that it listens to, if to any.</summary>
internal sealed class Listening(IProgress<UgcNotice>? notices)
{
    // How often a job is looked at that no webhook names. Webhooks get lost, and how reliably this service sends them is not
    // documented: a video is never late by more than this. Against a look each 45 seconds at most, it saves six of seven.
    public static readonly TimeSpan SafetyBeat = TimeSpan.FromMinutes(5);

    // Ids of webhooks that no job under the watch has: a job that failed at once may be named before it is added. The last few
    // thousand are kept, those of a hundred webhooks or so; filling this with others costs an early look, no more.
    private const int MostEarly = 4096;

    private readonly Queue<string> _earlyOrder = new();
    private readonly HashSet<string> _early = [];
    private volatile WebhookReceiver? _receiver;
    private volatile bool _hasHeard;
    private int _isTold;

    public void To(WebhookReceiver receiver, Action<string> named)
    {
        _receiver = receiver;
        receiver.Start(named);
    }

    public void End() => _receiver?.Dispose();

    public bool IsEarly(string id) => _early.Contains(id);

    /// <summary>A webhook named a job that is not under the watch, or not yet. The caller locks.</summary>
    public void HeardEarly(string id)
    {
        if (_early.Add(id))
        {
            _earlyOrder.Enqueue(id);
        }

        if (_earlyOrder.Count > MostEarly)
        {
            _early.Remove(_earlyOrder.Dequeue());
        }
    }

    public void Heard(string id, bool isLookedAt)
    {
        _hasHeard = true;
        if (isLookedAt)
        {
            notices?.Report(new UgcNotice(UgcNoticeKind.Request, $"A webhook names job {id}: it is looked at."));
        }
    }

    /// <summary>The wait before the next look at a job that webhooks call for; null leaves it to the plan.</summary>
    public TimeSpan? Wait(PollItem watched, DateTimeOffset now) =>

        // A receiver that the system took away leaves the plan as it was; so does a look that told nothing.
        watched.Webhooks.Looked(watched.IsNew, now) ?? (_receiver is { IsOpen: true } && !watched.HasFailed ? SafetyBeat : null);

    /// <summary>A job has ended. Says once when it took the safety beat to find that out: the sender may not be set up.</summary>
    public void Ended(PollItem watched)
    {
        if (_receiver is { IsOpen: true } receiver && !_hasHeard && watched.Job.IsFinal && watched.Looks > 1 && Interlocked.Exchange(ref _isTold, 1) == 0)
        {
            notices?.Report(new UgcNotice(UgcNoticeKind.Warning, $"A job has ended and no webhook has come to {receiver.Address} yet. Until one does, jobs are found done by a look every {SafetyBeat.TotalMinutes} minutes."));
        }
    }
}
