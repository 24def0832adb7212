using static UgcLab.UgcContractVerdict;

namespace UgcLab.Contract;

/// <summary>Asks the service what its documentation leaves open, by reads that are sent once, at the pace of other reads.</summary>
internal sealed class ContractTest(ApiTransport transport, SchemaDriftObserver observer, ClientSettings options)
{
    private static readonly (string Topic, string Page, string Expected, Func<List<ObservedAnswer>, ProbeVerdict?> Check)[] Overview =
    [
        ("Rate-limit headers", "docs/authentication, open question 3", "Every answer has some; their names are not readable", RateLimits),
        ("Wait after a 429", "docs/authentication, open question 5", "Retry-After in seconds or as a date, if there is one", Waiting),
        ("Error envelope", "docs/video, open question 2", "error.code and error.message, with meta.requestId and meta.timestamp",
            answers => ProbeVerdict.Shaped(answers.Where(answer => !answer.IsSuccess))),
        ("Shape of projects", "docs/projects, open question 25", "The documented members and types, around one project or more", Projects),
        ("Form of ids", "docs/video, open question 22", "CUIDs: c and 24 small letters and digits", Ids),
        ("Purchases", "docs/video, open questions 6, 15 to 19 and 28", "Prices, refunds and answers to purchases",
            _ => new(NotTested, "This would cost credits, so nothing was sent. What the answers to ordinary purchases have shown is under "
                + "Seen, in the report and in the limits")),
    ];

    /// <exception cref="UgcLabException">What makes the first read fail for good would make all others fail as well.</exception>
    public async Task<UgcContractReport> RunAsync(IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        List<ObservedAnswer> answers = [];
        List<UgcContractFinding> findings = [];
        int sent = 0;
        foreach (Probe probe in Probe.All)
        {
            if (answers is [.., { Status: 429 }])
            {
                findings.Add(probe.Finding(new(NotTested, "Not sent: the service returned 429 to an earlier request")));
                continue;
            }

            sent++;
            ObservedAnswer? answer = null;
            UgcLabErrorKind? failed = null;
            try
            {
                await transport.SendAsync(probe.ToRequest(seen => answer = seen), notices, cancellationToken).ConfigureAwait(false);
            }
            catch (UgcLabException failure) when (failure.Kind != UgcLabErrorKind.NotConnected
                && (sent > 1 || !(failure.Kind is UgcLabErrorKind.NetworkError || failure.Kind.Is(ErrorTraits.Account))))
            {
                failed = failure.Kind;
            }

            // Half an answer says something about the connection and not about the service.
            if (answer is not { Cut: null })
            {
                findings.Add(probe.Finding(new(NotTested, $"No whole answer came ({failed})")));
                continue;
            }

            answers.Add(answer);
            findings.Add(probe.Finding(answer.Status == 429 ? new(NotTested, answer.StatusAndCode()) : probe.Check(answer), answer.Status));
        }

        return new UgcContractReport
        {
            Time = options.Clock.GetUtcNow(),
            Host = options.BaseUri.Host,
            RequestsSent = sent,
            Findings = new DisplayList<UgcContractFinding>(
            [
                .. Overview.Select(row => (row.Check(answers) ?? new(NotTested, "No answer that could tell"))
                    .Finding(row.Topic, row.Page, row.Expected)),
                .. findings,
            ]),
            Seen = new DisplayList<UgcSchemaDifference>(observer.Seen),
        };
    }

    // The first and last value of a header show whether what was refused is counted too.
    private static ProbeVerdict? RateLimits(List<ObservedAnswer> answers)
    {
        (string Name, string Value)[][] each =
            [.. answers.Select(answer => SafeNames.Limits(answer.Headers).Where(header => !SafeNames.IsRetryAfter(header.Name)).ToArray())];
        int having = each.Count(headers => headers.Length > 0);
        IEnumerable<string> names = each.SelectMany(headers => headers)
            .GroupBy(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase)
            .OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .Select(header => $"{header.Key}: {header.First()}{(header.First() == header.Last() ? "" : $" … {header.Last()}")}");
        return answers.Count == 0 ? null
            : new(having == answers.Count ? Learned : Differs, string.Join("; ", [$"On {having} of {answers.Count} answers", .. names]));
    }

    private static ProbeVerdict? Waiting(List<ObservedAnswer> answers) =>
        answers.FirstOrDefault(answer => answer.Status == 429) is not ObservedAnswer refused ? null
        : SafeNames.Limits(refused.Headers).FirstOrDefault(header => SafeNames.IsRetryAfter(header.Name)) is { Value: string value }
            ? new(Learned, $"{refused.StatusAndCode()}, Retry-After: {value}")
            : new(Learned, $"{refused.StatusAndCode()}, without Retry-After");

    private static ProbeVerdict? Projects(List<ObservedAnswer> answers)
    {
        ObservedAnswer[] lists = [.. answers.Where(answer => answer.IsSuccess && answer.Endpoint() == "GET /projects")];
        return ItemIds(lists).Any() ? ProbeVerdict.Shaped(lists) : null;
    }

    private static ProbeVerdict? Ids(List<ObservedAnswer> answers)
    {
        string[] ids = [.. ItemIds(answers.Where(answer => answer.IsSuccess)).Distinct()];
        int cuids = ids.Count(SafeNames.IsCuid);
        return ids.Length == 0 ? null
            : cuids == ids.Length ? new(Agrees, $"{cuids} of {ids.Length} are")
            : new(Differs, $"{cuids} of {ids.Length} are; they have {ids.Min(id => id.Length)} to {ids.Max(id => id.Length)} characters");
    }

    private static IEnumerable<string> ItemIds(IEnumerable<ObservedAnswer> answers) =>
        answers.SelectMany(answer => answer.Items).Select(item => item.Text("id")).OfType<string>();
}
