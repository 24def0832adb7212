namespace UgcLab;

/// <summary>What became of a purchase.</summary>
public enum UgcPurchaseState
{
    /// <summary>It is being sent, by a process that is still there.</summary>
    Sending,

    /// <summary>It was taken; its jobs have ids.</summary>
    Accepted,

    /// <summary>
    /// The service did what was asked, and its answer names no job: a request of Invoke-UgcRequest. Whether it cost anything is not
    /// known, unless it says so.
    /// </summary>
    Answered,

    /// <summary>The service said no. Nothing was bought.</summary>
    Refused,

    /// <summary>It never reached the service, or the service did nothing.</summary>
    NotSent,

    /// <summary>It was sent and no answer came: check the dashboard before you create it again.</summary>
    Unconfirmed,

    /// <summary>It was unconfirmed, and a person found that it was not charged (Resolve-UgcBatchRow -NotCharged).</summary>
    NotCharged,

    /// <summary>It was unconfirmed, and a person gave it up (Resolve-UgcBatchRow -Abandon).</summary>
    Abandoned,
}

/// <summary>One purchase of the local record, with its jobs as they were last seen.</summary>
public sealed record UgcHistoryEntry
{
    /// <summary>When it was first sent.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>When the service took it; null unless it did.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>What became of it.</summary>
    public UgcPurchaseState State { get; init; }

    /// <summary>What was bought; null when it is nothing that this version knows.</summary>
    public UgcKind? Kind { get; init; }

    /// <summary>The actor asked for, where it is one of the service's and the only one; its jobs say who is seen in each.</summary>
    public string? ActorId { get; init; }

    /// <summary>The model or workflow asked for.</summary>
    public string? Model { get; init; }

    /// <summary>The length asked for, in seconds.</summary>
    public string? Duration { get; init; }

    /// <summary>The shape asked for.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>The quality asked for.</summary>
    public string? Tier { get; init; }

    /// <summary>How many jobs were asked for: takes, for each of the actors where there are any.</summary>
    public int Variants { get; init; } = 1;

    /// <summary>The batch it belongs to; null when it was bought by itself.</summary>
    public string? Batch { get; init; }

    /// <summary>The user's own label.</summary>
    public string? Reference { get; init; }

    /// <summary>The row's own identity in its batch, where the sheet gives one.</summary>
    public string? RowId { get; init; }

    /// <summary>Which row of the input it was.</summary>
    public int? RowNumber { get; init; }

    /// <summary>Credits taken for it, all takes together.</summary>
    public decimal? CreditsCharged { get; init; }

    /// <summary>Credits given back for its jobs, as far as they were looked at since; null when none are known of.</summary>
    public decimal? CreditsRefunded => Jobs.Any(job => job.CreditsRefunded is not null) ? Jobs.Sum(job => job.CreditsRefunded ?? 0) : null;

    /// <summary>Credits taken less credits given back.</summary>
    public decimal? NetCredits => CreditsCharged - (CreditsRefunded ?? 0);

    /// <summary>The workspace's credits after it.</summary>
    public decimal? RemainingCredits { get; init; }

    /// <summary>The text.</summary>
    public string? Prompt { get; init; }

    /// <summary>The start image or the picture of the product, without its query.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>The project.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Its jobs.</summary>
    public IReadOnlyList<UgcJob> Jobs { get; init; } = [];

    /// <summary>The row's cells.</summary>
    public IReadOnlyDictionary<string, string> Cells { get; init; } = new Dictionary<string, string>();

    /// <summary>Why it was refused, or is in doubt.</summary>
    public string? Message { get; init; }

    /// <summary>The service's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>
    /// What came of an answer that could not be understood, for the person who has to settle it; of a request of Invoke-UgcRequest
    /// that made no job, the answer.
    /// </summary>
    public string? Evidence { get; init; }

    /// <summary>The record's own id of it.</summary>
    public required string PurchaseId { get; init; }

    /// <summary>Which row of its batch it is.</summary>
    internal string? RowKey { get; init; }

    /// <summary>The machine it was sent from.</summary>
    public string? Machine { get; init; }

    /// <summary>
    /// Where it was bought, below the base address, with the method in front of it when that was not POST. Decides the price
    /// together with model, length and quality.
    /// </summary>
    public string? Endpoint { get; init; }

    /// <summary>Whether it had members of a later version of the service, whose price nobody knows.</summary>
    internal bool HasMore { get; init; }

    /// <summary>The record's id of it.</summary>
    public override string ToString() => PurchaseId;
}
