using System.Collections.Concurrent;

namespace UgcLab.Downloads;

internal sealed class FileNameAllocator(TimeProvider clock)
{
    private const int MostNumbers = 100_000;

    // Static, because two clients of one process write to the same disk. One for each folder.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Finding = new();

    private readonly ConcurrentDictionary<string, string> _written = new();

    /// <summary>The unfinished file of a place that is ours to fill; or without one, the video as it is there already.</summary>
    public async Task<(PartFile? Part, UgcSavedVideo? Saved)> FindAsync(UgcJob job, SaveTarget target, CancellationToken cancellationToken)
    {
        SavePaths first = SavePaths.Of(target, job.UgcId);
        try
        {
            Directory.CreateDirectory(first.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PartFile.Unwritable(first.Folder, job.UgcId, e);
        }

        // One save of this process at a time looks at a folder. A second save of the same video waits for the first.
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

            await same.Released.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The next unused number, for a complete file whose name was taken at the last moment.</summary>
    public static SavePaths Free(SavePaths after, PartFile part)
    {
        for (SavePaths paths = after.Next(); ; paths = paths.Next())
        {
            Reservation? own = Reservation.TryReserve(paths, part.Notes.UgcId).Own;
            if (own is not null && paths.FindVideo() is null && !File.Exists(paths.Sidecar) && !File.Exists(paths.Part)
                && !File.Exists(paths.Notes))
            {
                part.Keep(own);
                return paths;
            }

            own?.Dispose();
        }
    }

    public void Remember(SavePaths paths, string ugcId) => _written[paths.Key] = ugcId;

    // Whether a file of this name may be replaced: that was requested, and this session didn't write it for another job.
    private bool MayReplace(SavePaths paths, UgcJob job, SaveTarget target) =>
        target.IfExists == UgcIfExists.Overwrite && (!_written.TryGetValue(paths.Key, out string? owner) || owner == job.UgcId);

    private async Task<(PartFile? Part, UgcSavedVideo? Saved, Reservation? Same)> LookAsync(
        SavePaths first, UgcJob job, SaveTarget target, CancellationToken cancellationToken)
    {
        bool isSkip = target.IfExists == UgcIfExists.Skip;
        (UgcSavedVideo? existing, Reservation? same) = isSkip
            ? await SavedVideos.FindAsync(first, job, target, clock, cancellationToken).ConfigureAwait(false) : default;
        if (existing is not null || same is not null)
        {
            return (null, existing, same);
        }

        for (SavePaths paths = first; paths.Number <= MostNumbers; paths = paths.Next())
        {
            (Reservation? own, Reservation? other) = Reservation.TryReserve(paths, job.UgcId);
            if (own is null)
            {
                Refuse(target, paths.Part, job, $"is being written for job {other!.UgcId}");
                continue;
            }

            if (await TryAsync(own, job, target, cancellationToken).ConfigureAwait(false) is PartFile part)
            {
                return (part, null, null);
            }

            // Another process may have finished the same video between the check of the disk and the reservation.
            if (isSkip && (Sidecar.Read(paths.Sidecar)?.UgcId ?? PartialDownloadMetadata.Read(paths.Notes)?.UgcId) == job.UgcId
                && (await SavedVideos.FindAsync(first, job, target, clock, cancellationToken).ConfigureAwait(false)).Saved
                    is UgcSavedVideo ended)
            {
                return (null, ended, null);
            }
        }

        throw new UgcLabException(
            UgcLabErrorKind.FileExists,
            $"No name is free for the {job.Noun} of job {job.UgcId}: {first.Stem} and {MostNumbers} numbers after it are taken.");
    }

    private async Task<PartFile?> TryAsync(Reservation name, UgcJob job, SaveTarget target, CancellationToken cancellationToken)
    {
        SavePaths paths = name.Paths;
        PartFile? part = null;
        bool isOurs = false;
        try
        {
            if (IsTaken(paths, job, target))
            {
                return null;
            }

            (part, bool isBusy) = PartFile.Open(name);
            if (part is null)
            {
                bool same = isBusy && PartialDownloadMetadata.Read(paths.Notes)?.UgcId == job.UgcId;
                bool isError = same || target.IfExists == UgcIfExists.Error;
                return !isError ? null : throw new UgcLabException(UgcLabErrorKind.FileUnwritable, isBusy
                    ? $"The {job.Noun} of job {job.UgcId} is being saved by another process, to {paths.Part}."
                    : $"The {job.Noun} of job {job.UgcId} cannot be written to {paths.Part}: that is a folder or a link.");
            }

            // Check again now that the lock keeps other processes from writing here. A complete file of another job is waiting to be moved.
            if (IsTaken(paths, job, target) || (part.Notes.UgcId != job.UgcId && part.Notes.Sha256 is not null))
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

    private bool IsTaken(SavePaths paths, UgcJob job, SaveTarget target)
    {
        string? existing = paths.FindVideo();

        // A sidecar without its video keeps the name for that job: the numbers of the others stay what they were.
        bool orphan = existing is null && Path.Exists(paths.Sidecar) && Sidecar.Read(paths.Sidecar)?.UgcId != job.UgcId;
        if ((existing is null && !orphan) || MayReplace(paths, job, target))
        {
            return false;
        }

        Refuse(target, existing ?? paths.Sidecar, job, "is there already");
        return true;
    }

    private static void Refuse(SaveTarget target, string path, UgcJob job, string why)
    {
        if (target.IfExists == UgcIfExists.Error)
        {
            throw new UgcLabException(UgcLabErrorKind.FileExists, $"The {job.Noun} of job {job.UgcId} is not saved: {path} {why}.");
        }
    }
}

// Holds a name for one save within this process. Two saves that begin together would otherwise both find the name free;
// between processes the lock on the unfinished file does the same.
internal sealed class Reservation(SavePaths paths, string ugcId) : IDisposable
{
    // Static, because two clients of one process write to the same disk.
    private static readonly ConcurrentDictionary<string, Reservation> Held = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SavePaths Paths => paths;
    public string UgcId => ugcId;
    public Task Released => _released.Task;

    public static (Reservation? Own, Reservation? Other) TryReserve(SavePaths paths, string ugcId)
    {
        Reservation own = new(paths, ugcId);
        Reservation holder = Held.GetOrAdd(paths.Key, own);
        return holder == own ? (own, null) : (null, holder);
    }

    public static Reservation? Of(SavePaths paths) => Held.GetValueOrDefault(paths.Key);

    public void Dispose()
    {
        Held.TryRemove(new(paths.Key, this));
        _released.TrySetResult();
    }
}
