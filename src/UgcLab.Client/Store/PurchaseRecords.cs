namespace UgcLab.Store;

/// <summary>Which row of which batch a purchase is for.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Row">The row; recorded with the purchase when the batch does not have it yet.</param>
/// <param name="Generation">1, or a higher number when it is created again.</param>
/// <param name="Run">The run that reads and saves its jobs; null when anyone may.</param>
public sealed record RowAttempt(long Batch, RowRecord Row, int Generation, string? Run);

/// <summary>A paid request on its way to the service.</summary>
public sealed record AttemptRequest
{
    /// <summary>The purchase's id; every attempt of a purchase has the same.</summary>
    public required string Purchase { get; init; }

    /// <summary>1 for the first attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>The account that pays.</summary>
    public required StoreAccount Account { get; init; }

    /// <summary>The limits of the session.</summary>
    public required UgcLimits Limits { get; init; }

    /// <summary>How long it may be in flight.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>What is sent: endpoint, JSON and so on.</summary>
    public required RequestRecord Request { get; init; }

    /// <summary>The batch row it is for; null for a purchase of its own.</summary>
    public RowAttempt? Row { get; init; }

    /// <summary>What all outputs together cost, as far as is known.</summary>
    public decimal? Price { get; init; }

    /// <summary>Whether it may be sent under a daily limit although its price is not known.</summary>
    public bool AllowUnknownPrice { get; init; }
}

/// <summary>A request as it is recorded: no key, no signed link.</summary>
public sealed record RequestRecord
{
    /// <summary>What it costs by.</summary>
    public required PriceKey Key { get; init; }

    /// <summary>The kind of creation; null when this version does not know it.</summary>
    public string? Kind { get; init; }

    /// <summary>How many outputs it asks for.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>Whether it has members whose price is not known.</summary>
    public bool HasMore { get; init; }

    /// <summary>The project.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The body as JSON; null when it was empty or was cleared.</summary>
    public string? Json { get; init; }

    /// <summary>The user's own label.</summary>
    public string? Reference { get; init; }

    /// <summary>The row's own id.</summary>
    public string? RowId { get; init; }

    /// <summary>The row's number in its input.</summary>
    public int? RowNumber { get; init; }

    /// <summary>The row's cells as a JSON object; null when there are none.</summary>
    public string? Cells { get; init; }
}

/// <summary>The outcome of an attempt.</summary>
public sealed record AttemptOutcome
{
    /// <summary>The state it ends in; <see cref="UgcPurchaseState.NotSent"/> also when another attempt follows.</summary>
    public required UgcPurchaseState State { get; init; }

    /// <summary>Whether the service may have counted the request.</summary>
    public bool ReachedService { get; init; } = true;

    /// <summary>Why it was refused or is unconfirmed, by its error kind.</summary>
    public string? Refusal { get; init; }

    /// <summary>The HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>The service's code.</summary>
    public string? Code { get; init; }

    /// <summary>A message for users.</summary>
    public string? Message { get; init; }

    /// <summary>The service's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The answer, if a person may need it.</summary>
    public string? Answer { get; init; }

    /// <summary>Credits charged for the whole request.</summary>
    public decimal? Charged { get; init; }

    /// <summary>The workspace's credits afterwards.</summary>
    public decimal? Remaining { get; init; }

    /// <summary>The jobs that the answer names.</summary>
    public IReadOnlyList<JobRecord> Jobs { get; init; } = [];

    /// <summary>The charge for each output, if the answer shows it; prices are learned from it.</summary>
    public IReadOnlyList<decimal> Charges { get; init; } = [];
}

/// <summary>What was unusual about an outcome.</summary>
/// <param name="IsDoubled">Whether its row was accepted twice in one generation: the service charged more than was asked for.</param>
/// <param name="JobsOfOthers">Jobs that belong to another purchase and were not recorded again.</param>
public sealed record AttemptResult(bool IsDoubled, IReadOnlyList<string> JobsOfOthers);

/// <summary>A purchase with its jobs.</summary>
public sealed record PurchaseRecord
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The state of the purchase.</summary>
    public required UgcPurchaseState State { get; init; }

    /// <summary>What was sent.</summary>
    public required RequestRecord Request { get; init; }

    /// <summary>When it was first sent.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>When its outcome was recorded.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The process that sent it.</summary>
    public OwnerRecord? Owner { get; init; }

    /// <summary>The batch's name; null for a purchase of its own.</summary>
    public string? Batch { get; init; }

    /// <summary>Which row of the batch.</summary>
    public string? RowKey { get; init; }

    /// <summary>The generation.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>Whether its row was accepted twice in one generation.</summary>
    public bool IsDoubled { get; init; }

    /// <summary>Why it was refused or is unconfirmed.</summary>
    public string? Refusal { get; init; }

    /// <summary>The HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>A message for users.</summary>
    public string? Message { get; init; }

    /// <summary>The service's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>What the answer said.</summary>
    public string? Answer { get; init; }

    /// <summary>Credits charged.</summary>
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
public sealed record OwnerRecord(string Host, int ProcessId, DateTimeOffset Began)
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
    public long? Batch { get; init; }

    /// <summary>Of these rows of that batch.</summary>
    public IReadOnlyCollection<string> RowKeys { get; init; } = [];

    /// <summary>Of these models: patterns with <c>*</c> and <c>?</c>.</summary>
    public IReadOnlyCollection<string> Models { get; init; } = [];

    /// <summary>For these projects: patterns.</summary>
    public IReadOnlyCollection<string> Projects { get; init; } = [];

    /// <summary>With these references: patterns.</summary>
    public IReadOnlyCollection<string> References { get; init; } = [];

    /// <summary>With this id.</summary>
    public string? Purchase { get; init; }

    /// <summary>That have a job which may yet have an output and is not saved.</summary>
    public bool Unsaved { get; init; }

    /// <summary>Whether the answer included the balance.</summary>
    public bool HasBalance { get; init; }

    /// <summary>The oldest first.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>At most so many; null for all.</summary>
    public int? First { get; init; }
}

/// <summary>What was learned of money.</summary>
/// <param name="Prices">What an output of a kind was charged at.</param>
/// <param name="Balances">The last known balance of each project's workspace, the newest last.</param>
public sealed record PriceRecords(IReadOnlyList<PriceRecord> Prices, IReadOnlyList<BalanceRecord> Balances);

/// <summary>What outputs of a kind were charged at.</summary>
/// <param name="Key">The kind.</param>
/// <param name="Last">Credits for the newest output.</param>
/// <param name="Least">The least for one.</param>
/// <param name="Most">The most for one.</param>
/// <param name="Count">How many were charged for.</param>
/// <param name="Time">When the newest was created.</param>
public sealed record PriceRecord(PriceKey Key, decimal Last, decimal Least, decimal Most, int Count, DateTimeOffset Time);

/// <summary>The balance of a project's workspace after a purchase.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Credits">The credits.</param>
/// <param name="Time">When that purchase was sent.</param>
/// <param name="Purchase">That purchase.</param>
public sealed record BalanceRecord(string ProjectId, decimal Credits, DateTimeOffset Time, string Purchase);
