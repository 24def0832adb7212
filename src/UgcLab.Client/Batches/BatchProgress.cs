namespace UgcLab.Batches;

// What a run of a batch needs of its client.
internal sealed record BatchServices(
    TimeProvider Clock, PurchaseService Purchases, History History, ProjectsClient Projects, BatchService Batches,
    VideoDownloader Downloads, Func<TimeSpan, IProgress<UgcNotice>?, CancellationToken, Task<JobPoller>> OpenPollerAsync);

// How a batch is run: Source is the sheet that the rows come from, which the results never replace, and Delimiter what separates its cells
// and theirs; AllowUnknownPrice lets requests pass a daily limit although their price is not known; nothing is sent after Until;
// JobTimeout is for each job, and zero is forever; the run closes the Webhooks that wake its wait for jobs.
internal sealed record BatchRunOptions
{
    public required Func<UgcJob, SaveTarget> Target { get; init; }
    public required string ReportFolder { get; init; }

    // Whether the input has only some of the rows: then the run completes no generation that another one has begun.
    public bool IsPartial { get; init; }
    public string? Source { get; init; }
    public char Delimiter { get; init; } = ',';
    public SpendingLimit? Limit { get; init; }
    public bool AllowUnknownPrice { get; init; }
    public DateTimeOffset? Until { get; init; }
    public TimeSpan JobTimeout { get; init; } = TimeSpan.FromHours(2);
    public int Downloads { get; init; } = VideoDownloader.Together;
    public IProgress<DownloadProgress>? DownloadProgress { get; init; }
    public WebhookReceiver? Webhooks { get; init; }
}

// What happened to a row or a video; Failure is null when nothing failed.
internal sealed record BatchEvent(UgcLabException? Failure)
{
    public string? Row { get; init; }
    public PurchaseRequest? Purchase { get; init; }
    public UgcJob? Job { get; init; }
    public UgcSavedVideo? Video { get; init; }
    public IReadOnlyList<UgcJob> Created { get; init; } = [];
}

// How far a run is. Sent counts rows that are done, created or not; everything else counts videos, with those of earlier runs of the batch.
// NotCreated are those of rows that failed; Failed were created, and then not made or not saved; another run may save the Unsaved of them.
// The current row has to wait until WaitsUntil, which may be past. The last video is expected at EndsAt.
internal sealed record BatchProgress(int ToSend)
{
    public int Sent { get; init; }
    public int RowsCreated { get; init; }
    public int Videos { get; init; }
    public int Created { get; init; }
    public int NotCreated { get; init; }
    public int Open => Math.Max(0, Created - Saved - Failed);
    public int Saved => SavedEarlier + SavedNow + SavedByOthers;
    public int SavedEarlier { get; init; }
    public int SavedNow { get; init; }
    public int SavedByOthers { get; init; }
    public int Failed { get; init; }
    public int Unsaved { get; init; }
    public decimal Credits { get; init; }
    public decimal? Remaining { get; init; }
    public string? Row { get; init; }
    public DateTimeOffset? WaitsUntil { get => Sent < ToSend ? field : null; init; }
    public DateTimeOffset? EndsAt { get; init; }
    public int Percent => Videos == 0 ? 100 : Math.Min(100, (Saved + Failed + NotCreated) * 100 / Videos);

    public BatchProgress Begin(string row) => this with { Row = row, WaitsUntil = null };

    // Videos of earlier runs, of which some are open.
    public BatchProgress Resume(int open, int saved) =>
        this with { Videos = Videos + open + saved, Created = Created + open + saved, SavedEarlier = saved };

    public BatchProgress Create(IReadOnlyList<UgcJob> jobs) => this with
    {
        Sent = Sent + 1,
        Created = Created + jobs.Count,
        RowsCreated = RowsCreated + 1,
        Credits = Credits + (jobs[0].TotalCreditsCharged ?? jobs.Sum(job => job.CreditsCharged ?? 0)),
        Remaining = jobs[0].RemainingCredits ?? Remaining,
    };

    // A row that another run has created. Some of its videos may be counted among those of earlier runs.
    public BatchProgress Find(int uncounted, int videos) =>
        this with { Sent = Sent + 1, Created = Created + uncounted, Videos = Videos - (videos - uncounted) };

    public BatchProgress NotCreate(int videos) => this with { Sent = Sent + 1, NotCreated = NotCreated + videos };

    public BatchProgress Fail(bool canBeSaved) => this with { Failed = Failed + 1, Unsaved = Unsaved + (canBeSaved ? 1 : 0) };

    // In fewer words where a line has less room.
    public string Text(Func<DateTimeOffset, string> time, int room = int.MaxValue)
    {
        int failed = Failed + NotCreated;
        string whole = Join(
            " · ", $"{Created}/{Videos} created", $"{Open} in progress", $"{Saved} saved", failed > 0 ? $"{failed} failed" : null,
            Credits > 0 ? $"{Format.Amount(Credits)} credits" : null,
            WaitsUntil is DateTimeOffset next ? $"next at {time(next)}" : null,
            EndsAt is DateTimeOffset end ? $"done about {time(end)}" : null);
        return whole.Length <= room ? whole : Join(
            ", ", $"{Created}/{Videos}", $"{Open} open", $"{Saved} saved", failed > 0 ? $"{failed} failed" : null,
            Credits > 0 ? $"{Format.Amount(Credits)} cr" : null,
            EndsAt is DateTimeOffset last ? $"done {time(last)}" : null);

        static string Join(string separator, params string?[] parts) => string.Join(separator, parts.OfType<string>());
    }
}
