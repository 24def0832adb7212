namespace UgcLab.Downloads;

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
