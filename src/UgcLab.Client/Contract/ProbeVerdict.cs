using static UgcLab.UgcContractVerdict;

namespace UgcLab.Contract;

/// <summary>How an answer compares to what was expected. What it says was found holds no value from the answer.</summary>
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

    /// <summary>Several answers against their documented shapes; null when none of them has one.</summary>
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
