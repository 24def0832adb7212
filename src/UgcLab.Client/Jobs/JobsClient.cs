using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace UgcLab.Jobs;

/// <summary>Reads jobs: <c>GET /ugc/{ugcId}</c> (docs/job-status).</summary>
public sealed class JobsClient
{
    private readonly ApiTransport _transport;
    private readonly IStoreEngine _store;
    private readonly History _history;
    private readonly Uri _baseUri;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, bool> _reported = new();

    // The statuses that a caller was warned about, once for all of its jobs.
    private readonly ConditionalWeakTable<IProgress<UgcNotice>, ConcurrentDictionary<string, bool>> _warned = [];

    internal JobsClient(ApiTransport transport, IStoreEngine store, ClientSettings options) =>
        (_transport, _store, _history, _baseUri, _clock) = (
            transport, store, new History(store, options.BaseUri), options.BaseUri, options.Clock);

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
            bool isNew = _clock.GetUtcNow() - known.SentAt < PollItem.NewbornTime;
            throw missing.WithMessage(
                $"The service doesn't know {known.Title[..1].ToLowerInvariant()}{known.Title[1..]}"
                + $"{(isNew ? ", which was created a moment ago" : "")}. {missing.Message}",
                isNew ? "Try again in a minute." : null);
        }

        UgcJob job = (JobAnswer.Read(answer.Json(), id, Warn) with { ReadAt = _clock.GetUtcNow() }).MergedWith(known);
        if (!job.IsStatusKnown && notices is not null && (known.ReadAt is null || known.StatusText != job.StatusText)
            && _warned.GetOrCreateValue(notices).TryAdd(job.StatusText ?? "", true))
        {
            notices.Warn($"{job.Title} has the status '{job.ShownStatus}', which the service's documentation doesn't list. "
                + "It may have ended, or continue.");
        }

        if (job.Status != known.Status)
        {
            await RecordAsync(job, known).ConfigureAwait(false);
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

    // It can be read again at any time, so a store that can't be written costs nothing here; the next purchase reports it.
    private async Task RecordAsync(UgcJob job, UgcJob known)
    {
        try
        {
            await _store.RecordJobAsync(JobUpdate.Of(job, known, _baseUri)).ConfigureAwait(false);
        }
        catch (UgcLabException unwritten) when (unwritten.Kind.Is(ErrorTraits.StoreFailure))
        {
            // Known again at the next read.
        }
    }
}
