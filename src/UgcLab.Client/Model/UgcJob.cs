using System.Collections.ObjectModel;

namespace UgcLab;

/// <summary>How far a job is (docs/job-status). <c>SAVING</c> is not the end: the video is still being stored.</summary>
public enum UgcJobStatus
{
    /// <summary>A status that this version doesn't recognize; <see cref="UgcJob.StatusText"/> has the service's text.</summary>
    Unknown,

    /// <summary>Queued.</summary>
    Pending,

    /// <summary>Being made.</summary>
    Processing,

    /// <summary>Made, and being stored.</summary>
    Saving,

    /// <summary>Done; the video can be saved.</summary>
    Completed,

    /// <summary>Ended without a video.</summary>
    Failed,

    /// <summary>Canceled. Not documented, but the documented answer mentions refunds on canceling.</summary>
    Canceled,
}

/// <summary>The steps of a job and their states, in the service's words: shown, never relied on.</summary>
public sealed class UgcSteps(IDictionary<string, string> steps) : ReadOnlyDictionary<string, string>(steps)
{
    /// <summary>No steps.</summary>
    public static UgcSteps None { get; } = new(new Dictionary<string, string>());

    /// <summary>One line, fit for a CSV cell.</summary>
    public override string ToString() => string.Join("; ", this.Select(step => $"{step.Key}: {step.Value}"));
}

/// <summary>A video or an image: what the service returns (docs/job-status), and the caller's own data.</summary>
public sealed record UgcJob
{
    /// <summary>The service's id of the job.</summary>
    public required string UgcId { get; init; }

    /// <summary>The same, by the name that most objects have for theirs.</summary>
    public string Id => UgcId;

    /// <summary>How far it is.</summary>
    public UgcJobStatus Status { get; init; } = UgcJobStatus.Pending;

    /// <summary>The status in the service's own word.</summary>
    public string? StatusText { get; init; }

    /// <summary>Per cent, 0 to 100.</summary>
    public double? Progress { get; init; }

    /// <summary>What it creates; null if the job isn't in the store, because the service doesn't return it.</summary>
    public UgcKind? Kind { get; init; }

    /// <summary>The actor, if it is one of the service's.</summary>
    public string? ActorId { get; init; }

    /// <summary>That actor's name.</summary>
    public string? ActorName { get; init; }

    /// <summary>Whether the actor is one that was described.</summary>
    public bool? IsCustomActor { get; init; }

    /// <summary>The model or workflow as it was asked for; the service's own name for it is <see cref="ServiceModel"/>.</summary>
    public string? Model { get; init; }

    /// <summary>The requested length in seconds, with a unit if the service requires one.</summary>
    public string? Duration { get; init; }

    /// <summary>The shape asked for.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>The quality asked for.</summary>
    public string? Tier { get; init; }

    /// <summary>Which job of its request this is, from 0.</summary>
    public int VariantIndex { get; init; }

    /// <summary>The requested number of jobs: variants, for each actor if there are any.</summary>
    public int VariantCount { get; init; } = 1;

    /// <summary>The user's own label.</summary>
    public string? Reference { get; init; }

    /// <summary>Which row of the input asked for it, from 1.</summary>
    public int? RowNumber { get; init; }

    /// <summary>The batch in which it was created; null if it belongs to none.</summary>
    public string? Batch { get; init; }

    /// <summary>Whether the job is from the history: created earlier, not by this command.</summary>
    public bool FromHistory { get; init; }

    /// <summary>Credits taken for this job.</summary>
    public decimal? CreditsCharged { get; init; }

    /// <summary>Credits given back.</summary>
    public decimal? CreditsRefunded { get; init; }

    /// <summary>Credits taken less credits given back.</summary>
    public decimal? NetCredits => CreditsCharged - (CreditsRefunded ?? 0);

    /// <summary>Credits taken for the whole request that this job belongs to.</summary>
    public decimal? TotalCreditsCharged { get; init; }

    /// <summary>The workspace's credits after that request.</summary>
    public decimal? RemainingCredits { get; init; }

    /// <summary>The text that the video was made from.</summary>
    public string? Prompt { get; init; }

    /// <summary>The start image, or the picture of the product.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>The project it belongs to.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The link of the finished video or image. How long it is valid isn't documented, so save the file soon.</summary>
    public string? VideoUrl { get; init; }

    /// <summary>Where its video was saved, according to the store.</summary>
    public string? SavedPath { get; init; }

    /// <summary>The machine that saved it.</summary>
    public string? SavedOn { get; init; }

    // Whether it lies on another machine, in a folder that this one doesn't have.
    internal bool IsSavedElsewhere =>
        SavedPath is not null && SavedOn is not null && SavedOn != Environment.MachineName && !File.Exists(SavedPath);

    /// <summary>Why it failed, in the service's words.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The service's name for what made it, which is not the name one asks for.</summary>
    public string? ServiceModel { get; init; }

    /// <summary>The steps and their states.</summary>
    public UgcSteps ProcessingSteps { get; init; } = UgcSteps.None;

    /// <summary>When the service took the job.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the service last changed it.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The service's id of the request that made it, or of the read when that is not known.</summary>
    public string? RequestId { get; init; }

    /// <summary>Which purchase of the local record it came from.</summary>
    public string? PurchaseId { get; init; }

    /// <summary>The row of the input that asked for it.</summary>
    public object? InputRow { get; init; }

    /// <summary>Whether nothing more will happen to it.</summary>
    public bool IsFinal => Status is UgcJobStatus.Completed or UgcJobStatus.Failed or UgcJobStatus.Canceled;

    /// <summary>Whether there is a video or an image.</summary>
    public bool IsSuccess => Status is UgcJobStatus.Completed;

    // It may yet have an output, or has one that isn't saved.
    internal bool IsOpen => SavedPath is null && (!IsFinal || IsSuccess);

    /// <summary>When its purchase was sent, by this machine's clock; null when it was not created here.</summary>
    internal DateTimeOffset? SentAt { get; init; }

    /// <summary>When <see cref="VideoUrl"/> was read from the service.</summary>
    internal DateTimeOffset? ReadAt { get; init; }

    // A job of unknown kind is probably a video.
    internal string Noun => (Kind ?? UgcKind.Video).Noun();

    internal string AnyNoun => (Kind ?? UgcKind.Video).AnyNoun();

    // Begins a sentence, with the row and the reference as far as they are known.
    internal string Title => (RowNumber, Reference) switch
    {
        (null, null) => $"Job {UgcId}",
        (int row, null) => Invariant($"Job {UgcId} (row {row})"),
        (null, string reference) => $"Job {UgcId} ({Redaction.Show(reference)})",
        (int row, string reference) => Invariant($"Job {UgcId} (row {row}, {Redaction.Show(reference)})"),
    };

    internal bool IsStatusKnown => Status is not UgcJobStatus.Unknown;

    internal string ShownStatus => StatusText is null ? (IsStatusKnown ? Status.ToString() : "(none)") : Redaction.Show(StatusText);

    /// <summary>What is known already, with what the service says now; what it leaves out stays.</summary>
    internal UgcJob MergedWith(UgcJob known) => known with
    {
        Status = Status,
        StatusText = StatusText,
        Progress = Progress ?? known.Progress,
        ActorId = ActorId ?? known.ActorId,
        ActorName = ActorName ?? known.ActorName,
        IsCustomActor = IsCustomActor ?? known.IsCustomActor,
        CreditsCharged = CreditsCharged ?? known.CreditsCharged,
        CreditsRefunded = CreditsRefunded ?? known.CreditsRefunded,
        VideoUrl = VideoUrl,
        ErrorMessage = ErrorMessage,
        ServiceModel = ServiceModel ?? known.ServiceModel,
        ProcessingSteps = ProcessingSteps,
        CreatedAt = CreatedAt ?? known.CreatedAt,
        UpdatedAt = UpdatedAt ?? known.UpdatedAt,
        RequestId = known.PurchaseId is null ? RequestId : known.RequestId ?? RequestId,
        ReadAt = ReadAt,
    };

    /// <summary>The id.</summary>
    public override string ToString() => UgcId;
}

/// <summary>The status of a job as the service writes it (docs/job-status). One that the page does not list does not end a job.</summary>
internal static class JobStatusText
{
    public static UgcJobStatus Parse(string? text) => text?.ToUpperInvariant() switch
    {
        "PENDING" => UgcJobStatus.Pending,
        "PROCESSING" => UgcJobStatus.Processing,
        "SAVING" => UgcJobStatus.Saving,
        "COMPLETED" => UgcJobStatus.Completed,
        "FAILED" => UgcJobStatus.Failed,
        "CANCELLED" or "CANCELED" => UgcJobStatus.Canceled,
        _ => UgcJobStatus.Unknown,
    };
}
