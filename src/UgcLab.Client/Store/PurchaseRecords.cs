namespace UgcLab.Store;

// A request as it is recorded: no key, no signed link.
internal sealed record RequestRecord
{
    public required PriceKey Key { get; init; }

    // Null when this version does not know the kind of creation.
    public string? Kind { get; init; }
    public int Outputs { get; init; } = 1;
    public string? ProjectId { get; init; }

    // The body; null when it was empty or was cleared.
    public string? Json { get; init; }
    public string? Reference { get; init; }
    public string? RowId { get; init; }
    public int? RowNumber { get; init; }

    // The row's cells as a JSON object; null when there are none.
    public string? Cells { get; init; }
}

// A purchase with its jobs by variant. Began is when it was last sent, and Ended when its outcome was recorded; Batch and RowKey are null
// for a purchase of its own.
internal sealed record PurchaseRecord
{
    public required string Id { get; init; }
    public required UgcPurchaseState State { get; init; }
    public required RequestRecord Request { get; init; }
    public required DateTimeOffset Began { get; init; }
    public DateTimeOffset? Ended { get; init; }
    public OwnerRecord? Owner { get; init; }
    public string? Batch { get; init; }
    public string? RowKey { get; init; }
    public int Generation { get; init; } = 1;

    // Whether its row was accepted twice in one generation.
    public bool IsDoubled { get; init; }
    public string? Refusal { get; init; }
    public int? Status { get; init; }
    public string? Message { get; init; }
    public string? RequestId { get; init; }
    public string? Answer { get; init; }
    public decimal? Charged { get; init; }

    // The workspace's credits afterwards.
    public decimal? Remaining { get; init; }
    public IReadOnlyList<JobRecord> Jobs { get; init; } = [];
}

// A process that used the store, and when it opened the store.
internal sealed record OwnerRecord(string Host, int ProcessId, DateTimeOffset Began)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"process {ProcessId} on {Host}");
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

// What outputs of each kind were charged at, and the last known balance of each project's workspace, the newest last.
internal sealed record PriceRecords(IReadOnlyDictionary<PriceKey, UgcPrice> Prices, IReadOnlyList<BalanceRecord> Balances);

// The balance after a purchase, and when that one was sent.
internal sealed record BalanceRecord(string ProjectId, decimal Credits, DateTimeOffset Time, string Purchase);

internal sealed record UsageFilter(UgcUsageGroup By, DateTimeOffset? Since = null, DateTimeOffset? Before = null);

// The purchases and rows whose details are cleared, and the bytes of text that these hold.
internal sealed record ClearedRecord(int Purchases, int Rows, long Bytes);

// Which row of which batch a purchase is for. The row is recorded with the purchase when the batch does not have it yet. A generation
// higher than 1 creates it again. Run is the one that reads and saves its jobs; null when anyone may.
internal sealed record RowAttempt(long Batch, RowRecord Row, int Generation, string? Run)
{
    // The last generation in which it was known to be created when it was decided to send it, 0 for none. One that another run has
    // created since is not created again.
    public int Known { get; init; } = Generation - 1;
}

// A paid request on its way to the service. All attempts of a purchase have its id.
internal sealed record AttemptRequest
{
    public required string Purchase { get; init; }
    public required int Attempt { get; init; }
    public required StoreAccount Account { get; init; }
    public required UgcLimits Limits { get; init; }
    public required TimeSpan Timeout { get; init; }
    public required RequestRecord Request { get; init; }

    // Null for a purchase of its own.
    public RowAttempt? Row { get; init; }

    // What all outputs together cost, as far as is known.
    public decimal? Price { get; init; }

    // Whether it may be sent under a daily limit although its price is not known.
    public bool AllowUnknownPrice { get; init; }
}

// What the gate says to a request.
internal abstract record GateAnswer
{
    // It is recorded, with a rate event of this id; send it, before the deadline where there is one.
    public sealed record Allowed(string Slot, SendDeadline? Deadline = null) : GateAnswer;

    // It has to wait; ask again. IsInFlight: another request has to end first, whose time is not known. IsForRequests: it waits for the
    // limit of all requests together.
    public sealed record Wait(TimeSpan Length, string Reason, bool IsInFlight = false) : GateAnswer
    {
        public bool IsForRequests { get; init; }
    }

    // Its row was created before, in this generation or a later one.
    public sealed record AlreadyCreated(PurchaseRecord Purchase) : GateAnswer;

    // It must not be sent.
    public sealed record Refused(UgcLabException Why) : GateAnswer;
}

// The outcome of an attempt.
internal sealed record AttemptOutcome
{
    // NotSent also when another attempt follows.
    public required UgcPurchaseState State { get; init; }

    // Whether the service may have counted the request.
    public bool ReachedService { get; init; } = true;

    // Why it was refused or is unconfirmed, by its error kind.
    public string? Refusal { get; init; }
    public int? Status { get; init; }
    public string? Code { get; init; }
    public string? Message { get; init; }
    public string? RequestId { get; init; }

    // If a person may need it.
    public string? Answer { get; init; }

    // For the whole request.
    public decimal? Charged { get; init; }

    // The workspace's credits afterwards.
    public decimal? Remaining { get; init; }
    public IReadOnlyList<JobRecord> Jobs { get; init; } = [];

    // The charge for each output, if the answer shows it; prices are learned from it.
    public IReadOnlyList<decimal> Charges { get; init; } = [];
}

// Whether the row was accepted twice in one generation, so that the service charged more than was asked for; and the jobs of the answer
// that belong to another purchase and were not recorded again.
internal sealed record AttemptResult(bool IsDoubled, IReadOnlyList<string> JobsOfOthers);
