namespace UgcLab.Jobs;

/// <summary>One job under a watch, and what its last look says of it.</summary>
internal sealed class PollItem(UgcJob job, TimeSpan allowed, DateTimeOffset deadline)
{
    // The service says "done" a moment before it has the link.
    private static readonly TimeSpan[] PausesForLink = [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)];

    private static readonly TimeSpan NewbornTime = TimeSpan.FromMinutes(2);

    private UgcLabException? _failure;
    private int _looksForLink;
    private TimeSpan _unfinishedAt;
    private bool _isUnchangedByReads;

    public UgcJob Job { get; private set; } = job;

    public DateTimeOffset Deadline { get; } = deadline;

    public int Looks { get; private set; }

    // The schedule's: when it was created, its kind, the queue it waits in, if any, its rank there, and its number, which decides between
    // equal ranks.
    public DateTimeOffset Began { get; set; }

    public KindLengths? Kind { get; set; }

    public SortedSet<PollItem>? Queue { get; set; }

    public long Rank { get; set; }

    public int Number { get; set; }

    public WebhookDebouncer Webhooks { get; } = new();

    public bool HasFailed => _failure is not null;

    /// <summary>Whether its last look told of another status than the one known before.</summary>
    public bool IsNew { get; private set; }

    /// <summary>A failure that every other job would meet as well.</summary>
    public UgcLabException? Fatal => _failure is { Kind: UgcLabErrorKind.KeyRefused or UgcLabErrorKind.AccessDenied or UgcLabErrorKind.NotTheService or UgcLabErrorKind.NotConnected } ? _failure : null;

    /// <summary>How long to leave it alone, when that is not the plan's to say.</summary>
    public TimeSpan? Pause => Job is { IsSuccess: true, VideoUrl: null } && _failure is null ? PausesForLink[_looksForLink - 1] : null;

    public void Saw(UgcJob job, DateTimeOffset now)
    {
        Learn(job, now - Began);
        IsNew = job.Status != Job.Status && Job.Status is not UgcJobStatus.Unknown;
        (Job, _failure) = (job, null);
        Looks++;
        if (job is { IsSuccess: true, VideoUrl: null })
        {
            _looksForLink++;
        }
    }

    public void Failed(UgcLabException failure)
    {
        (IsNew, _failure) = (false, failure);
        Looks++;
    }

    /// <summary>How it ended, or null when it goes on.</summary>
    public JobOutcome? Outcome(DateTimeOffset now) => (_failure, Job) switch
    {
        (null, { IsSuccess: true, VideoUrl: not null }) => new JobOutcome(Job, null),
        (null, { IsSuccess: true }) when _looksForLink > PausesForLink.Length || now >= Deadline => new JobOutcome(Job, new UgcLabException(
            UgcLabErrorKind.CompletedWithoutVideo, $"{Name} is completed and the service gives no link to its {Job.Noun}.")
        { RequestId = Job.RequestId, Advice = "Look at it in the dashboard, or try Get-UgcJob later." }),
        (null, { IsFinal: true, IsSuccess: false }) => new JobOutcome(Job, Ended()),

        // Just made and not yet known everywhere; later, a job that is not there is not there.
        (UgcLabException { Kind: UgcLabErrorKind.JobNotFound }, _) when now - (Job.CreatedAt ?? DateTimeOffset.MinValue) > NewbornTime => new JobOutcome(Job, _failure),
        (UgcLabException { Kind: UgcLabErrorKind.JobIdInvalid or UgcLabErrorKind.RequestRefused or UgcLabErrorKind.ProtocolError }, _) => new JobOutcome(Job, _failure),
        _ when now >= Deadline => new JobOutcome(Job, new UgcLabException(
            UgcLabErrorKind.WaitTimeout,
            string.Create(CultureInfo.InvariantCulture, $"{Name} has not ended within {allowed:c}; when last seen it was {Job.StatusText ?? Job.Status.ToString()}. It goes on at the service."), _failure)
        { RequestId = Job.RequestId, Advice = "Wait-UgcJob takes it up again; a longer -Timeout waits longer." }),
        _ => null,
    };

    // What the read says about the length of jobs of its kind. One that had ended before, or that fails, says nothing.
    private void Learn(UgcJob job, TimeSpan age)
    {
        if (job.Status is UgcJobStatus.Pending or UgcJobStatus.Processing or UgcJobStatus.Saving)
        {
            _unfinishedAt = age;
            _isUnchangedByReads = job.UpdatedAt is not null && job.UpdatedAt == Job.UpdatedAt;
            Kind?.Unfinished(job.UgcId, age);
        }
        else if (job.IsSuccess && !Job.IsFinal)
        {
            Kind?.Forget(job.UgcId);
            Kind?.Finished(_unfinishedAt, age, job.UpdatedAt - job.CreatedAt, _isUnchangedByReads);
        }
    }

    private string Name => Job.Reference is null ? $"Job {Job.UgcId}" : $"Job {Job.UgcId} ({Redaction.Show(Job.Reference)})";

    private UgcLabException Ended()
    {
        string refund = Job.CreditsRefunded is > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{Job.CreditsRefunded} of {Job.CreditsCharged} credits came back.")
            : "No refund is shown.";
        string reason = Redaction.Show(Job.ErrorMessage ?? "The service gives no reason.", 500);
        return new UgcLabException(UgcLabErrorKind.JobFailed, $"{Name} ended without {Job.AnyNoun} ({Job.StatusText ?? Job.Status.ToString()}): {reason} {refund}")
        {
            RequestId = Job.RequestId,
            Advice = "A prompt that was refused may pass when it is put otherwise; each try is paid for.",
        };
    }
}
