namespace UgcLab;

/// <summary>
/// How much of the service's limits is used (docs/authentication), by everything on this machine that uses the key with
/// this state folder, and when there is room again. What other machines use is not known here.
/// </summary>
public sealed record UgcLimit
{
    /// <summary>When this was so.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Paid requests of the last hour, those that are out included; null when no key is known.</summary>
    public int? CreationsUsed { get; init; }

    /// <summary>How many the session allows in an hour; 0 is no limit of ours, null when no key is known.</summary>
    public int? CreationsPerHour { get; init; }

    /// <summary>When the next can go out; <see cref="Time"/> when at once, null when no key is known.</summary>
    public DateTimeOffset? NextCreation { get; init; }

    /// <summary>Reads of the last hour, those that are out included; null when no key is known.</summary>
    public int? ReadsUsed { get; init; }

    /// <summary>How many the session allows in an hour; 0 is no limit of ours, null when no key is known.</summary>
    public int? ReadsPerHour { get; init; }

    /// <summary>When the next can go out; <see cref="Time"/> when at once, null when no key is known.</summary>
    public DateTimeOffset? NextRead { get; init; }

    /// <summary>Requests of all kinds in the last minute; null when no key is known.</summary>
    public int? RequestsLastMinute { get; init; }

    /// <summary>How many the session allows in a minute; 0 is no limit of ours, null when no key is known.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>The end of the pause that the service has asked for by a 429; null when there is none.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>What the pause is for.</summary>
    public string? PauseReason { get; init; }

    /// <summary>The workspace's credits after the newest purchase of the local record; null when there was none.</summary>
    public decimal? RemainingCredits { get; init; }

    /// <summary>When that purchase was sent. What was bought elsewhere since is not in the balance.</summary>
    public DateTimeOffset? CreditsTime { get; init; }

    /// <summary>The record's id of that purchase.</summary>
    public string? CreditsPurchaseId { get; init; }

    /// <summary>
    /// The headers of the service's answers that speak of limits, each with its last value, as this session has seen them; those of
    /// purchases say so.
    /// </summary>
    public IReadOnlyList<string> SeenHeaders { get; init; } = new DisplayList<string>([]);

    /// <summary>What this session has seen in the service's answers that the documentation does not tell.</summary>
    public IReadOnlyList<UgcSchemaDifference> Seen { get; init; } = new DisplayList<UgcSchemaDifference>([]);

    /// <summary>
    /// Credits spent since midnight, local time, with the session's key: charged less refunded, unconfirmed requests at their known
    /// price; null when no key is known.
    /// </summary>
    public decimal? SpentToday { get; init; }

    /// <summary>
    /// The most that may be spent in a day (Connect-UgcLab -MaxCreditPerDay), the lowest of all open sessions with the key; null
    /// when there is none.
    /// </summary>
    public decimal? MaxCreditPerDay { get; init; }
}
