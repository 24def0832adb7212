using UgcLab.Files;

namespace UgcLab;

/// <summary>
/// Brings finished videos and images to disk. A file under its final name is whole; what is not whole is <c>name.part</c>, and goes
/// on from where it ended. The key goes to no file host.
/// </summary>
public sealed class Downloads : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _clock;
    private readonly Places _places;
    private readonly VideoLink _link;
    private readonly Transfer _transfer;

    private readonly Func<UgcSavedVideo, Task>? _saved;

    /// <summary>Takes the settings, what reads a job again when its link has died, and who writes down what is on the disk.</summary>
    internal Downloads(UgcLabClientOptions options, Func<string, CancellationToken, Task<UgcJob>> refresh, Func<UgcSavedVideo, Task>? saved = null)
    {
        _saved = saved;
        VideoAddress addresses = new(options.BaseUri);
        HttpMessageHandler handler = options.Handler ?? DownloadHandler.Make(options, addresses);
        _http = new(handler, disposeHandler: options.Handler is null);
        _clock = options.Clock;
        _places = new(_clock);
        _link = new(_http, addresses);
        _transfer = new(_link, _clock, refresh);
    }

    /// <summary>Saves the video or image of a finished job.</summary>
    /// <param name="job">The job, finished.</param>
    /// <param name="target">Where to, and what becomes of a file that is there.</param>
    /// <param name="progress">Hears of the bytes as they come, at most once for 256 KB.</param>
    /// <param name="cancellationToken">Stops it; what has come is kept for the next time.</param>
    /// <exception cref="UgcLabException">
    /// JobNotFinished, JobFailed, CompletedWithoutVideo, ArgumentInvalid, VideoUrlRefused, DownloadFailed, FileExists or
    /// FileUnwritable, or what reading the job again met with.
    /// </exception>
    public async Task<UgcSavedVideo> SaveAsync(UgcJob job, SaveTarget target, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        UgcSavedVideo video = await FetchAsync(job, target, progress, cancellationToken).ConfigureAwait(false);
        await (_saved?.Invoke(video) ?? Task.CompletedTask).ConfigureAwait(false);
        return video with { Job = video.Job with { SavedPath = video.Path } };
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<UgcSavedVideo> FetchAsync(UgcJob job, SaveTarget target, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(target);
        Check(job);
        _ = _link.Check(job.VideoUrl!, job.UgcId);
        cancellationToken.ThrowIfCancellationRequested();

        Claim claim = await _places.FindAsync(job, target, cancellationToken).ConfigureAwait(false);
        if (claim.Standing is not null)
        {
            return claim.Standing;
        }

        List<Reservation> reservations = [claim.Reservation!];
        PartFile part = claim.Part!;
        try
        {
            TransferResult result = part.IsWhole
                ? new(job, LengthUnconfirmed: false)
                : await _transfer.RunAsync(job, part, target.MaxBytes, progress, cancellationToken).ConfigureAwait(false);
            return await PublishAsync(result, claim.Place, part, target, reservations, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await part.DisposeAsync().ConfigureAwait(false);
            reservations.ForEach(reservation => reservation.Dispose());
        }
    }

    private async Task<UgcSavedVideo> PublishAsync(TransferResult result, SavePlace claimed, PartFile part, SaveTarget target, List<Reservation> reservations, CancellationToken cancellationToken)
    {
        await part.CompleteAsync().ConfigureAwait(false);
        (SavePlace place, string path) = await Publisher.MoveAsync(claimed, part, target, _clock, reservations, cancellationToken).ConfigureAwait(false);
        _places.Remember(place, result.Job.UgcId);
        UgcSavedVideo saved = new()
        {
            Path = path,
            Length = part.Length,
            Sha256 = part.Notes.Sha256!,
            TypeUnknown = part.Extension == MediaType.Unknown,
            LengthUnconfirmed = result.LengthUnconfirmed,
            Job = result.Job,
            Sidecar = target.WriteSidecar ? place.Sidecar : null,
        };
        Publisher.Finish(place, saved, part.Notes.Host, _clock);
        return saved;
    }

    private static void Check(UgcJob job)
    {
        if (job.Status is UgcJobStatus.Failed or UgcJobStatus.Cancelled)
        {
            throw new UgcLabException(UgcLabErrorKind.JobFailed, $"Job {job.UgcId} ended without {job.AnyNoun}{(job.ErrorMessage is null ? "" : $": {Http.Redaction.Show(job.ErrorMessage, 300)}")}.");
        }

        if (!job.IsSuccess)
        {
            throw new UgcLabException(UgcLabErrorKind.JobNotFinished, $"Job {job.UgcId} has no {job.Noun} yet (it is {job.StatusText ?? job.Status.ToString()}): wait for it first.");
        }

        if (string.IsNullOrWhiteSpace(job.VideoUrl))
        {
            throw new UgcLabException(UgcLabErrorKind.CompletedWithoutVideo, $"Job {job.UgcId} is finished, and the service gives no link to its {job.Noun}.")
            {
                Advice = "Ask for the job again in a minute; if there is still none, the service's support needs the id.",
            };
        }
    }
}
