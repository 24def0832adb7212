using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace UgcLab.Jobs;

/// <summary>Reads jobs: <c>GET /ugc/{ugcId}</c> (docs/job-status).</summary>
public sealed class JobsClient
{
    private readonly ApiTransport _transport;
    private readonly IStoreEngine _store;
    private readonly History _history;
    private readonly ClientSettings _options;
    private readonly ConcurrentDictionary<string, bool> _reported = new();

    // The statuses that a caller was warned about, once for all of its jobs.
    private readonly ConditionalWeakTable<IProgress<UgcNotice>, ConcurrentDictionary<string, bool>> _warned = [];

    internal JobsClient(ApiTransport transport, IStoreEngine store, ClientSettings options) =>
        (_transport, _store, _history, _options) = (transport, store, new History(store, options.BaseUri), options);

    /// <summary>The current data of a job at the service, combined with its data in the store.</summary>
    /// <exception cref="UgcLabException">JobIdInvalid, JobNotFound, and errors of the connection.</exception>
    public async Task<UgcJob> GetAsync(string id, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default) =>
        await ReadAsync(
            await _history.FindJobAsync(id, cancellationToken).ConfigureAwait(false)
                ?? new UgcJob { UgcId = ServiceId.Check(id), Status = UgcJobStatus.Unknown },
            RequestKind.Read, notices, cancellationToken).ConfigureAwait(false);

    /// <summary>The current data of a job at the service, combined with the caller's data.</summary>
    /// <exception cref="UgcLabException">JobIdInvalid, JobNotFound, and errors of the connection.</exception>
    public Task<UgcJob> GetAsync(UgcJob known, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(known);
        return ReadAsync(known, RequestKind.Read, notices, cancellationToken);
    }

    /// <summary>Reads jobs one after the other, and returns each with its failure, if any.</summary>
    /// <param name="jobs">The jobs, with their known data.</param>
    /// <param name="unlessEnded">Skips jobs that are known to have ended, with a link if they should have one.</param>
    /// <param name="notices">Receives a notice for each wait.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="UgcLabException">Errors that affect every job: KeyRefused, AccessDenied, NotTheService.</exception>
    public async IAsyncEnumerable<JobOutcome> GetEachAsync(
        IEnumerable<UgcJob> jobs, bool unlessEnded = false, IProgress<UgcNotice>? notices = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        foreach (UgcJob job in jobs)
        {
            JobOutcome outcome;
            try
            {
                bool asIs = unlessEnded && job.IsFinal && (job.VideoUrl is not null || !job.IsSuccess);
                outcome = new JobOutcome(asIs ? job : await GetAsync(job, notices, cancellationToken).ConfigureAwait(false), null);
            }
            catch (UgcLabException failure) when (!failure.Kind.Is(ErrorTraits.Account))
            {
                outcome = new JobOutcome(job, failure);
            }

            yield return outcome;
        }
    }

    internal async Task<UgcJob> ReadAsync(
        UgcJob known, RequestKind kind, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        // An id that the service returned for a purchase may have a form of its own.
        string id = known.PurchaseId is not null && ServiceId.IsUsable(known.UgcId) ? known.UgcId : ServiceId.Check(known.UgcId);
        ApiRequest request = new(kind, $"ugc/{Uri.EscapeDataString(id)}") { NotFound = UgcLabErrorKind.JobNotFound };
        ApiAnswer answer;
        try
        {
            answer = await _transport.SendAsync(request, notices, cancellationToken).ConfigureAwait(false);
        }
        catch (UgcLabException missing) when (missing.Kind is UgcLabErrorKind.JobNotFound)
        {
            bool isNew = _options.Clock.GetUtcNow() - known.SentAt < PollItem.NewbornTime;
            throw missing.WithMessage(
                $"The service doesn't know {known.Title[..1].ToLowerInvariant()}{known.Title[1..]}"
                + $"{(isNew ? ", which was created a moment ago" : "")}. {missing.Message}",
                isNew ? "Try again in a minute." : null);
        }

        UgcJob job = (JobAnswer.Read(answer.Json(), id, Warn) with { ReadAt = _options.Clock.GetUtcNow() }).MergedWith(known);
        if (!job.IsStatusKnown && notices is not null && (known.ReadAt is null || known.StatusText != job.StatusText)
            && _warned.GetOrCreateValue(notices).TryAdd(job.StatusText ?? "", true))
        {
            notices.Warn($"{job.Title} has the status '{job.ShownStatus}', which the service's documentation doesn't list. "
                + "It may have ended, or continue.");
        }

        if (job.Status != known.Status)
        {
            // It can be read again at any time, so a store that can't be written costs nothing here; the next purchase reports it.
            await IStoreEngine.TryAsync(() => _store.RecordJobAsync(job, _options.BaseUri.AbsoluteUri, known.IsFinal ? null : known.ReadAt))
                .ConfigureAwait(false);
        }

        return job;

        // A job is read often, and says the same each time.
        void Warn(string text)
        {
            if (_reported.TryAdd($"{id} {text}", true))
            {
                notices.Warn($"Job {id}: {text}");
            }
        }
    }
}

internal static class JobAnswer
{
    // Enough for a person to act on; what a service sends beyond that is a stack trace, or worse.
    private const int LongestError = 2000;
    private const int LongestText = 200;
    private const int LongestStatus = 60;

    // Only the first is documented.
    private static readonly string[] Links = [.. MediaKind.All.Select(media => media.Link), "outputUrl", "url"];

    public static UgcJob Read(JsonElement root, string id, Action<string> odd)
    {
        JsonElement data = root.Member("data");
        if (data.Text("id") is string given && given != id)
        {
            // The answer comes from a cache or was mixed up: accepting it would assign a video to the wrong row.
            throw new UgcLabException(
                UgcLabErrorKind.ProtocolError, $"Job {id} was asked for and the service answered with job {Redaction.Show(given)}.");
        }

        decimal? charged = data.Credits("creditsCharged", odd);
        decimal? refunded = data.Credits("creditsRefunded", odd);
        if (refunded > charged)
        {
            odd(Invariant($"creditsRefunded is {refunded}, more than the {charged} that were charged, so it is left out."));
            refunded = null;
        }

        return new UgcJob
        {
            UgcId = id,
            Status = JobStatusText.Parse(data.Text("status")),
            StatusText = StatusText(data.Member("status")),
            Progress = data.Amount("progress") is decimal progress ? Math.Clamp((double)progress, 0, 100) : null,
            VideoUrl = Links.Select(link => data.Text(link)).FirstOrDefault(link => link is not null),
            ActorId = data.Member("actor").Text("id"),
            ActorName = Redaction.Short(data.Member("actor").Text("name"), LongestText),
            IsCustomActor = data.Flag("isCustomActor"),
            ErrorMessage = ErrorMessage(data),
            ServiceModel = Redaction.Short(data.Text("model"), LongestText),
            ProcessingSteps = new UgcSteps(
                data.Member("processingSteps").Texts().ToDictionary(step => step.Key, step => Redaction.Short(step.Value, LongestText)!)),
            CreditsCharged = charged,
            CreditsRefunded = refunded,
            CreatedAt = data.Time("createdAt"),
            UpdatedAt = data.Time("updatedAt"),
            RequestId = Redaction.Short(root.RequestId(), LongestText),
        };
    }

    // The documentation has it as a text; a service may well send what it sends for other errors.
    private static string? ErrorMessage(JsonElement data) =>
        Redaction.Short(
            data.Text("errorMessage") ?? ErrorText.Of(data.Member("errorMessage"), []) ?? ErrorText.Of(data.Member("error"), []),
            LongestError);

    private static string? StatusText(JsonElement status) => status.ValueKind switch
    {
        JsonValueKind.String => Redaction.Short(JsonElementExtensions.Text(status), LongestStatus),
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        _ => Redaction.Short(status.GetRawText(), LongestStatus),
    };
}
