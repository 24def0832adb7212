namespace UgcLab;

// How a batch is run.
internal sealed record BatchRunOptions
{
    public required Func<UgcJob, SaveTarget> Target { get; init; }
    public required string ReportFolder { get; init; }

    // The sheet that the rows come from, which the results never replace.
    public string? Source { get; init; }

    public CreditBrake? Brake { get; init; }

    // Whether requests may be sent under a daily limit although their price is not known.
    public bool AllowUnknownPrice { get; init; }

    // When nothing more is sent. What was created is still waited for and saved.
    public DateTimeOffset? Until { get; init; }

    // For each job, from when it is added; zero is forever.
    public TimeSpan JobTimeout { get; init; } = TimeSpan.FromHours(2);

    public int Downloads { get; init; } = 3;

    // What wakes the wait for jobs; the run closes it.
    public WebhookReceiver? Webhooks { get; init; }
}

// What happened to a row or a video; Failure is null when nothing failed.
internal sealed record BatchEvent(UgcLabException? Failure)
{
    public string? Row { get; init; }
    public Order? Order { get; init; }
    public UgcJob? Job { get; init; }
    public UgcSavedVideo? Video { get; init; }
    public IReadOnlyList<UgcJob> Bought { get; init; } = [];
}

// How far a run is. Sent counts rows that are done, created or not; Failed counts videos that were not made or not saved.
internal sealed record BatchProgress(int ToSend)
{
    public int Sent { get; init; }
    public int Bought { get; init; }
    public int Open { get; init; }
    public int Saved { get; init; }
    public int Failed { get; init; }

    // Failed videos that another run may save: they were made, or may be yet.
    public int Unsaved { get; init; }

    public decimal Credits { get; init; }
    public decimal? Remaining { get; init; }
    public string? Row { get; init; }

    // Until when the current row has to wait; it may be past.
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
