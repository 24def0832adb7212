namespace UgcLab.Store;

// Which row of which batch a purchase is for. The row is recorded with the purchase when the batch does not have it yet. A generation
// higher than 1 creates it again. Run is the one that reads and saves its jobs; null when anyone may.
internal sealed record RowAttempt(long Batch, RowRecord Row, int Generation, string? Run);

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
