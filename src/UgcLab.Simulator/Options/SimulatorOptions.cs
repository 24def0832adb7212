using System.Collections;

namespace UgcLab.Simulator;

/// <summary>
/// How the simulated service behaves. All times are simulated ones. Each member is a key of the table that
/// <see cref="From"/> takes; <see cref="Describe"/> lists them.
/// </summary>
public sealed record SimulatorOptions
{
    private readonly double _speed = 60;
    private readonly decimal _credits = 10_000;
    private readonly TimeSpan _videoTime = TimeSpan.FromSeconds(90);
    private readonly TimeSpan _latency = TimeSpan.Zero;
    private readonly TimeSpan _linkLifetime = TimeSpan.FromHours(1);
    private readonly int _projects = 3;
    private readonly int _actors = 24;
    private readonly IReadOnlyDictionary<string, decimal> _prices = PriceList.Prices;
    private readonly Uri? _webhookUrl;
    private readonly double _lostWebhookRate;
    private readonly IReadOnlyList<SimulatorFault> _faults = [];
    private readonly string? _statePath;
    private readonly double _failedJobRate;
    private readonly double _lostReplyRate;
    private readonly double _cutReplyRate;
    private readonly double _serverErrorRate;
    private readonly double _tooManyRequestsRate;
    private readonly double _expiredLinkRate;

    /// <summary>Simulated seconds in a real second, for the <see cref="SimulatorClock"/>; 1 is real time.</summary>
    public double Speed { get => _speed; init => _speed = Require.Positive(value); }

    /// <summary>The workspace's credits at the start. A service kept in a folder goes on with what it has.</summary>
    public decimal Credits { get => _credits; init => _credits = Require.NotNegative(value); }

    /// <summary>What ids, jitter and chance depend on. A service kept in a folder keeps the seed it began with.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long a video or an image takes, give or take 30 % by the seed.</summary>
    public TimeSpan VideoTime { get => _videoTime; init => _videoTime = Require.Positive(value); }

    /// <summary>How long an answer takes: half of it before the service does its work, half after.</summary>
    public TimeSpan Latency { get => _latency; init => _latency = Require.NotNegative(value); }

    /// <summary>Whether the documented limits hold: 100 creations and 1000 reads in any hour, 20 requests in any minute.</summary>
    public bool RateLimits { get; init; }

    /// <summary>How many projects there are; never fewer than <see cref="ProjectNames"/> has.</summary>
    public int Projects { get => Math.Max(_projects, ProjectNames.Count); init => _projects = Require.AtLeast(0, value); }

    /// <summary>What the first of them are called.</summary>
    public IReadOnlyList<string> ProjectNames { get; init; } = [];

    /// <summary>How many actors are in each of the two lists.</summary>
    public int Actors { get => _actors; init => _actors = Require.AtLeast(0, value); }

    /// <summary>
    /// Credits for a job: a video by <c>model/duration</c> or <c>model/duration/tier</c>, an image by <c>model/tier</c>, an
    /// actor's video by <c>endpoint/duration/tier</c> or <c>endpoint/ugcl-1.0</c>, a second of motion control by
    /// <c>motion-control/quality</c>. Documented are sora-2-pro/10/pro, seedream-4.5/pro, motion control and
    /// product-in-hand, from which talking-actor is taken over; the rest is made up and says nothing about the service.
    /// </summary>
    public IReadOnlyDictionary<string, decimal> Prices { get => _prices; init => _prices = PriceList.Checked(value); }

    /// <summary>Where a finished image's link is found in its job, for the documentation does not say.</summary>
    public SimulatorImageUrlField ImageUrlField { get; init; }

    /// <summary>Where the end of each job is told, by an event of the simulator's own making; null tells nobody. It must be http or https on loopback.</summary>
    public Uri? WebhookUrl { get => _webhookUrl; init => _webhookUrl = value is null ? null : Require.OnThisMachine(value); }

    /// <summary>Share of jobs whose end is never told.</summary>
    public double LostWebhookRate { get => _lostWebhookRate; init => _lostWebhookRate = Require.Rate(value); }

    /// <summary>A folder that keeps the service across processes; null keeps it in memory.</summary>
    public string? StatePath
    {
        get => _statePath;
        init => _statePath = value is null || !string.IsNullOrWhiteSpace(value) ? value : throw Require.Refused(nameof(StatePath), value, "it is a folder.");
    }

    /// <summary>How long a file's link lives.</summary>
    public TimeSpan LinkLifetime { get => _linkLifetime; init => _linkLifetime = Require.Positive(value); }

    /// <summary>Share of jobs that fail.</summary>
    public double FailedJobRate { get => _failedJobRate; init => _failedJobRate = Require.Rate(value); }

    /// <summary>Share of requests whose answer never comes, though the work is done.</summary>
    public double LostReplyRate { get => _lostReplyRate; init => _lostReplyRate = Require.Rate(value); }

    /// <summary>Share of requests whose answer breaks off half way.</summary>
    public double CutReplyRate { get => _cutReplyRate; init => _cutReplyRate = Require.Rate(value); }

    /// <summary>Share of requests answered with 500.</summary>
    public double ServerErrorRate { get => _serverErrorRate; init => _serverErrorRate = Require.Rate(value); }

    /// <summary>Share of API requests answered with 429.</summary>
    public double TooManyRequestsRate { get => _tooManyRequestsRate; init => _tooManyRequestsRate = Require.Rate(value); }

    /// <summary>Share of downloads whose link is said to have expired.</summary>
    public double ExpiredLinkRate { get => _expiredLinkRate; init => _expiredLinkRate = Require.Rate(value); }

    /// <summary>What goes wrong at chosen moments; the first that fits a request happens to it, and comes before the rates.</summary>
    public IReadOnlyList<SimulatorFault> Faults { get => _faults; init => _faults = [.. value.Select(fault => fault.Checked())]; }

    /// <summary>Reads a PowerShell hashtable: keys in any case, times in seconds or as TimeSpan, faults as hashtables.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: an unknown key, or a value that cannot be; the message names both.</exception>
    public static SimulatorOptions From(IDictionary table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return SimulatorOptionTable.Read(table);
    }

    /// <summary>The names of the options, each with a line that says what it does.</summary>
    public static IReadOnlyDictionary<string, string> Describe() => SimulatorOptionTable.Descriptions;
}
