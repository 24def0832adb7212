using System.Globalization;
using System.Text.Json;
using UgcLab.Json;

namespace UgcLab.Contract;

/// <summary>How one answer stands to what was expected of it. What it says was found holds no value of anybody's.</summary>
internal readonly record struct Judgement(UgcContractVerdict Verdict, string Found)
{
    /// <summary>A page of a documented size.</summary>
    public static Judgement Page(WatchedAnswer answer, int size) => Read(answer, root =>
    {
        (int items, int? limit) = Counts(root);
        return new(answer.Status == 200 && items <= size && limit == size ? UgcContractVerdict.Agrees : UgcContractVerdict.Differs, Described(answer, root));
    });

    /// <summary>A page that no documented request asks for: whatever comes settles a question, if it comes in good order.</summary>
    public static Judgement OddPage(WatchedAnswer answer) => answer.IsSuccess
        ? Read(answer, root => new(Counts(root).Items > 100 ? UgcContractVerdict.Differs : UgcContractVerdict.Learned, Described(answer, root)))
        : new(answer.Status is >= 400 and < 500 and not (401 or 403 or 404) ? UgcContractVerdict.Learned : UgcContractVerdict.Differs, StatusAndCode(answer));

    /// <summary>A list whose members are documented.</summary>
    public static Judgement List(WatchedAnswer answer) => Read(answer, root =>
        Counts(root).Items == 0 ? new(UgcContractVerdict.NotTested, $"{Described(answer, root)}: nothing to compare")
        : Shaped([answer]) ?? new(UgcContractVerdict.NotTested, "It is not documented"));

    /// <summary>A list that was asked for people of one gender.</summary>
    public static Judgement Gender(WatchedAnswer answer, string asked) => Read(answer, root =>
    {
        List<string?> genders = [.. root.Member("data").Items("items").Select(item => item.Text("gender"))];
        int others = genders.Count(gender => gender != asked);
        return genders.Count == 0 ? new(UgcContractVerdict.NotTested, "200, no items")
            : others == 0 ? new(UgcContractVerdict.Agrees, string.Create(CultureInfo.InvariantCulture, $"{genders.Count} of {genders.Count} items are as asked"))
            : new(UgcContractVerdict.Differs, string.Create(CultureInfo.InvariantCulture, $"{others} of {genders.Count} items are not as asked"));
    });

    /// <summary>Something that should be refused with a status whose code no page tells.</summary>
    public static Judgement Refusal(WatchedAnswer answer, int status) =>
        new(answer.Status == status ? UgcContractVerdict.Learned : UgcContractVerdict.Differs, StatusAndCode(answer));

    /// <summary>Several answers against their documented shapes; null when none of them has one.</summary>
    public static Judgement? Shaped(IEnumerable<WatchedAnswer> answers)
    {
        List<Deviation> all = [];
        bool isCompared = false;
        foreach (WatchedAnswer answer in answers)
        {
            using JsonDocument? body = Wire.TryParse(answer.Body);
            if ((answer.IsSuccess ? DocumentedAnswers.Of(answer.Endpoint)?.Body : DocumentedAnswers.Error) is Shape shape)
            {
                isCompared = true;
                all.AddRange(body is null ? [new(UgcSightingKind.Shape, "", $"the body is no JSON ({answer.MediaType})", IsNews: false)] : ShapeCheck.Of(body.RootElement, shape));
            }
        }

        return !isCompared ? null
            : all.Count == 0 ? new(UgcContractVerdict.Agrees, "All members and types are as documented")
            : new(all.All(deviation => deviation.IsNews) ? UgcContractVerdict.Learned : UgcContractVerdict.Differs,
                string.Join("; ", all.Select(deviation => deviation.Text).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
    }

    /// <summary>A status with its error's code, as far as there is one and it is no private text.</summary>
    public static string StatusAndCode(WatchedAnswer answer)
    {
        using JsonDocument? body = Wire.TryParse(answer.Body);
        string? code = body?.RootElement.Member("error").Text("code");
        string rest = body is null ? $" without a JSON body ({answer.MediaType})" : code is not null ? $" {Names.Of(code)}" : answer.IsSuccess ? "" : " without a code";
        return string.Create(CultureInfo.InvariantCulture, $"{answer.Status}{rest}");
    }

    private static Judgement Read(WatchedAnswer answer, Func<JsonElement, Judgement> judge)
    {
        using JsonDocument? body = answer.IsSuccess ? Wire.TryParse(answer.Body) : null;
        return body is null ? new(UgcContractVerdict.Differs, StatusAndCode(answer)) : judge(body.RootElement);
    }

    private static (int Items, int? Limit) Counts(JsonElement root) =>
        (root.Member("data").Items("items").Count(), root.Member("data").Member("pagination").Whole("limit"));

    private static string Described(WatchedAnswer answer, JsonElement root)
    {
        (int items, int? limit) = Counts(root);
        string more = root.Member("data").Member("pagination").Flag("hasMore") switch { true => "more to come", false => "no more", null => "hasMore is lacking" };
        return string.Create(CultureInfo.InvariantCulture, $"{answer.Status}, {Money.Say.Count(items, "item")}, limit {limit?.ToString(CultureInfo.InvariantCulture) ?? "lacking"}, {more}");
    }
}
