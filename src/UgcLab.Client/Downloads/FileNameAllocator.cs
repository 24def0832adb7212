using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace UgcLab.Downloads;

/// <summary>Finds the file name for a video, and reserves it.</summary>
internal sealed class FileNameAllocator(TimeProvider clock)
{
    private const int MostNumbers = 100_000;

    // A gap in the numbers is where a video was deleted; what comes after it is still there.
    private const int LongestGap = 8;

    // Static, because two clients of one process write to the same disk. One for each folder.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Finding = new();

    private readonly ConcurrentDictionary<string, string> _written = new();

    /// <summary>The unfinished file of a place that is ours to fill; or without one, the video as it is there already.</summary>
    public async Task<(PartFile? Part, UgcSavedVideo? Saved)> FindAsync(UgcJob job, SaveTarget target, CancellationToken cancellationToken)
    {
        SavePlace first = SavePlace.Of(target, job.UgcId);
        try
        {
            Directory.CreateDirectory(first.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PartFile.Unwritable(first.Folder, job.UgcId, e);
        }

        // A save checks the disk and reserves its name while no other save of this process does so in
        // that folder. A second save of the same video waits for the first and returns its result.
        SemaphoreSlim finding = Finding.GetOrAdd(first.Folder.Normalize().ToUpperInvariant(), _ => new SemaphoreSlim(1, 1));
        while (true)
        {
            Reservation? same;
            await finding.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                (PartFile? part, UgcSavedVideo? saved, same) = await LookAsync(first, job, target, cancellationToken).ConfigureAwait(false);
                if (same is null)
                {
                    return (part, saved);
                }
            }
            finally
            {
                finding.Release();
            }

            await same.Freed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The next unused number, for a complete file whose name was taken at the last moment.</summary>
    public static SavePlace Free(SavePlace after, PartFile part)
    {
        for (SavePlace place = after.Next(); ; place = place.Next())
        {
            Reservation? mine = Reservation.Take(place, part.Notes.UgcId).Mine;
            if (mine is not null && place.Standing() is null && !File.Exists(place.Sidecar) && !File.Exists(place.Part)
                && !File.Exists(place.Notes))
            {
                part.Hold(mine);
                return place;
            }

            mine?.Dispose();
        }
    }

    public void Remember(SavePlace place, string ugcId) => _written[place.Key] = ugcId;

    /// <summary>
    /// Whether a file of this name may be replaced: that was requested, and this session didn't write it for another job.
    /// </summary>
    private bool MayReplace(SavePlace place, UgcJob job, SaveTarget target) =>
        target.IfExists == UgcIfExists.Overwrite && (!_written.TryGetValue(place.Key, out string? owner) || owner == job.UgcId);

    // One of three: the unfinished file, the video, or the reservation of another save of the same video.
    private async Task<(PartFile? Part, UgcSavedVideo? Saved, Reservation? Same)> LookAsync(
        SavePlace first, UgcJob job, SaveTarget target, CancellationToken cancellationToken)
    {
        bool isSkip = target.IfExists == UgcIfExists.Skip;
        (UgcSavedVideo? standing, Reservation? same) = isSkip
            ? await OwnAsync(first, job, target, cancellationToken).ConfigureAwait(false) : default;
        if (standing is not null || same is not null)
        {
            return (null, standing, same);
        }

        for (SavePlace place = first; place.Number <= MostNumbers; place = place.Next())
        {
            (Reservation? mine, Reservation? theirs) = Reservation.Take(place, job.UgcId);
            if (mine is null)
            {
                Refuse(target, place.Part, job, $"is being written for job {theirs!.UgcId}");
                continue;
            }

            if (await TryAsync(mine, job, target, cancellationToken).ConfigureAwait(false) is PartFile part)
            {
                return (part, null, null);
            }

            // Another process may have finished the same video between the check of the disk and the reservation.
            if (isSkip && OwnerOf(place) == job.UgcId
                && (await OwnAsync(first, job, target, cancellationToken).ConfigureAwait(false)).Saved is UgcSavedVideo ended)
            {
                return (null, ended, null);
            }
        }

        throw new UgcLabException(
            UgcLabErrorKind.FileExists,
            $"No name is free for the {job.Noun} of job {job.UgcId}: {first.Stem} and {MostNumbers} numbers after it are taken.");
    }

    private static string? OwnerOf(SavePlace place) =>
        Sidecar.Read(place.Sidecar)?.UgcId ?? PartialDownloadMetadata.Read(place.Notes)?.UgcId;

    private async Task<PartFile?> TryAsync(Reservation name, UgcJob job, SaveTarget target, CancellationToken cancellationToken)
    {
        SavePlace place = name.Place;
        PartFile? part = null;
        bool isOurs = false;
        try
        {
            if (Taken(place, job, target))
            {
                return null;
            }

            (part, bool isBusy) = PartFile.Open(name);
            if (part is null)
            {
                bool same = isBusy && PartialDownloadMetadata.Read(place.Notes)?.UgcId == job.UgcId;
                bool isError = same || target.IfExists == UgcIfExists.Error;
                return !isError ? null : throw new UgcLabException(UgcLabErrorKind.FileUnwritable, isBusy
                    ? $"The {job.Noun} of job {job.UgcId} is being saved by another process, to {place.Part}."
                    : $"The {job.Noun} of job {job.UgcId} cannot be written to {place.Part}: that is a folder or a link.");
            }

            // Check again now that the lock keeps other processes from writing here. A complete file of another job is waiting to be moved.
            if (Taken(place, job, target) || (part.Notes.UgcId != job.UgcId && part.Notes.Sha256 is not null))
            {
                await part.LeaveAsync().ConfigureAwait(false);
                return null;
            }

            await part.LoadAsync(job.UgcId, cancellationToken).ConfigureAwait(false);
            isOurs = true;
            return part;
        }
        finally
        {
            if (!isOurs)
            {
                await (part?.DisposeAsync().AsTask() ?? Task.CompletedTask).ConfigureAwait(false);
                name.Dispose();
            }
        }
    }

    private bool Taken(SavePlace place, UgcJob job, SaveTarget target)
    {
        string? standing = place.Standing();

        // A sidecar without its video keeps the name for that job: the numbers of the others stay what they were.
        bool orphan = standing is null && Path.Exists(place.Sidecar) && Sidecar.Read(place.Sidecar)?.UgcId != job.UgcId;
        if ((standing is null && !orphan) || MayReplace(place, job, target))
        {
            return false;
        }

        Refuse(target, standing ?? place.Sidecar, job, "is there already");
        return true;
    }

    // Own by the sidecar; or, after a crash between the move and the sidecar, by the notes, and then by every byte.
    // What another save of this process is writing is left to it: between the move and the sidecar it looks like a crash.
    private async Task<(UgcSavedVideo? Saved, Reservation? Same)> OwnAsync(
        SavePlace first, UgcJob job, SaveTarget target, CancellationToken cancellationToken)
    {
        int gap = 0;
        for (SavePlace place = first; gap < LongestGap; place = place.Next())
        {
            if (Reservation.Of(place) is Reservation held)
            {
                if (held.UgcId == job.UgcId)
                {
                    return (null, held);
                }

                gap = 0;
                continue;
            }

            string? standing = place.Standing();
            gap = standing is not null || File.Exists(place.Notes) || File.Exists(place.Sidecar) ? 0 : gap + 1;
            if (standing is null || !File.Exists(standing))
            {
                continue;
            }

            // In this order, because another process may be finishing it: the metadata is removed only when the sidecar is there.
            PartialDownloadMetadata? notes = PartialDownloadMetadata.Read(place.Notes);
            Sidecar? sidecar = Sidecar.Read(place.Sidecar);
            long length = new FileInfo(standing).Length;
            bool noted = notes?.UgcId == job.UgcId && !File.Exists(place.Part);
            UgcSavedVideo saved = new()
            {
                Path = standing,
                Length = length,
                Sha256 = (sidecar?.Sha256 ?? notes?.Sha256)!,
                Skipped = true,
                TypeUnknown = Path.GetExtension(standing) == MediaType.Unknown,
                Job = job,
                Sidecar = sidecar is not null || target.WriteSidecar ? place.Sidecar : null,
            };
            if (sidecar?.UgcId == job.UgcId && sidecar.Length == length)
            {
                if (noted)
                {
                    // The last run died between its last two steps.
                    WholeFile.Delete(place.Notes);
                }

                return (saved, null);
            }

            if (sidecar is null && noted && notes!.Length == length
                && await HashAsync(standing, cancellationToken).ConfigureAwait(false) == notes.Sha256)
            {
                FileCommitter.Finish(place, saved, notes.Host, clock);
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

    private static void Refuse(SaveTarget target, string path, UgcJob job, string why)
    {
        if (target.IfExists == UgcIfExists.Error)
        {
            throw new UgcLabException(UgcLabErrorKind.FileExists, $"The {job.Noun} of job {job.UgcId} is not saved: {path} {why}.");
        }
    }
}
