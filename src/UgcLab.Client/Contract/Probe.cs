using static UgcLab.UgcContractVerdict;

namespace UgcLab.Contract;

internal sealed record Probe(string Topic, string Reference, string Path, string Expected, Func<ObservedAnswer, ProbeVerdict> Check)
{
    /// <summary>An id of the documented form that cannot exist: a CUID begins with its time.</summary>
    public const string UnknownId = "c000000000000000000000000";

    /// <summary>A key of the documented form that belongs to no one. The simulator refuses it, as the service will.</summary>
    public const string InvalidKey = "ugc_deadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef";

    private const string Refusal = "A refusal (400 VALIDATION_ERROR), or a page of the service's choice";

    private const string Open29 = "docs/projects, open question 29";

    public bool UsesInvalidKey { get; init; }

    /// <summary>In their order: the first shows whether there is anything to test, the last may count against the address.</summary>
    public static IReadOnlyList<Probe> All { get; } =
    [
        new("Page size 1", "docs/projects", "projects?limit=1", "200, one item at most, limit 1", seen => ProbeVerdict.Page(seen, 1)),
        new("Page size 100", "docs/projects", "projects?limit=100", "200, a hundred items at most, limit 100",
            seen => ProbeVerdict.Page(seen, 100)),
        new("Page size 0", Open29, "projects?limit=0", Refusal, ProbeVerdict.InvalidPageSize),
        new("Page size 101", Open29, "projects?limit=101", Refusal, ProbeVerdict.InvalidPageSize),
        new("Page size abc", Open29, "projects?limit=abc", Refusal, ProbeVerdict.InvalidPageSize),
        new("Cursor of no page", Open29, $"projects?limit=1&cursor={UnknownId}", "A refusal (400 VALIDATION_ERROR), or an empty page",
            ProbeVerdict.InvalidPageSize),
        new("Actors (2.0)", "docs/actors", "actors?limit=1", "200, the documented members", ProbeVerdict.List),
        new("Actors by gender", "docs/actors", "actors?limit=1&gender=female", "200, only women",
            seen => ProbeVerdict.Gender(seen, "female")),
        new("Page size 101 of actors", "docs/actors, open question 29", "actors?limit=101", Refusal, ProbeVerdict.InvalidPageSize),
        new("Actors (1.0)", "docs/actors", "ugclab-actors?limit=1", "200, the documented members", ProbeVerdict.List),
        new("Unknown job", "docs/job-status, open question 2", $"ugc/{UnknownId}", "404; no page tells its code",
            seen => ProbeVerdict.Refusal(seen, 404)),
        new("Unknown key", "docs/authentication, open question 1", "projects?limit=1", "401; no page tells its code",
            seen => ProbeVerdict.Refusal(seen, 401)) { UsesInvalidKey = true },
    ];

    public ApiRequest ToRequest(Action<ObservedAnswer> watched) => new(RequestKind.Read, Path)
    {
        Once = true,
        OtherKey = UsesInvalidKey ? InvalidKey : null,
        Observer = watched,
        NotFound = Path.StartsWith("ugc/", StringComparison.Ordinal) ? UgcLabErrorKind.JobNotFound : UgcLabErrorKind.NotTheService,
    };

    public UgcContractFinding Finding(ProbeVerdict verdict, int? status = null) => verdict.Finding(Topic, Reference, Expected) with
    {
        Request = "GET /" + Path.Replace(UnknownId, "{id that does not exist}", StringComparison.Ordinal)
            + (UsesInvalidKey ? " with an invalid key" : ""),
        StatusCode = status,
    };
}

internal readonly record struct ProbeVerdict(UgcContractVerdict Verdict, string Found)
{
    public static ProbeVerdict Page(ObservedAnswer answer, int size) =>
        new(answer.Status == 200 && answer.Items.Count() <= size && Limit(answer) == size ? Agrees : Differs, Described(answer));

    /// <summary>A page size that no documented request uses: any valid answer is a finding.</summary>
    public static ProbeVerdict InvalidPageSize(ObservedAnswer answer)
    {
        bool isInOrder = answer.IsSuccess ? answer.IsJson && answer.Items.Count() <= 100
            : answer.Status is >= 400 and < 500 and not (401 or 403 or 404);
        return new(isInOrder ? Learned : Differs, Described(answer));
    }

    public static ProbeVerdict List(ObservedAnswer answer) =>
        !IsReadable(answer) ? new(Differs, answer.StatusAndCode())
        : !answer.Items.Any() ? new(NotTested, $"{Described(answer)}: nothing to compare")
        : Shaped([answer]) ?? new(NotTested, "It is not documented");

    public static ProbeVerdict Gender(ObservedAnswer answer, string asked)
    {
        int all = answer.Items.Count();
        int others = answer.Items.Count(item => item.Text("gender") != asked);
        return !IsReadable(answer) ? new(Differs, answer.StatusAndCode())
            : all == 0 ? new(NotTested, "200, no items")
            : others == 0 ? new(Agrees, $"{all} of {all} items are as asked")
            : new(Differs, $"{others} of {all} items are not as asked");
    }

    /// <summary>A request that should be refused with a status whose code is not documented.</summary>
    public static ProbeVerdict Refusal(ObservedAnswer answer, int status) =>
        new(answer.Status == status ? Learned : Differs, answer.StatusAndCode());

    public static ProbeVerdict? Shaped(IEnumerable<ObservedAnswer> answers)
    {
        ObservedAnswer[] documented = [.. answers.Where(answer => answer.Documented() is not null)];
        Deviation[] all = [.. documented.SelectMany(answer => answer.IsJson ? answer.Documented()!.Check(answer.Json)
            : [new(UgcSchemaDifferenceKind.Shape, $"the body isn't JSON ({answer.MediaType()})", IsNew: false)])];
        return documented.Length == 0 ? null
            : all.Length == 0 ? new(Agrees, "All members and types are as documented")
            : new(
                all.All(deviation => deviation.IsNew) ? Learned : Differs,
                string.Join("; ", all.Select(deviation => deviation.Text).Distinct().Order(StringComparer.Ordinal)));
    }

    public UgcContractFinding Finding(string topic, string reference, string expected) =>
        new() { Topic = topic, Reference = reference, Verdict = Verdict, Expected = expected, Found = Found };

    private static bool IsReadable(ObservedAnswer answer) => answer.IsSuccess && answer.IsJson;

    private static int? Limit(ObservedAnswer answer) => answer.Json.Member("data").Member("pagination").Whole("limit");

    private static string Described(ObservedAnswer answer)
    {
        string limit = Limit(answer) is int count ? $"{count}" : "lacking";
        bool? hasMore = answer.Json.Member("data").Member("pagination").Flag("hasMore");
        string more = hasMore switch { true => "more to come", false => "no more", null => "hasMore is lacking" };
        return !IsReadable(answer) ? answer.StatusAndCode()
            : $"{answer.Status}, {Format.Count(answer.Items.Count(), "item")}, limit {limit}, {more}";
    }
}
