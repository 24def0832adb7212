namespace UgcLab.Store;

/// <summary>Which row of which batch a purchase is for.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Row">The row; recorded with the purchase when the batch does not have it yet.</param>
/// <param name="Generation">1, or a higher number when it is created again.</param>
/// <param name="Run">The run that reads and saves its jobs; null when anyone may.</param>
internal sealed record RowAttempt(long Batch, RowRecord Row, int Generation, string? Run);

/// <summary>A paid request on its way to the service.</summary>
internal sealed record AttemptRequest
{
    /// <summary>The purchase's id; every attempt of a purchase has the same.</summary>
    public required string Purchase { get; init; }
    public required int Attempt { get; init; }
    public required StoreAccount Account { get; init; }
    public required UgcLimits Limits { get; init; }
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
internal sealed record RequestRecord
{
    /// <summary>What it costs by.</summary>
    public required PriceKey Key { get; init; }

    /// <summary>The kind of creation; null when this version does not know it.</summary>
    public string? Kind { get; init; }
    public int Outputs { get; init; } = 1;

    /// <summary>Whether it has members whose price is not known.</summary>
    public bool HasMore { get; init; }
    public string? ProjectId { get; init; }

    /// <summary>The body as JSON; null when it was empty or was cleared.</summary>
    public string? Json { get; init; }
    public string? Reference { get; init; }
    public string? RowId { get; init; }
    public int? RowNumber { get; init; }

    /// <summary>The row's cells as a JSON object; null when there are none.</summary>
    public string? Cells { get; init; }
}

/// <summary>The outcome of an attempt.</summary>
internal sealed record AttemptOutcome
{
    /// <summary>The state it ends in; <see cref="UgcPurchaseState.NotSent"/> also when another attempt follows.</summary>
    public required UgcPurchaseState State { get; init; }

    /// <summary>Whether the service may have counted the request.</summary>
    public bool ReachedService { get; init; } = true;

    /// <summary>Why it was refused or is unconfirmed, by its error kind.</summary>
    public string? Refusal { get; init; }
    public int? Status { get; init; }
    public string? Code { get; init; }
    public string? Message { get; init; }
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
internal sealed record AttemptResult(bool IsDoubled, IReadOnlyList<string> JobsOfOthers);
