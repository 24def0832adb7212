namespace UgcLab;

/// <summary>How a batch is run.</summary>
public sealed record BatchRunOptions
{
    /// <summary>Where a video goes.</summary>
    public required Func<UgcJob, SaveTarget> Target { get; init; }

    /// <summary>The folder of the sheet of results.</summary>
    public required string ReportFolder { get; init; }

    /// <summary>The sheet that the rows come from, which the results never replace; null when they come from elsewhere.</summary>
    public string? Source { get; init; }

    /// <summary>What bounds the spending.</summary>
    public CreditBrake? Brake { get; init; }

    /// <summary>Whether requests may be sent under a daily limit although their price is not known.</summary>
    public bool AllowUnknownPrice { get; init; }

    /// <summary>When nothing more is sent; what was bought is still waited for and saved.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How long each job is waited for, from when it is first looked for; zero is for ever.</summary>
    public TimeSpan JobTimeout { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How many videos are fetched side by side.</summary>
    public int Downloads { get; init; } = 3;

    /// <summary>What wakes the wait for jobs; the run closes it. Null for none.</summary>
    internal WebhookReceiver? Webhooks { get; init; }
}

/// <summary>Something that a run of a batch has to tell.</summary>
/// <param name="Failure">What failed; null when nothing did.</param>
public sealed record BatchEvent(UgcLabException? Failure)
{
    /// <summary>The row it is about, by name.</summary>
    public string? Row { get; init; }

    /// <summary>The row's order.</summary>
    public Order? Order { get; init; }

    /// <summary>The job it is about.</summary>
    public UgcJob? Job { get; init; }

    /// <summary>A video that was saved.</summary>
    public UgcSavedVideo? Video { get; init; }

    /// <summary>Jobs that were bought.</summary>
    public IReadOnlyList<UgcJob> Bought { get; init; } = [];
}

/// <summary>How far a run is.</summary>
/// <param name="ToSend">Rows to send in this run.</param>
/// <param name="Sent">Rows that are through, bought or not.</param>
/// <param name="Credits">Credits charged in this run.</param>
/// <param name="Open">Videos that are being made, or wait for it to be seen.</param>
/// <param name="Saved">Videos saved in this run.</param>
/// <param name="Failed">Videos that were not made, and such that could not be saved.</param>
/// <param name="Row">The row in hand.</param>
/// <param name="WaitsUntil">Until when it has to wait, as was last heard; it may be past.</param>
public sealed record BatchProgress(int ToSend, int Sent, decimal Credits, int Open, int Saved, int Failed, string? Row, DateTimeOffset? WaitsUntil);
