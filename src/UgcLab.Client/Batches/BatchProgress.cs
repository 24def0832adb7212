namespace UgcLab.Batches;

// How a batch is run: Source is the sheet that the rows come from, which the results never replace, and Delimiter what separates its cells
// and theirs; AllowUnknownPrice lets requests pass a daily limit although their price is not known; nothing is sent after Until;
// JobTimeout is for each job, and zero is forever; the run
// closes the Webhooks that wake its wait for jobs.
internal sealed record BatchRunOptions
{
    public required Func<UgcJob, SaveTarget> Target { get; init; }
    public required string ReportFolder { get; init; }
    public string? Source { get; init; }
    public char Delimiter { get; init; } = ',';
    public SpendingLimit? Limit { get; init; }
    public bool AllowUnknownPrice { get; init; }
    public DateTimeOffset? Until { get; init; }
    public TimeSpan JobTimeout { get; init; } = TimeSpan.FromHours(2);
    public int Downloads { get; init; } = 3;
    public WebhookReceiver? Webhooks { get; init; }
}

// What happened to a row or a video; Failure is null when nothing failed.
internal sealed record BatchEvent(UgcLabException? Failure)
{
    public string? Row { get; init; }
    public PurchaseRequest? Purchase { get; init; }
    public UgcJob? Job { get; init; }
    public UgcSavedVideo? Video { get; init; }
    public IReadOnlyList<UgcJob> Bought { get; init; } = [];
}

// How far a run is. Sent counts rows that are done, created or not; Failed counts videos that were not made or not saved, and Unsaved those
// of them that another run may save. The current row has to wait until WaitsUntil, which may be past.
internal sealed record BatchProgress(int ToSend)
{
    public int Sent { get; init; }
    public int Bought { get; init; }
    public int Open { get; init; }
    public int Saved { get; init; }
    public int Failed { get; init; }
    public int Unsaved { get; init; }
    public decimal Credits { get; init; }
    public decimal? Remaining { get; init; }
    public string? Row { get; init; }
    public DateTimeOffset? WaitsUntil { get => Sent < ToSend ? field : null; init; }

    public BatchProgress Begin(string row) => this with { Row = row, WaitsUntil = null };

    public BatchProgress Buy(IReadOnlyList<UgcJob> jobs) => this with
    {
        Bought = Bought + 1,
        Credits = Credits + (jobs[0].TotalCreditsCharged ?? jobs.Sum(job => job.CreditsCharged ?? 0)),
        Remaining = jobs[0].RemainingCredits ?? Remaining,
    };

    public BatchProgress Fail(bool canBeSaved) => this with { Failed = Failed + 1, Unsaved = Unsaved + (canBeSaved ? 1 : 0) };
}
