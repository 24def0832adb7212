using System.Security.Cryptography;

namespace UgcLab.Downloads;

// Finds the video of a job that is on the disk.
internal static class SavedVideos
{
    // A gap in the numbers is where a video was deleted; what comes after it is still there.
    private const int LongestGap = 8;

    // A video is the job's by the sidecar; or, after a crash between the move and the sidecar, by the notes, and then by every byte.
    // What another save of this process is writing is left to it: between the move and the sidecar it looks like a crash.
    public static async Task<(UgcSavedVideo? Saved, Reservation? Same)> FindAsync(
        SavePaths first, UgcJob job, SaveTarget target, TimeProvider clock, CancellationToken cancellationToken)
    {
        int gap = 0;
        for (SavePaths paths = first; gap < LongestGap; paths = paths.Next())
        {
            if (Reservation.Of(paths) is Reservation held)
            {
                if (held.UgcId == job.UgcId)
                {
                    return (null, held);
                }

                gap = 0;
                continue;
            }

            string? existing = paths.FindVideo();
            gap = existing is not null || File.Exists(paths.Notes) || File.Exists(paths.Sidecar) ? 0 : gap + 1;
            if (existing is null || !File.Exists(existing))
            {
                continue;
            }

            // In this order, because another process may be finishing it: the metadata is removed only when the sidecar is there.
            PartialDownloadMetadata? notes = PartialDownloadMetadata.Read(paths.Notes);
            Sidecar? sidecar = Sidecar.Read(paths.Sidecar);
            long length = new FileInfo(existing).Length;
            bool noted = notes?.UgcId == job.UgcId && !File.Exists(paths.Part);
            UgcSavedVideo saved = new()
            {
                Path = existing,
                Length = length,
                Sha256 = (sidecar?.Sha256 ?? notes?.Sha256)!,
                Skipped = true,
                TypeUnknown = Path.GetExtension(existing) == MediaType.Unknown,
                Job = job,
                Sidecar = sidecar is not null || target.WriteSidecar ? paths.Sidecar : null,
            };
            if (sidecar?.UgcId == job.UgcId && sidecar.Length == length)
            {
                if (noted)
                {
                    // The last run died between its last two steps.
                    AtomicFile.Delete(paths.Notes);
                }

                return (saved, null);
            }

            if (sidecar is null && noted && notes!.Length == length
                && await HashAsync(existing, cancellationToken).ConfigureAwait(false) == notes.Sha256)
            {
                FileCommitter.Finish(paths, saved, notes.Host, clock);
                return (saved, null);
            }
        }

        return default;
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        using FileStream stream = new(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, PartFile.PieceLength,
            FileOptions.Asynchronous | FileOptions.SequentialScan);
        return Convert.ToHexString(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false)).ToLowerInvariant();
    }
}
