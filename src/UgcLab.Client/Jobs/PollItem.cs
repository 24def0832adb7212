namespace UgcLab.Jobs;

internal sealed class PollItem(UgcJob job, TimeSpan allowed, DateTimeOffset deadline)
{
    // The service says "done" a moment before it has the link.
    private static readonly TimeSpan[] PausesForLink =
        [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)];

    /// <summary>How long after its purchase a job may not be known to the service yet.</summary>
    public static readonly TimeSpan NewbornTime = TimeSpan.FromMinutes(2);

    // An undocumented status may be an intermediate status of a later version,
    // or a final one. Polling continues while anything about the job changes.
    private const int MostUnknown = 6;

    private UgcLabException? _failure;
    private int _readsForLink;
    private int _unknown;
    private DateTimeOffset? _missingSince;
    private TimeSpan _runningAt;
    private bool _isUpdatedAtStable;

    public UgcJob Job { get; private set; } = job;
    public DateTimeOffset Deadline { get; } = deadline;
    public int Reads { get; private set; }
    public WebhookDebouncer Webhooks { get; } = new();

    // The scheduler's: when it was created, its kind, the time of its next read, that of its last one if the scheduler decided
    // the wait since then, whether it should have finished before it was added, and its number, which decides between equal times.
    public DateTimeOffset Began { get; set; }
    public KindDurations? Kind { get; set; }
    public DateTimeOffset? Due { get; set; }
    public DateTimeOffset? ReadAt { get; set; }
    public bool IsOverdue { get; set; }
    public int Number { get; set; }
    public bool HasFailed => _failure is not null;

    public bool IsNew { get; private set; }

    /// <summary>A failure that every other job would meet as well.</summary>
    public UgcLabException? Fatal => _failure?.Kind.Is(ErrorTraits.Account) is true ? _failure : null;

    /// <summary>How long to pause, if the scheduler doesn't decide it.</summary>
    public TimeSpan? Pause => Job is { IsSuccess: true, VideoUrl: null } && _failure is null ? PausesForLink[_readsForLink - 1] : null;

    public void Update(UgcJob job, DateTimeOffset now)
    {
        Learn(job, now - Began);
        IsNew = job.Status != Job.Status && Job.Status is not UgcJobStatus.Unknown;
        _unknown = job.IsStatusKnown ? 0 : _unknown > 0 && IsSame(job, Job) ? _unknown + 1 : 1;
        (Job, _failure) = (job, null);
        Reads++;
        if (job is { IsSuccess: true, VideoUrl: null })
        {
            _readsForLink++;
        }
    }

    public void Fail(UgcLabException failure)
    {
        (IsNew, _failure) = (false, failure);
        Reads++;
    }

    public JobOutcome? Outcome(DateTimeOffset now) => (_failure, Job) switch
    {
        (null, { IsSuccess: true, VideoUrl: not null }) => new JobOutcome(Job, null),
        (null, { IsSuccess: true }) when _readsForLink > PausesForLink.Length || now >= Deadline => Failed(
            UgcLabErrorKind.CompletedWithoutVideo, $"is completed and the service gives no link to its {Job.Noun}.",
            "Look at it in the dashboard, or try Get-UgcJob later."),
        (null, { IsFinal: true, IsSuccess: false }) => Ended(),

        // Just made and not yet known everywhere; later, a job that is not there is not there.
        (UgcLabException { Kind: UgcLabErrorKind.JobNotFound }, _) when IsMissing(now) => new JobOutcome(Job, _failure),
        (null, _) when _unknown >= MostUnknown => Failed(
            UgcLabErrorKind.ProtocolError, $"has had the status '{Job.ShownStatus}' for {_unknown} reads. The service's documentation "
                + "doesn't list this status, so it isn't known whether the job continues.",
            "Check the job in the dashboard. Wait-UgcJob waits for it again."),
        (UgcLabException { Kind: UgcLabErrorKind.JobIdInvalid or UgcLabErrorKind.RequestRefused or UgcLabErrorKind.ProtocolError }, _) =>
            new JobOutcome(Job, _failure),
        _ when now >= Deadline => Failed(
            UgcLabErrorKind.WaitTimeout, $"has not ended within {allowed:c}; when last seen it was {Job.ShownStatus}. "
                + (IsRunning ? "It continues at the service." : "Whether it continues at the service isn't known."),
            "Run Wait-UgcJob again to continue waiting. Specify a longer -Timeout to wait longer.", _failure),
        _ => null,
    };

    // What a read shows about how long jobs of the kind take. A job whose creation isn't known shows nothing.
    private void Learn(UgcJob job, TimeSpan age)
    {
        if (Kind is null || (Job.SentAt ?? Job.CreatedAt) is null)
        {
            return;
        }

        if (job.Status is UgcJobStatus.Pending or UgcJobStatus.Processing or UgcJobStatus.Saving)
        {
            _runningAt = age;
            _isUpdatedAtStable = job.UpdatedAt is not null && job.UpdatedAt == Job.UpdatedAt;
            Kind.Running(job.UgcId, age);
        }
        else if (job.IsSuccess && !Job.IsFinal)
        {
            Kind.Remove(job.UgcId);
            Kind.Finished(_runningAt, age, job.UpdatedAt - job.CreatedAt, _isUpdatedAtStable);
        }
    }

    // By the last read, if there was one and it succeeded.
    private bool IsRunning => _failure is null && Job is { ReadAt: not null, IsFinal: false, IsStatusKnown: true };

    // By the local clock, because the service's clock may be behind: from the purchase on,
    // or from the first read that didn't find the job if the purchase isn't in the store.
    private bool IsMissing(DateTimeOffset now) =>
        now - (Job.SentAt ?? (Job.CreatedAt is null && Job.PurchaseId is null ? DateTimeOffset.MinValue : _missingSince ??= now))
            > NewbornTime;

    private static bool IsSame(UgcJob one, UgcJob other) => one.StatusText == other.StatusText && one.Progress == other.Progress
        && one.UpdatedAt == other.UpdatedAt && one.ProcessingSteps.ToString() == other.ProcessingSteps.ToString();

    private JobOutcome Ended()
    {
        string refund = Job.CreditsRefunded is > 0
            ? Invariant($"{Job.CreditsRefunded} of {Job.CreditsCharged} credits came back.") : "No refund is shown.";
        string reason = Redaction.Show(Job.ErrorMessage ?? "The service gives no reason.", 500);
        return Failed(
            UgcLabErrorKind.JobFailed, $"ended without {Job.AnyNoun} ({Job.StatusText ?? Job.Status.ToString()}): {reason} {refund}",
            "If the prompt was refused, change its words before you create it again. Each attempt is charged.");
    }

    private JobOutcome Failed(UgcLabErrorKind kind, string what, string advice, Exception? cause = null) =>
        new(Job, new UgcLabException(kind, $"{Job.Title} {what}", advice, cause) { RequestId = Job.RequestId });
}
