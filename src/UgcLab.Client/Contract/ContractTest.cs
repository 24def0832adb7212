using UgcLab.Http;

namespace UgcLab.Contract;

/// <summary>
/// Asks the service what its documentation leaves open, by reads alone: each is sent once, in turn, at the pace of every
/// other read. Nothing here can buy anything.
/// </summary>
internal sealed class ContractTest(ApiTransport transport, Sightings sightings, UgcLabClientOptions options)
{
    private const string Skipped = "Not sent: the service had asked to be left alone";

    /// <exception cref="UgcLabException">What makes the first read fail for good would make all others fail as well.</exception>
    public async Task<UgcContractReport> RunAsync(IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        List<WatchedAnswer> answers = [];
        List<UgcContractFinding> findings = [];
        int sent = 0;
        foreach (Probe probe in Probe.All)
        {
            if (answers is [.., { Status: 429 }])
            {
                findings.Add(Finding(probe, null, new(UgcContractVerdict.NotTested, Skipped)));
                continue;
            }

            sent++;
            (WatchedAnswer? answer, UgcLabException? failure) = await AskAsync(probe, notices, cancellationToken).ConfigureAwait(false);
            if (failure is { Kind: UgcLabErrorKind.NotConnected } || (sent == 1 && failure is not null && IsHopeless(failure.Kind)))
            {
                throw failure;
            }

            if (answer is not null)
            {
                answers.Add(answer);
            }

            findings.Add(Finding(probe, answer, answer is null ? new(UgcContractVerdict.NotTested, $"No whole answer came ({failure?.Kind})")
                : answer.Status == 429 ? new(UgcContractVerdict.NotTested, Judgement.StatusAndCode(answer))
                : probe.Judge(answer)));
        }

        return new UgcContractReport
        {
            Time = options.Clock.GetUtcNow(),
            Host = options.BaseUri.Host,
            RequestsSent = sent,
            Findings = new Listed<UgcContractFinding>([.. Overview.Of(answers), .. findings]),
            Seen = new Listed<UgcSighting>(sightings.Seen),
        };
    }

    private async Task<(WatchedAnswer? Answer, UgcLabException? Failure)> AskAsync(Probe probe, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        WatchedAnswer? answer = null;
        ApiRequest request = new(RequestKind.Read, probe.Path)
        {
            Once = true,
            OtherKey = probe.IsNobodys ? Probe.NobodysKey : null,
            Watched = seen => answer = seen,
            NotFound = probe.Path.StartsWith("ugc/", StringComparison.Ordinal) ? UgcLabErrorKind.JobNotFound : UgcLabErrorKind.NotTheService,
        };
        try
        {
            await transport.SendAsync(request, notices, cancellationToken).ConfigureAwait(false);
            return (Whole(answer), null);
        }
        catch (UgcLabException failure)
        {
            return (Whole(answer), failure);
        }
    }

    // Half an answer tells of the line, and not of the service.
    private static WatchedAnswer? Whole(WatchedAnswer? answer) => answer is { Cut: null } ? answer : null;

    private static bool IsHopeless(UgcLabErrorKind kind) =>
        kind is UgcLabErrorKind.NetworkError or UgcLabErrorKind.KeyRefused or UgcLabErrorKind.AccessDenied or UgcLabErrorKind.NotTheService;

    private static UgcContractFinding Finding(Probe probe, WatchedAnswer? answer, Judgement judgement) => new()
    {
        Topic = probe.Topic,
        Reference = probe.Reference,
        Verdict = judgement.Verdict,
        Expected = probe.Expected,
        Found = judgement.Found,
        Request = probe.Request,
        StatusCode = answer?.Status,
    };
}
