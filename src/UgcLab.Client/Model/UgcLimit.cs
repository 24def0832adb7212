namespace UgcLab;

/// <summary>How much of the service's limits (docs/authentication) is used by everything that shares the key and the store.</summary>
public sealed record UgcLimit
{
    /// <summary>When this was so.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Paid requests in the window of the limit, those in flight included; null without a key.</summary>
    public int? CreationsUsed { get; init; }

    /// <summary>The session's limit of creations; 0 for no limit, null without a key.</summary>
    public UgcRateLimit? CreationLimit { get; init; }

    /// <summary>When the next creation can be sent; <see cref="Time"/> if it can be sent now, null without a key.</summary>
    public DateTimeOffset? NextCreation { get; init; }

    /// <summary>Reads in the window of the limit, those in flight included; null without a key.</summary>
    public int? ReadsUsed { get; init; }

    /// <summary>The session's limit of reads; 0 for no limit, null without a key.</summary>
    public UgcRateLimit? ReadLimit { get; init; }

    /// <summary>When the next read can be sent; <see cref="Time"/> if it can be sent now, null without a key.</summary>
    public DateTimeOffset? NextRead { get; init; }

    /// <summary>Requests of all kinds in the window of the limit; null without a key.</summary>
    public int? RequestsUsed { get; init; }

    /// <summary>The session's limit of requests; 0 for no limit, null without a key.</summary>
    public UgcRateLimit? RequestLimit { get; init; }

    /// <summary>The end of the pause that the service requested with a 429; null if there is none.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>What the pause is for.</summary>
    public string? PauseReason { get; init; }

    /// <summary>The workspace's credits after the newest purchase of the local record; null when there was none.</summary>
    public decimal? RemainingCredits { get; init; }

    /// <summary>When that purchase was sent. Credits spent elsewhere since then aren't included in the balance.</summary>
    public DateTimeOffset? CreditsTime { get; init; }

    /// <summary>The record's id of that purchase.</summary>
    public string? CreditsPurchaseId { get; init; }

    /// <summary>The headers about limits in answers, with their last values; those of purchases are listed separately.</summary>
    public IReadOnlyList<string> SeenHeaders { get; init; } = new DisplayList<string>([]);

    /// <summary>Differences between the service's answers and its documentation in this session.</summary>
    public IReadOnlyList<UgcSchemaDifference> Seen { get; init; } = new DisplayList<UgcSchemaDifference>([]);

    /// <summary>Credits spent with the key since local midnight, unconfirmed requests at their known price; null without a key.</summary>
    public decimal? SpentToday { get; init; }

    /// <summary>The most that may be spent in a day, the lowest of all open sessions with the key; null for no limit.</summary>
    public decimal? MaxCreditPerDay { get; init; }
}
