namespace UgcLab.Store;

/// <summary>A purchase with its jobs.</summary>
internal sealed record PurchaseRecord
{
    public required string Id { get; init; }
    public required UgcPurchaseState State { get; init; }
    public required RequestRecord Request { get; init; }

    /// <summary>When it was last sent.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>When its outcome was recorded.</summary>
    public DateTimeOffset? Ended { get; init; }
    public OwnerRecord? Owner { get; init; }

    /// <summary>The batch's name; null for a purchase of its own.</summary>
    public string? Batch { get; init; }

    /// <summary>Which row of the batch.</summary>
    public string? RowKey { get; init; }
    public int Generation { get; init; } = 1;

    /// <summary>Whether its row was accepted twice in one generation.</summary>
    public bool IsDoubled { get; init; }
    public string? Refusal { get; init; }
    public int? Status { get; init; }
    public string? Message { get; init; }
    public string? RequestId { get; init; }

    /// <summary>What the answer said.</summary>
    public string? Answer { get; init; }
    public decimal? Charged { get; init; }

    /// <summary>The workspace's credits afterwards.</summary>
    public decimal? Remaining { get; init; }

    /// <summary>Its jobs, by variant.</summary>
    public IReadOnlyList<JobRecord> Jobs { get; init; } = [];
}

/// <summary>A process that used the store.</summary>
/// <param name="Host">The machine's name.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="Began">When it opened the store.</param>
internal sealed record OwnerRecord(string Host, int ProcessId, DateTimeOffset Began)
{
    /// <summary><c>process 4711 on HOST</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"process {ProcessId} on {Host}");
}

/// <summary>Which purchases to read, the newest first. What is null or empty does not filter.</summary>
public sealed record PurchaseFilter
{
    /// <summary>Sent at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Sent before this time.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>In one of these states.</summary>
    public IReadOnlyCollection<UgcPurchaseState> States { get; init; } = [];

    /// <summary>Of these batches: patterns; an empty one is what belongs to no batch.</summary>
    public IReadOnlyCollection<string> Batches { get; init; } = [];

    /// <summary>Of this batch.</summary>
    internal long? Batch { get; init; }

    /// <summary>Of these rows of that batch.</summary>
    internal IReadOnlyCollection<string> RowKeys { get; init; } = [];

    /// <summary>Of these models: patterns with <c>*</c> and <c>?</c>.</summary>
    public IReadOnlyCollection<string> Models { get; init; } = [];

    /// <summary>For these projects: patterns.</summary>
    public IReadOnlyCollection<string> Projects { get; init; } = [];

    /// <summary>With these references: patterns.</summary>
    public IReadOnlyCollection<string> References { get; init; } = [];

    /// <summary>Sent from these machines: patterns.</summary>
    public IReadOnlyCollection<string> Machines { get; init; } = [];

    /// <summary>With this id.</summary>
    public string? Purchase { get; init; }

    /// <summary>That have a job which may yet have an output and is not saved.</summary>
    public bool Unsaved { get; init; }

    /// <summary>Whether the answer included the balance.</summary>
    internal bool HasBalance { get; init; }

    /// <summary>The oldest first.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>At most so many; null for all.</summary>
    public int? First { get; init; }
}
