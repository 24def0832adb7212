namespace UgcLab.Store;

// The state of a row, computed from its purchases and jobs in every transaction that changes them, with all generations' credits.
internal sealed record RowState
{
    public required string Key { get; init; }

    // The hash of what it creates.
    public string Content { get; init; } = "";
    public UgcRowState State { get; init; }

    // The last generation in which it was created; 0 when it never was.
    public int Created { get; init; }

    // Whether it is never created again, because a person abandoned an unconfirmed purchase of it.
    public bool IsAbandoned { get; init; }

    // Whether it was accepted twice in one generation.
    public bool IsDoubled { get; init; }
    public string? Refusal { get; init; }
    public string? Purchase { get; init; }
    public int Videos { get; init; }

    // Jobs that may yet have an output and are not saved.
    public int Unsaved { get; init; }
    public decimal Charged { get; init; }
    public decimal Refunded { get; init; }
}

// What of a purchase decides about the state of its row.
internal sealed record RowFact(string Id, UgcPurchaseState State, int Generation, string? Refusal);

// The only rule for the state of a row of a batch. Pure.
internal static class RowRules
{
    // Refusals that say nothing about the row: it may be sent again as it is.
    private static readonly HashSet<string?> NotAboutTheRow =
    [
        nameof(UgcLabErrorKind.InsufficientCredits), nameof(UgcLabErrorKind.KeyRefused), nameof(UgcLabErrorKind.AccessDenied),
        nameof(UgcLabErrorKind.NotTheService), nameof(UgcLabErrorKind.RateLimited),
    ];

    // The purchases are its own, the oldest first, and each job has the purchase that it belongs to.
    public static RowState Of(
        string key, string content, IReadOnlyList<RowFact> purchases, IReadOnlyList<(string Purchase, JobRecord Job)> jobs)
    {
        RowFact? last = purchases.Count > 0 ? purchases[^1] : null;
        int created = purchases.Where(IsCreated).Select(purchase => purchase.Generation).DefaultIfEmpty(0).Max();
        HashSet<string> newest = [
            .. purchases.Where(purchase => IsCreated(purchase) && purchase.Generation == created).Select(purchase => purchase.Id)];
        bool isAbandoned = purchases.Any(purchase => purchase.State is UgcPurchaseState.Abandoned);
        UgcRowState state =
            purchases.Any(purchase => purchase.State is UgcPurchaseState.Sending) ? UgcRowState.Sending
            : purchases.Any(purchase => purchase.State is UgcPurchaseState.Unconfirmed) ? UgcRowState.Unconfirmed
            : created > 0 ? OfJobs([.. jobs.Where(job => newest.Contains(job.Purchase)).Select(job => job.Job)])
            : isAbandoned ? UgcRowState.Abandoned
            : last is { State: UgcPurchaseState.Refused } && !NotAboutTheRow.Contains(last.Refusal) ? UgcRowState.Refused
            : UgcRowState.NotSent;
        return new RowState
        {
            Key = key,
            Content = content,
            State = state,
            Created = created,
            IsAbandoned = isAbandoned,
            IsDoubled = purchases.Where(IsCreated).GroupBy(purchase => purchase.Generation).Any(same => same.Skip(1).Any()),
            Refusal = last?.State is UgcPurchaseState.Refused ? last.Refusal : null,
            Purchase = (purchases.LastOrDefault(each => each.State is UgcPurchaseState.Sending or UgcPurchaseState.Unconfirmed) ?? last)
                ?.Id,
            Videos = jobs.Count,
            Unsaved = jobs.Count(job => IsUnsaved(job.Job)),
            Charged = jobs.Sum(job => job.Job.Charged ?? 0),
            Refunded = jobs.Sum(job => job.Job.Refunded ?? 0),
        };
    }

    // Whether two states say the same about money: jobs that are made or saved change only the others.
    public static bool SameMoney(UgcRowState a, UgcRowState b) => a == b || (IsOfJobs(a) && IsOfJobs(b));

    private static bool IsOfJobs(UgcRowState state) =>
        state is UgcRowState.Running or UgcRowState.Finished or UgcRowState.Failed or UgcRowState.Saved;

    private static bool IsCreated(RowFact purchase) => purchase.State is UgcPurchaseState.Accepted or UgcPurchaseState.Answered;

    private static bool IsUnsaved(JobRecord job) =>
        job.Path is null && JobStatusText.Parse(job.Status) is not (UgcJobStatus.Failed or UgcJobStatus.Canceled);

    // What still needs work comes before what has ended, and what failed before what is saved.
    private static UgcRowState OfJobs(JobRecord[] jobs)
    {
        // An answer whose jobs all belong to other rows created nothing for this one.
        UgcRowState state = jobs.Length > 0 ? UgcRowState.Saved : UgcRowState.Failed;
        foreach (JobRecord job in jobs)
        {
            UgcRowState one = job.Path is not null ? UgcRowState.Saved : JobStatusText.Parse(job.Status) switch
            {
                UgcJobStatus.Completed => UgcRowState.Finished,
                UgcJobStatus.Failed or UgcJobStatus.Canceled => UgcRowState.Failed,
                _ => UgcRowState.Running,
            };
            state = Rank(one) > Rank(state) ? one : state;
        }

        return state;
    }

    private static int Rank(UgcRowState state) => state switch
    {
        UgcRowState.Running => 3,
        UgcRowState.Finished => 2,
        UgcRowState.Failed => 1,
        _ => 0,
    };
}
