namespace UgcLab.Batches;

// What a run of a batch would do: how many rows it would send, which rows it recognizes, and the cost. Result is the state
// of the rows before anything is sent; OpenVideos were created earlier and still have to be waited for or saved; NoLongerThere
// are rows that this input doesn't have; Version is the version of the batch, which another process may have changed since.
internal sealed record BatchPlan
{
    public required UgcBatchResult Result { get; init; }
    public string Batch => Result.Batch;
    public int Rows => Result.Rows;
    public int Invalid => Result.Invalid;
    public int ToSend => ToCreate.Count;
    public int ToRecreate { get; init; }
    public int CreatedBefore { get; init; }
    public int RefusedBefore { get; init; }
    public int Abandoned { get; init; }
    public IReadOnlyList<BatchRow> Unconfirmed { get; init; } = [];
    public int NoLongerThere { get; init; }
    public int OpenVideos { get; init; }

    // Rows to send that are equal to an earlier row of the input, and those that create what was created before.
    public int Equal { get; init; }
    public Duplicates Duplicates { get; init; } = new(0);

    // The file from which the batch was created, if this input is a different one with less than half of its rows in the batch.
    public string? OtherSource { get; init; }
    public int Known { get; init; }
    public long Version { get; init; }
    public required UgcEstimate Estimate { get; init; }
    public required IReadOnlyCollection<string> Columns { get; init; }

    // The rows to send; and the generation of rows that are created again, null when none are.
    public required IReadOnlyDictionary<RowKey, PlannedRow> ToCreate { get; init; }
    public int? Generation { get; init; }

    // Whether another run has begun a generation and not completed it; and whether this one resumes it.
    public bool HasOpenGeneration { get; init; }
    public bool IsResumed { get; init; }

    public Dictionary<RowKey, PlannedRow> RowsIn(int? generation) =>
        ToCreate.ToDictionary(row => row.Key, row => row.Value with { Generation = generation ?? row.Value.Generation });

    // The contents of the rows to send, where other plans are made before this one is carried out.
    public IReadOnlyCollection<string> Contents { get; init; } = [];

    // What each row to send costs, in the order of the input; 0 if its price isn't known.
    public required IReadOnlyList<(int Position, decimal Credits)> Costs { get; init; }

    public UgcBatchResult NothingSent(int exitCode, string? why, DateTimeOffset startedAt, DateTimeOffset endedAt) =>
        Result with
        {
            ExitCode = Unconfirmed.Count > 0 ? ExitCodes.Unconfirmed : exitCode, StoppedBy = why, StartedAt = startedAt, EndedAt = endedAt,
        };

    public string Action => ToSend == 0
        ? "Wait for its videos and save them"
        : $"Create {Format.Count(Estimate.Videos, Estimate.Noun)} with {Format.Count(ToSend, "request")}";

    public string EqualRows => Equal == 0 ? ""
        : $"{Format.Count(Equal, "row")} {(Equal == 1 ? "is" : "are")} equal to an earlier row and {(Equal == 1 ? "creates" : "create")} "
            + "the same again.";

    // The question before the first row is sent, below a line with the known cost.
    public string Question => string.Join(' ', new[]
    {
        EqualRows,
        Duplicates.Any ? $"{Duplicates} Create them again?" : "",
        ToRecreate == 0 ? ""
            : $"{Format.Count(ToRecreate, "row")} of these {(ToRecreate == 1 ? "was" : "were")} created before and would be created AGAIN.",
        $"{Action} {Price}?",
    }.Where(text => text.Length > 0));

    public override string ToString()
    {
        IEnumerable<string> parts = new (int Count, string Text)[]
        {
            (ToSend - ToRecreate, "to send"), (ToRecreate, "to create again"), (CreatedBefore, "created before"),
            (Unconfirmed.Count, "unconfirmed"), (RefusedBefore, "refused before"), (Abandoned, "abandoned"), (Invalid, "invalid"),
            (NoLongerThere, "of earlier runs not among them"),
        }.Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count:#,0} {part.Text}"));
        string counts = $"Batch {Batch}: {Format.Count(Rows, "row")}; {string.Join(", ", parts.DefaultIfEmpty("nothing to do"))}.";
        return Duplicates.Any ? $"{counts} {Duplicates}" : counts;
    }

    private string Price => Estimate switch
    {
        { Credits: decimal all } => $"for {Format.Amount(all)} credits",
        { KnownCredits: > 0 } => $"for {Format.Amount(Estimate.KnownCredits)} credits and more that are not known yet",
        _ => "at a price that is not known yet",
    };
}

// The generation that a row is to be created in, and the last one in which it was created when it was planned, 0 for none. Content is of
// a row with a RowId, which may have other content when it is sent.
internal readonly record struct PlannedRow(int Generation, int Known, string? Content)
{
    public bool Is(PurchaseRequest purchase, BatchView batch) => Content == batch.ContentOfRowId(purchase);
}

// Compares what a plan costs by known prices with the spending limits, before anything is sent.
internal static class PlanLimits
{
    // Why a plan can't be carried out to its end; null if it can, as far as prices are known.
    public static UgcLabException? Check(BatchPlan plan, decimal? maxCredit, decimal? keepCredit, UgcLimit? day, bool allowUnknownPrice)
    {
        UgcEstimate estimate = plan.Estimate;
        (decimal allowed, string limit) = Tightest(estimate.Balance, maxCredit, keepCredit, day);
        return plan.ToSend == 0 ? null
            : estimate.KnownCredits > allowed ? TooMuch(plan, allowed, limit)
            : day?.MaxCreditPerDay is not null && estimate.UnknownRequests > 0 && !allowUnknownPrice
                ? Refused($"Under a daily limit, requests whose price isn't known aren't sent: {Format.Some(estimate.UnknownKinds)}.",
                    "Specify -Force to send them as well, or -AllowPartial to send the rows before them.")
            : null;
    }

    // Why several plans that share the limits can't be carried out to their end; null if they can, by known prices.
    public static UgcLabException? CheckAll(IReadOnlyList<UgcEstimate> estimates, decimal? maxCredit, decimal? keepCredit, UgcLimit day)
    {
        decimal cost = estimates.Sum(estimate => estimate.KnownCredits);
        (decimal allowed, string limit) = Tightest(estimates.Select(estimate => estimate.Balance).Min(), maxCredit, keepCredit, day);
        return cost <= allowed ? null : Refused(
            $"The rows of {Format.Count(estimates.Count, "file")} cost {Amount(cost)} credits by known prices, and {limit}.",
            "Raise the limit, run the files one at a time, or specify -AllowPartial to create rows until the limit is reached.");
    }

    private static (decimal Allowed, string Limit) Tightest(decimal? balance, decimal? maxCredit, decimal? keepCredit, UgcLimit? day)
    {
        decimal? leftToday = day?.MaxCreditPerDay - (day?.SpentToday ?? 0);
        decimal? overBalance = balance - keepCredit;
        (decimal Allowed, string Limit)[] limits =
        [
            (maxCredit ?? decimal.MaxValue, $"-MaxCredit allows {Amount(maxCredit)}"),
            (leftToday ?? decimal.MaxValue, $"the limit of {Amount(day?.MaxCreditPerDay)} credits a day leaves {Amount(leftToday)}"),
            (overBalance ?? decimal.MaxValue, $"-KeepCredit {Amount(keepCredit)} allows {Amount(overBalance)}, "
                + $"because the balance was {Amount(balance)} when the service last reported it"),
        ];
        return limits.MinBy(each => each.Allowed);
    }

    private static UgcLabException TooMuch(BatchPlan plan, decimal allowed, string limit)
    {
        (int rows, int first) = Fitting(plan, allowed);
        string option = $"-First {first}";
        string more = plan.Estimate.UnknownRequests > 0 ? ", and more at prices that aren't known yet" : "";
        string fitting = rows == 0 ? "Not even the first row fits."
            : $"The first {Format.Count(rows, "row")} to send {(rows == 1 ? "fits" : "fit")}: {option}.";
        return Refused(
            $"These rows cost {Amount(plan.Estimate.KnownCredits)} credits by known prices{more}, and {limit}. {fitting}",
            $"Raise the limit{(rows == 0 ? "" : $", specify {option}")}, or specify -AllowPartial "
                + "to create rows until the limit is reached.");
    }

    // How many rows can be sent for so many credits, and how many rows of the input these are the first of.
    private static (int Rows, int First) Fitting(BatchPlan plan, decimal credits)
    {
        int rows = 0;
        foreach ((int position, decimal cost) in plan.Costs)
        {
            credits -= cost;
            if (credits < 0)
            {
                return (rows, position - 1);
            }

            rows++;
        }

        return (rows, plan.Rows);
    }

    private static UgcLabException Refused(string message, string advice) =>
        new(UgcLabErrorKind.SpendingLimit, message, advice);

    private static string Amount(decimal? credits) => Format.Amount(Math.Max(0, credits ?? 0));
}
