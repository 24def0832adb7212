using System.Runtime.CompilerServices;

namespace UgcLab.Downloads;

/// <summary>Saves finished videos and images. A file with its final name is complete; <c>name.part</c> is not, and is resumed.</summary>
public sealed class VideoDownloader : IDisposable
{
    /// <summary>How many files are saved at the same time by default: as many as ForEach-Object -Parallel would.</summary>
    internal const int Together = 5;

    private const int MostTries = 3;

    private readonly HttpMessageInvoker _http;
    private readonly ClientSettings _options;
    private readonly FileNameAllocator _names;
    private readonly VideoAddress _addresses;
    private readonly Func<string, CancellationToken, Task<UgcJob>> _refresh;
    private readonly Func<UgcSavedVideo, Task>? _saved;

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
    /// <param name="job">The job, finished. One of the history has no link, and is read first.</param>
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
        if (job is { FromHistory: true, VideoUrl: null })
        {
            job = (await _refresh(job.UgcId, cancellationToken).ConfigureAwait(false)).MergedWith(job);
        }

        if (Refusal(job) is UgcLabException refusal)
        {
            throw refusal;
        }

        _ = _addresses.Check(job.VideoUrl!, job.UgcId);
        cancellationToken.ThrowIfCancellationRequested();

        UgcSavedVideo? saved = null;
        for (int tries = 1; saved is null; tries++)
        {
            (PartFile? part, saved) = await _names.FindAsync(job, target, cancellationToken).ConfigureAwait(false);
            saved ??= await FillAsync(part!, job, target, progress, isLast: tries == MostTries, cancellationToken).ConfigureAwait(false);
        }

        await (_saved?.Invoke(saved) ?? Task.CompletedTask).ConfigureAwait(false);
        return saved with { Job = saved.Job with { SavedPath = saved.Path } };
    }

    // Null when the unfinished file is gone: another process that was saving the same video had closed it, and then moved it.
    private async Task<UgcSavedVideo?> FillAsync(
        PartFile part, UgcJob job, SaveTarget target, IProgress<DownloadProgress>? progress, bool isLast,
        CancellationToken cancellationToken)
    {
        await using ConfiguredAsyncDisposable kept = part.ConfigureAwait(false);
        try
        {
            Transfer transfer = new(_http, _addresses, _options, _refresh, job, part, target.MaxBytes, progress);
            bool isLengthKnown = part.IsWhole || await transfer.RunAsync(cancellationToken).ConfigureAwait(false);
            await part.CompleteAsync().ConfigureAwait(false);
            (SavePaths paths, string path) = await FileCommitter.MoveAsync(part, target, _options.Clock, cancellationToken)
                .ConfigureAwait(false);
            _names.Remember(paths, job.UgcId);
            UgcSavedVideo saved = new()
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
            return saved;
        }
        catch (FileNotFoundException gone)
        {
            return isLast ? throw PartFile.Unwritable(part.Paths.Part, job.UgcId, gone) : null;
        }
    }

    // By the client, which owns it.
    void IDisposable.Dispose() => _http.Dispose();

    private static UgcLabException? Refusal(UgcJob job) =>
        job.Status is UgcJobStatus.Failed or UgcJobStatus.Canceled
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

// Moves a complete file to its final name. The order: the bytes on disk, metadata with their hash, the move, the sidecar, removal of the
// metadata. After a crash between any two steps, the next run knows the job of the file, and neither downloads nor numbers it again.
internal static class FileCommitter
{
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)];

    /// <exception cref="FileNotFoundException">Another process has moved the file.</exception>
    public static async Task<(SavePaths Paths, string Path)> MoveAsync(
        PartFile part, SaveTarget target, TimeProvider clock, CancellationToken cancellationToken)
    {
        string from = part.Paths.Part;
        string ugcId = part.Notes.UgcId;
        bool replace = target.IfExists == UgcIfExists.Overwrite;
        SavePaths paths = part.Paths;
        SavePaths noted = paths;
        for (int tries = 0; ;)
        {
            string path = paths.Video(part.Extension);
            if (replace && (Directory.Exists(path) || SavePaths.IsLink(path)))
            {
                throw new UgcLabException(UgcLabErrorKind.FileUnwritable,
                    $"The file of job {ugcId} can't replace {path}, because that is a folder or a link. "
                    + $"The whole file is kept in {from}.");
            }

            try
            {
                if (noted != paths)
                {
                    // Otherwise, a crash after the move would leave the video without an owner.
                    part.Notes.Write(paths.Notes);
                    BusyFile.Delete(noted.Notes);
                    noted = paths;
                }

                if (replace)
                {
                    // Otherwise it would briefly describe another file.
                    BusyFile.Delete(paths.Sidecar);
                }

                File.Move(from, path, replace);
                return (paths, path);
            }
            catch (Exception e) when (e is (IOException and not FileNotFoundException) or UnauthorizedAccessException)
            {
                if (!replace && Path.Exists(path))
                {
                    // Another process created the file after the name was found to be free.
                    if (target.IfExists == UgcIfExists.Error)
                    {
                        throw new UgcLabException(UgcLabErrorKind.FileExists,
                            $"The file of job {ugcId} is not saved: {path} is there already. The whole file is kept in {from}.", e);
                    }

                    paths = FileNameAllocator.Free(paths, part);
                    continue;
                }

                // A virus scanner or a player releases the file within seconds.
                if (tries >= Waits.Length || e is DirectoryNotFoundException)
                {
                    throw new UgcLabException(UgcLabErrorKind.FileUnwritable,
                        $"The file of job {ugcId} can't be moved to {path}: {Redaction.Show(e.Message, 200)} "
                        + $"The whole file is kept in {from}; save it again.", e);
                }

                await Task.Delay(Waits[tries++], clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public static void Finish(SavePaths paths, UgcSavedVideo video, string? host, TimeProvider clock)
    {
        try
        {
            if (video.Sidecar is not null)
            {
                Sidecar.Write(video.Sidecar, video, host, clock.GetUtcNow());
            }

            BusyFile.Delete(paths.Notes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UgcLabException(UgcLabErrorKind.FileUnwritable,
                $"The {video.Job.Noun} of job {video.UgcId} is saved to {video.Path}, but the file beside it cannot be written: "
                    + $"{Redaction.Show(e.Message, 200)}", e);
        }
    }
}
