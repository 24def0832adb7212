using System.Runtime.CompilerServices;

namespace UgcLab.Downloads;

/// <summary>
/// Saves finished videos and images to disk. A file with its final name is complete; an incomplete one is <c>name.part</c>, and is
/// resumed where it ended. The key is never sent to the host of the files.
/// </summary>
public sealed class VideoDownloader : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly ClientSettings _options;
    private readonly FileNameAllocator _names;
    private readonly VideoAddress _addresses;
    private readonly Func<string, CancellationToken, Task<UgcJob>> _refresh;
    private readonly Func<UgcSavedVideo, Task>? _saved;

    // Creates the downloader from the settings, the reader of jobs whose link has expired, and the recorder of saved files.
    internal VideoDownloader(
        ClientSettings options, Func<string, CancellationToken, Task<UgcJob>> refresh, Func<UgcSavedVideo, Task>? saved = null)
    {
        _addresses = new(options.BaseUri);
#pragma warning disable RS0030 // The only client for downloads.
        _http = new(options.Handler ?? _addresses.MakeHandler(options), disposeHandler: options.Handler is null);
#pragma warning restore RS0030
        _names = new(options.Clock);
        (_options, _refresh, _saved) = (options, refresh, saved);
    }

    /// <summary>Saves the video or image of a finished job.</summary>
    /// <param name="job">The job, finished.</param>
    /// <param name="target">Where to save it, and what to do with an existing file.</param>
    /// <param name="progress">Receives the number of bytes, at most once per 256 KB.</param>
    /// <param name="cancellationToken">Stops the download; the bytes received are kept to resume it.</param>
    /// <exception cref="UgcLabException">
    /// JobNotFinished, JobFailed, CompletedWithoutVideo, ArgumentInvalid, VideoUrlRefused, DownloadFailed, FileExists or
    /// FileUnwritable, or an error of reading the job again.
    /// </exception>
    public async Task<UgcSavedVideo> SaveAsync(
        UgcJob job, SaveTarget target, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(target);
        if (Refusal(job) is UgcLabException refusal)
        {
            throw refusal;
        }

        _ = _addresses.Check(job.VideoUrl!, job.UgcId);
        cancellationToken.ThrowIfCancellationRequested();

        (PartFile? part, UgcSavedVideo? saved) = await _names.FindAsync(job, target, cancellationToken).ConfigureAwait(false);
        if (part is not null)
        {
            await using ConfiguredAsyncDisposable kept = part.ConfigureAwait(false);
            Transfer transfer = new(_http, _addresses, _options, _refresh, job, part, target.MaxBytes, progress);
            bool isLengthKnown = part.IsWhole || await transfer.RunAsync(cancellationToken).ConfigureAwait(false);
            await part.CompleteAsync().ConfigureAwait(false);
            (SavePaths paths, string path) = await FileCommitter.MoveAsync(part, target, _options.Clock, cancellationToken)
                .ConfigureAwait(false);
            _names.Remember(paths, job.UgcId);
            saved = new()
            {
                Path = path,
                Length = part.Length,
                Sha256 = part.Notes.Sha256!,
                TypeUnknown = part.Extension == MediaType.Unknown,
                LengthUnconfirmed = !isLengthKnown,
                Job = transfer.Job,
                Sidecar = target.WriteSidecar ? paths.Sidecar : null,
            };
            FileCommitter.Finish(paths, saved, part.Notes.Host, _options.Clock);
        }

        await (_saved?.Invoke(saved!) ?? Task.CompletedTask).ConfigureAwait(false);
        return saved! with { Job = saved!.Job with { SavedPath = saved.Path } };
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static UgcLabException? Refusal(UgcJob job) =>
        job.Status is UgcJobStatus.Failed or UgcJobStatus.Cancelled
            ? new(UgcLabErrorKind.JobFailed, $"Job {job.UgcId} ended without {job.AnyNoun}"
                + (job.ErrorMessage is null ? "." : $": {Redaction.Show(job.ErrorMessage, 300)}."))
        : !job.IsSuccess
            ? new(UgcLabErrorKind.JobNotFinished,
                $"Job {job.UgcId} has no {job.Noun} yet (it is {job.StatusText ?? job.Status.ToString()}): wait for it first.")
        : string.IsNullOrWhiteSpace(job.VideoUrl)
            ? new(UgcLabErrorKind.CompletedWithoutVideo, $"Job {job.UgcId} is finished, and the service gives no link to its {job.Noun}.",
                "Ask for the job again in a minute; if there is still none, the service's support needs the id.")
        : null;
}
