namespace UgcLab.Downloads;

// Gives a whole file its name. The order is: bytes on disk, notes with their hash, the move, the sidecar, the notes gone.
// After a crash between any two of these the next run knows whose the file is, and neither fetches it again nor numbers it.
internal static class FileCommitter
{
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)];

    public static async Task<(SavePlace Place, string Path)> MoveAsync(
        PartFile part, SaveTarget target, TimeProvider clock, CancellationToken cancellationToken)
    {
        string from = part.Place.Part;
        string ugcId = part.Notes.UgcId;
        bool replace = target.IfExists == UgcIfExists.Overwrite;
        SavePlace place = part.Place;
        SavePlace noted = place;
        for (int tries = 0; ;)
        {
            string path = place.Video(part.Extension);
            if (replace && (Directory.Exists(path) || SavePlace.IsLink(path)))
            {
                throw new UgcLabException(UgcLabErrorKind.FileUnwritable,
                    $"The file of job {ugcId} can't replace {path}, because that is a folder or a link. "
                    + $"The whole file is kept in {from}.");
            }

            try
            {
                if (noted != place)
                {
                    // The notes go where the video will stand, or a crash after the move would leave it without an owner.
                    part.Notes.Write(place.Notes);
                    File.Delete(noted.Notes);
                    noted = place;
                }

                if (replace)
                {
                    // For a moment it would speak for a file it does not know.
                    File.Delete(place.Sidecar);
                }

                File.Move(from, path, replace);
                return (place, path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!replace && Path.Exists(path))
                {
                    // Somebody made it after the name was found free.
                    if (target.IfExists == UgcIfExists.Error)
                    {
                        throw new UgcLabException(UgcLabErrorKind.FileExists,
                            $"The file of job {ugcId} is not saved: {path} is there already. The whole file is kept in {from}.", e);
                    }

                    place = FileNameAllocator.Free(place, part);
                    continue;
                }

                // A virus scanner or a player lets go within seconds.
                if (tries >= Waits.Length || e is FileNotFoundException or DirectoryNotFoundException)
                {
                    throw new UgcLabException(UgcLabErrorKind.FileUnwritable,
                        $"The file of job {ugcId} can't be moved to {path}: {Redaction.Show(e.Message, 200)} "
                        + $"The whole file is kept in {from}; save it again.", e);
                }

                await Task.Delay(Waits[tries++], clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public static void Finish(SavePlace place, UgcSavedVideo video, string? host, TimeProvider clock)
    {
        try
        {
            if (video.Sidecar is not null)
            {
                Sidecar.Write(video.Sidecar, video, host, clock.GetUtcNow());
            }

            File.Delete(place.Notes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UgcLabException(UgcLabErrorKind.FileUnwritable,
                $"The {video.Job.Noun} of job {video.UgcId} is saved to {video.Path}, but the file beside it cannot be written: "
                    + $"{Redaction.Show(e.Message, 200)}", e);
        }
    }
}
