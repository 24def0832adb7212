namespace UgcLab.Simulator;

/// <summary>Which requests count for an injected fault.</summary>
public enum SimulatorTarget
{
    /// <summary>Every request, downloads and unknown paths included.</summary>
    Any,

    /// <summary>Every creation: <c>POST /ugc/video</c>, <c>/ugc/image</c> and so on.</summary>
    Create,

    /// <summary><c>GET /ugc/{ugcId}</c>.</summary>
    Job,

    /// <summary><c>GET /projects</c>.</summary>
    Projects,

    /// <summary>A video's or an image's file.</summary>
    Download,

    // Last, because a state folder stores its counts in this order.

    /// <summary><c>GET /actors</c> and <c>GET /ugclab-actors</c>.</summary>
    Actors,
}

/// <summary>What goes wrong.</summary>
public enum SimulatorFaultKind
{
    /// <summary>429 <c>RATE_LIMIT_EXCEEDED</c>. Nothing is done.</summary>
    TooManyRequests,

    /// <summary>429 <c>IP_RATE_LIMITED</c>. Nothing is done.</summary>
    IpRateLimited,

    /// <summary>The work is done and charged; the connection breaks before a byte of the answer.</summary>
    LostReply,

    /// <summary>The work is done and charged; the connection breaks inside the answer's body.</summary>
    CutReply,

    /// <summary>500 <c>INTERNAL_ERROR</c>. Nothing is done, unless <see cref="SimulatorFault.AfterWork"/>.</summary>
    ServerError,

    /// <summary>The service can't be reached: the request's body is never read.</summary>
    ConnectFailure,

    /// <summary>502 with an HTML page, as a gateway returns. Nothing is done, unless <see cref="SimulatorFault.AfterWork"/>.</summary>
    HtmlError,

    /// <summary>The work is done and charged; the answer has the right status and no body.</summary>
    EmptyBody,

    /// <summary>The jobs of this creation are taken, charged, and fail later.</summary>
    FailedJob,

    /// <summary>On a job: its link has expired already. On a download: 403, as if it had.</summary>
    ExpiredLink,

    /// <summary>401, as for a key that was revoked. Nothing is done.</summary>
    Unauthorized,

    /// <summary>403, as for a plan without API access. Nothing is done.</summary>
    Forbidden,

    /// <summary>402 <c>INSUFFICIENT_CREDITS</c>. Nothing is done.</summary>
    InsufficientCredits,

    /// <summary>307 to another host. Nothing is done.</summary>
    Redirect,
}

/// <summary>One thing that goes wrong at a chosen moment.</summary>
public sealed record SimulatorFault
{
    /// <summary>What goes wrong.</summary>
    public required SimulatorFaultKind Kind { get; init; }

    /// <summary>Which requests are counted.</summary>
    public SimulatorTarget On { get; init; } = SimulatorTarget.Any;

    /// <summary>The first request that is affected, from 1. A service that is kept in a folder continues its count.</summary>
    public int At { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>To how many in a row.</summary>
    public int Times { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>The <c>Retry-After</c> header; <c>date:+120</c> becomes a date 120 simulated seconds ahead. Null: no header.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>After how many bytes of the body a <see cref="SimulatorFaultKind.CutReply"/> breaks; null means half of it.</summary>
    public int? CutAfter { get; init => field = value is null ? null : Require.AtLeast(0, value.Value); }

    /// <summary>Whether a 500 or a page of HTML is returned after the work was done and charged: the worst answer to a purchase.</summary>
    public bool AfterWork { get; init; }

    /// <summary>Whether the service carries out the request anyway.</summary>
    internal bool IsAfterWork => Kind is SimulatorFaultKind.LostReply or SimulatorFaultKind.CutReply or SimulatorFaultKind.EmptyBody
        or SimulatorFaultKind.FailedJob or SimulatorFaultKind.ExpiredLink
        || (AfterWork && Kind is SimulatorFaultKind.ServerError or SimulatorFaultKind.HtmlError);

    internal bool AppliesTo(long number) => number >= At && number - At < Times;

    /// <summary>Refuses an injected fault that could never occur.</summary>
    internal SimulatorFault Checked() => (Kind, On) switch
    {
        (SimulatorFaultKind.FailedJob, not (SimulatorTarget.Create or SimulatorTarget.Any)) =>
            throw Require.Refused(nameof(On), On, "FailedJob happens on Create."),
        (SimulatorFaultKind.ExpiredLink, SimulatorTarget.Create or SimulatorTarget.Projects or SimulatorTarget.Actors) =>
            throw Require.Refused(nameof(On), On, "ExpiredLink happens on Job or Download."),
        _ => this,
    };
}
