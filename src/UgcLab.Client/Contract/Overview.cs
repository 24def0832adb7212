using System.Globalization;
using System.Text.Json;
using UgcLab.Json;

namespace UgcLab.Contract;

/// <summary>What all answers of a contract test tell together.</summary>
internal static class Overview
{
    public static IEnumerable<UgcContractFinding> Of(IReadOnlyList<WatchedAnswer> answers)
    {
        yield return Finding("Rate-limit headers", "docs/authentication, open question 3", "Every answer has some; their names are not readable", RateLimits(answers));
        yield return Finding("Wait after a 429", "docs/authentication, open question 5", "Retry-After in seconds or as a date, if there is one", Waiting(answers));
        yield return Finding("Error envelope", "docs/video, open question 2", "error.code and error.message, with meta.requestId and meta.timestamp",
            answers.Any(answer => !answer.IsSuccess) ? Judgement.Shaped(answers.Where(answer => !answer.IsSuccess)) : null);
        yield return Finding("Shape of projects", "docs/projects, open question 25", "The documented members and types, around one project or more",
            Lists(answers, "GET /projects"));
        yield return Finding("Form of ids", "docs/video, open question 22", "CUIDs: c and 24 small letters and digits", Ids(answers));
        yield return Finding("Purchases", "docs/video, open questions 6, 15 to 19 and 28", "Prices, refunds and answers to purchases",
            new Judgement(UgcContractVerdict.NotTested, "This would cost credits, so nothing was sent. What the answers to ordinary purchases have shown is in (Get-UgcLimit).Seen, and under 'seen' in the report"));
    }

    // First and last value of a header tell whether what was refused is counted too.
    private static Judgement? RateLimits(IReadOnlyList<WatchedAnswer> answers)
    {
        List<List<(string Name, string Value)>> each = [.. answers.Select(answer => RateHeaders.In(answer.Headers).Where(header => !IsRetryAfter(header.Name)).ToList())];
        int having = each.Count(headers => headers.Count > 0);
        IEnumerable<string> names = each.SelectMany(headers => headers)
            .GroupBy(header => header.Name, StringComparer.OrdinalIgnoreCase)
            .OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .Select(header => (header.Key, First: header.First().Value, Last: header.Last().Value))
            .Select(header => $"{header.Key}: {(header.First == header.Last ? header.First : $"{header.First} … {header.Last}")}");
        return answers.Count == 0 ? null : new(
            having == answers.Count ? UgcContractVerdict.Learned : UgcContractVerdict.Differs,
            string.Join("; ", [string.Create(CultureInfo.InvariantCulture, $"On {having} of {answers.Count} answers"), .. names]));
    }

    private static Judgement? Waiting(IReadOnlyList<WatchedAnswer> answers) =>
        answers.FirstOrDefault(answer => answer.Status == 429) is not WatchedAnswer refused ? null
        : RateHeaders.In(refused.Headers).FirstOrDefault(header => IsRetryAfter(header.Name)) is { Value: string value }
            ? new(UgcContractVerdict.Learned, $"{Judgement.StatusAndCode(refused)}, Retry-After: {value}")
            : new(UgcContractVerdict.Learned, $"{Judgement.StatusAndCode(refused)}, without Retry-After");

    private static Judgement? Lists(IReadOnlyList<WatchedAnswer> answers, string endpoint)
    {
        List<WatchedAnswer> lists = [.. answers.Where(answer => answer.IsSuccess && answer.Endpoint == endpoint)];
        return lists.SelectMany(ItemIds).Any() ? Judgement.Shaped(lists) : null;
    }

    private static Judgement? Ids(IReadOnlyList<WatchedAnswer> answers)
    {
        List<string> ids = [.. answers.Where(answer => answer.IsSuccess).SelectMany(ItemIds).Distinct(StringComparer.Ordinal)];
        int cuids = ids.Count(Names.IsCuid);
        return ids.Count == 0 ? null : cuids == ids.Count
            ? new(UgcContractVerdict.Agrees, string.Create(CultureInfo.InvariantCulture, $"{cuids} of {ids.Count} are"))
            : new(UgcContractVerdict.Differs, string.Create(CultureInfo.InvariantCulture, $"{cuids} of {ids.Count} are; they have {ids.Min(id => id.Length)} to {ids.Max(id => id.Length)} characters"));
    }

    private static IReadOnlyList<string> ItemIds(WatchedAnswer answer)
    {
        using JsonDocument? body = Wire.TryParse(answer.Body);
        return [.. (body?.RootElement ?? default).Member("data").Items("items").Select(item => item.Text("id")).OfType<string>()];
    }

    private static bool IsRetryAfter(string name) => name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase);

    private static UgcContractFinding Finding(string topic, string reference, string expected, Judgement? judgement) => new()
    {
        Topic = topic,
        Reference = reference,
        Verdict = judgement?.Verdict ?? UgcContractVerdict.NotTested,
        Expected = expected,
        Found = judgement?.Found ?? "No answer that could tell",
    };
}
