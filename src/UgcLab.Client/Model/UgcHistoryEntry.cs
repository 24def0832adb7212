namespace UgcLab;

/// <summary>The state of a purchase.</summary>
public enum UgcPurchaseState
{
    /// <summary>It is being sent, by a process that is still there.</summary>
    Sending,

    /// <summary>The service accepted it; its jobs have ids.</summary>
    Accepted,

    /// <summary>Accepted, and the answer names no job: a request of Invoke-UgcRequest. Its cost may not be known.</summary>
    Answered,

    /// <summary>The service refused it. Nothing was created.</summary>
    Refused,

    /// <summary>It never reached the service, or the service did nothing.</summary>
    NotSent,

    /// <summary>It was sent and no answer came: check the dashboard before you create it again.</summary>
    Unconfirmed,

    /// <summary>It was unconfirmed, and a person found that it was not charged (Resolve-UgcBatchRow -NotCharged).</summary>
    NotCharged,

    /// <summary>It was unconfirmed, and a person abandoned it (Resolve-UgcBatchRow -Abandon).</summary>
    Abandoned,
}

/// <summary>A purchase in the history, with its jobs as last read.</summary>
public sealed record UgcHistoryEntry
{
    /// <summary>When it was last sent.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>When the service took it; null unless it did.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The state of the purchase.</summary>
    public UgcPurchaseState State { get; init; }

    /// <summary>What was created; null if this version doesn't recognize it.</summary>
    public UgcKind? Kind { get; init; }

    /// <summary>The requested actor, if it is the only one and one of the service's; each job has its own actor.</summary>
    public string? ActorId { get; init; }

    /// <summary>The model or workflow asked for.</summary>
    public string? Model { get; init; }

    /// <summary>The length asked for, in seconds.</summary>
    public string? Duration { get; init; }

    /// <summary>The shape asked for.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>The quality asked for.</summary>
    public string? Tier { get; init; }

    /// <summary>The requested number of jobs: variants, for each actor if there are any.</summary>
    public int Variants { get; init; } = 1;

    /// <summary>The batch it belongs to; null if it belongs to none.</summary>
    public string? Batch { get; init; }

    /// <summary>The user's own label.</summary>
    public string? Reference { get; init; }

    /// <summary>The row's own identity in its batch, where the sheet gives one.</summary>
    public string? RowId { get; init; }

    /// <summary>Which row of the input it was.</summary>
    public int? RowNumber { get; init; }

    /// <summary>Credits charged for all variants.</summary>
    public decimal? CreditsCharged { get; init; }

    /// <summary>Credits refunded for its jobs, as last read; null if none are known.</summary>
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

    /// <summary>Why it was refused or is unconfirmed.</summary>
    public string? Message { get; init; }

    /// <summary>The service's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The answer of a request that created no job, or what could be read of one that could not be parsed.</summary>
    public string? Answer { get; init; }

    /// <summary>The record's own id of it.</summary>
    public required string PurchaseId { get; init; }

    internal string? RowKey { get; init; }

    /// <summary>The machine it was sent from.</summary>
    public string? Machine { get; init; }

    /// <summary>The endpoint below the base address, with the method in front if it isn't POST.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Whether it has members of a later version of the service, so that its price isn't known.</summary>
    internal bool IsPriceUnknown { get; init; }

    /// <summary>The record's id of it.</summary>
    public override string ToString() => PurchaseId;
}

/// <summary>The outcome of an unconfirmed purchase.</summary>
public enum UgcResolution
{
    /// <summary>It was created, and these are its jobs.</summary>
    Adopted,

    /// <summary>It was not charged, and may be sent again.</summary>
    NotCharged,

    /// <summary>It is abandoned, charged or not: it isn't sent again unless a person resolves it differently later.</summary>
    Abandoned,
}
