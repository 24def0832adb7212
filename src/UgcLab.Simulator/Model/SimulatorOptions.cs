using System.Collections;

namespace UgcLab.Simulator;

/// <summary>How the simulated service behaves, in simulated time. Its members are the keys of the table of <see cref="From"/>.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Simulated seconds in a real second, for the <see cref="SimulatorClock"/>; 1 is real time.</summary>
    public double Speed { get; init => field = Require.Positive(value); } = 60;

    /// <summary>The workspace's credits at the start. A service that is kept in a folder keeps its current credits.</summary>
    public decimal Credits { get; init => field = Require.NotNegative(value); } = 10_000;

    /// <summary>What ids, jitter and chance depend on. A service kept in a folder keeps the seed it began with.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long a video or an image takes, give or take 30 % by the seed.</summary>
    public TimeSpan VideoTime { get; init => field = Require.Positive(value); } = TimeSpan.FromSeconds(90);

    /// <summary>How long an answer takes: half of it before the service does its work, half after.</summary>
    public TimeSpan Latency { get; init => field = Require.NotNegative(value); }

    /// <summary>Whether the documented limits hold: 100 creations and 1000 reads in any hour, 20 requests in any minute.</summary>
    public bool RateLimits { get; init; }

    /// <summary>How many projects there are; never fewer than <see cref="ProjectNames"/> has.</summary>
    public int Projects { get => Math.Max(field, ProjectNames.Count); init => field = Require.AtLeast(0, value); } = 3;

    /// <summary>What the first of them are called.</summary>
    public IReadOnlyList<string> ProjectNames { get; init; } = [];

    /// <summary>How many actors are in each of the two lists.</summary>
    public int Actors { get; init => field = Require.AtLeast(0, value); } = 24;

    /// <summary>Credits for a job: a video by <c>model/duration</c> or <c>model/duration/tier</c>, an image by <c>model/tier</c>, an
    /// actor's video by <c>endpoint/duration/tier</c> or <c>endpoint/ugcl-1.0</c>, a second of motion control by
    /// <c>motion-control/quality</c>. Most of them are made up, and say nothing about the service.</summary>
    public IReadOnlyDictionary<string, decimal> Prices { get; init => field = PriceList.Checked(value); } = PriceList.Prices;

    /// <summary>The member of a job that holds a finished image's link, because the documentation doesn't describe it.</summary>
    public SimulatorImageUrlField ImageUrlField { get; init; }

    /// <summary>The loopback address to which the end of each job is posted, in a format of its own; null for none.</summary>
    public Uri? WebhookUrl { get; init => field = value is null ? null : Require.OnThisMachine(value); }

    /// <summary>Share of jobs whose end is never posted.</summary>
    public double LostWebhookRate { get; init => field = Require.Rate(value); }

    /// <summary>A folder that keeps the service across processes; null keeps it in memory.</summary>
    public string? StatePath
    {
        get;
        init => field = value is null || !string.IsNullOrWhiteSpace(value)
            ? value
            : throw Require.Refused(nameof(StatePath), value, "it is a folder.");
    }

    /// <summary>How long a file's link is valid.</summary>
    public TimeSpan LinkLifetime { get; init => field = Require.Positive(value); } = TimeSpan.FromHours(1);

    /// <summary>Share of jobs that fail.</summary>
    public double FailedJobRate { get; init => field = Require.Rate(value); }

    /// <summary>Share of requests whose answer never comes, though the work is done.</summary>
    public double LostReplyRate { get; init => field = Require.Rate(value); }

    /// <summary>Share of requests whose answer is cut off in the middle.</summary>
    public double CutReplyRate { get; init => field = Require.Rate(value); }

    /// <summary>Share of requests answered with 500.</summary>
    public double ServerErrorRate { get; init => field = Require.Rate(value); }

    /// <summary>Share of API requests answered with 429.</summary>
    public double TooManyRequestsRate { get; init => field = Require.Rate(value); }

    /// <summary>Share of downloads whose link is said to have expired.</summary>
    public double ExpiredLinkRate { get; init => field = Require.Rate(value); }

    /// <summary>What goes wrong at chosen moments; the first that fits a request happens to it, and comes before the rates.</summary>
    public IReadOnlyList<SimulatorFault> Faults { get; init => field = [.. value.Select(fault => fault.Checked())]; } = [];

    /// <summary>Reads a PowerShell hashtable: keys in any case, times in seconds or as TimeSpan, injected faults as hashtables.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: an unknown key, or an invalid value; the message names both.</exception>
    public static SimulatorOptions From(IDictionary table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return OptionTable.Read(table, new SimulatorOptions(), "Simulator options have", name => name);
    }
}

/// <summary>The places where a finished image's link may be.</summary>
public enum SimulatorImageUrlField
{
    /// <summary><c>videoUrl</c>, the one place that is documented for any result.</summary>
    VideoUrl,

    /// <summary><c>imageUrl</c>; <c>videoUrl</c> stays null.</summary>
    ImageUrl,

    /// <summary><c>outputUrl</c>; <c>videoUrl</c> stays null.</summary>
    OutputUrl,

    /// <summary><c>url</c>; <c>videoUrl</c> stays null.</summary>
    Url,
}

/// <summary>A job as the simulator's dashboard shows it.</summary>
/// <param name="UgcId">Its id.</param>
/// <param name="Status">Its status, in the service's word.</param>
/// <param name="Credits">Credits charged.</param>
/// <param name="CreatedAt">When it was created, in simulated time.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="Prompt">Its text.</param>
public sealed record UgcSimulatorJob(
    string UgcId, string Status, decimal Credits, DateTimeOffset CreatedAt, string ProjectId, string Prompt);
