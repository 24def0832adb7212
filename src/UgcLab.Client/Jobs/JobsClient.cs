using System.Runtime.CompilerServices;

namespace UgcLab.Jobs;

/// <summary>Reads jobs: <c>GET /ugc/{ugcId}</c> (docs/job-status).</summary>
public sealed class JobsClient
{
    private readonly ApiTransport _transport;
    private readonly IStore _store;
    private readonly History _history;
    private readonly TimeProvider _clock;

    internal JobsClient(ApiTransport transport, IStore store, TimeProvider clock) => (_transport, _store, _history, _clock) = (transport, store, new History(store), clock);

    /// <summary>What the service says of a job now, laid over what the local record knows of it.</summary>
    /// <exception cref="UgcLabException">JobIdInvalid, JobNotFound, and what a connection gives cause for.</exception>
    public async Task<UgcJob> GetAsync(string id, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default) =>
        await GetAsync(await _history.FindJobAsync(JobId.Check(id), cancellationToken).ConfigureAwait(false) ?? new UgcJob { UgcId = id, Status = UgcJobStatus.Unknown }, notices, cancellationToken).ConfigureAwait(false);

    /// <summary>What the service says of a job now, laid over what the caller knows of it.</summary>
    /// <exception cref="UgcLabException">JobIdInvalid, JobNotFound, and what a connection gives cause for.</exception>
    public Task<UgcJob> GetAsync(UgcJob known, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default) =>
        ReadAsync(known, RequestKind.Read, notices, cancellationToken);

    /// <summary>Reads several, one after the other, and hands back each with its own failure where there is one.</summary>
    /// <param name="jobs">The jobs, with what is known of each.</param>
    /// <param name="unlessEnded">Leaves those alone that are known to have ended, with a link where there should be one.</param>
    /// <param name="notices">Hears of waits.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="UgcLabException">What would befall every other job as well: KeyRefused, AccessDenied, NotTheService.</exception>
    public async IAsyncEnumerable<JobOutcome> GetEachAsync(
        IEnumerable<UgcJob> jobs, bool unlessEnded = false, IProgress<UgcNotice>? notices = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (UgcJob job in jobs)
        {
            JobOutcome outcome;
            try
            {
                bool asIs = unlessEnded && job.IsFinal && (job.VideoUrl is not null || !job.IsSuccess);
                outcome = new JobOutcome(asIs ? job : await GetAsync(job, notices, cancellationToken).ConfigureAwait(false), null);
            }
            catch (UgcLabException failure) when (failure.Kind is not (UgcLabErrorKind.KeyRefused or UgcLabErrorKind.AccessDenied or UgcLabErrorKind.NotTheService or UgcLabErrorKind.NotConnected))
            {
                outcome = new JobOutcome(job, failure);
            }

            yield return outcome;
        }
    }

    internal async Task<UgcJob> ReadAsync(UgcJob known, RequestKind kind, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        string id = JobId.Check(known.UgcId);
        ApiRequest request = new(kind, $"ugc/{Uri.EscapeDataString(id)}") { NotFound = UgcLabErrorKind.JobNotFound };
        ApiAnswer answer = await _transport.SendAsync(request, notices, cancellationToken).ConfigureAwait(false);
        using JsonDocument document = answer.Document();
        UgcJob job = (JobAnswer.Read(document.RootElement, id) with { ReadAt = _clock.GetUtcNow() }).MergedWith(known);
        if (job.Status != known.Status)
        {
            await RecordAsync(job, known).ConfigureAwait(false);
        }

        return job;
    }

    // It can be read again at any time, so a store that can't be written costs nothing here; the next purchase reports it.
    private async Task RecordAsync(UgcJob job, UgcJob known)
    {
        try
        {
            await _store.RecordJobAsync(JobUpdate.Of(job, known)).ConfigureAwait(false);
        }
        catch (UgcLabException unwritten) when (unwritten.Kind is UgcLabErrorKind.StoreUnavailable or UgcLabErrorKind.StoreOnNetwork or UgcLabErrorKind.StoreDamaged)
        {
            // Known again at the next read.
        }
    }
}
