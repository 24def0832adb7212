using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace UgcLab.Files;

/// <summary>What the search for a place ends with: the video as it stands there already, or a place that is ours to fill.</summary>
internal sealed record Claim(SavePlace Place, Reservation? Reservation, PartFile? Part, UgcSavedVideo? Standing);

/// <summary>Finds the name under which a video goes to disk, and takes it against everybody else.</summary>
internal sealed class Places(TimeProvider clock)
{
    private const int MostNumbers = 100_000;

    // A gap in the numbers is where somebody has deleted a video; what comes after it is still there.
    private const int LongestGap = 8;

    private readonly ConcurrentDictionary<string, string> _written = new(StringComparer.Ordinal);

    public async Task<Claim> FindAsync(UgcJob job, SaveTarget target, CancellationToken cancellationToken)
    {
        SavePlace first = SavePlace.Of(target, job.UgcId);
        MakeFolder(first, job.UgcId);
        SavePlace place = first;
        while (place.Number <= MostNumbers)
        {
            if (place.Number == 1 && target.IfExists == UgcIfExists.Skip && await OwnAsync(first, job, target, cancellationToken).ConfigureAwait(false) is { } standing)
            {
                return new(first, null, null, standing);
            }

            (Reservation? mine, Reservation? theirs) = Reservation.Take(place, job.UgcId);
            if (mine is null && target.IfExists == UgcIfExists.Skip && theirs!.UgcId == job.UgcId)
            {
                // The same video twice in one pipeline: the second gets what the first brings.
                await theirs.Freed.WaitAsync(cancellationToken).ConfigureAwait(false);
                place = first;
                continue;
            }

            if (mine is null)
            {
                Refuse(target, place.Part, job, UgcLabErrorKind.FileExists, $"is being written for job {theirs!.UgcId}");
                place = place.Next();
                continue;
            }

            PartFile? part = null;
            try
            {
                part = await TryAsync(place, job, target, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (part is null)
                {
                    mine.Dispose();
                }
            }

            if (part is not null)
            {
                return new(place, mine, part, null);
            }

            place = place.Next();
        }

        throw new UgcLabException(UgcLabErrorKind.FileExists, $"No name is free for the {job.Noun} of job {job.UgcId}: {first.Stem} and {MostNumbers} numbers after it are taken.");
    }

    /// <summary>The next number that nothing at all stands under, for a whole file whose name was taken at the last moment.</summary>
    public static (SavePlace Place, Reservation Reservation) Free(SavePlace after, string ugcId)
    {
        for (SavePlace place = after.Next(); ; place = place.Next())
        {
            Reservation? mine = Reservation.Take(place, ugcId).Mine;
            if (mine is not null && place.Standing() is null && !File.Exists(place.Sidecar) && !File.Exists(place.Part) && !File.Exists(place.Notes))
            {
                return (place, mine);
            }

            mine?.Dispose();
        }
    }

    public void Remember(SavePlace place, string ugcId) => _written[place.Key] = ugcId;

    /// <summary>Whether a file of this name may be replaced: asked for, and not this session's own work for another job.</summary>
    private bool MayReplace(SavePlace place, UgcJob job, SaveTarget target) =>
        target.IfExists == UgcIfExists.Overwrite && (!_written.TryGetValue(place.Key, out string? owner) || owner == job.UgcId);

    private async Task<PartFile?> TryAsync(SavePlace place, UgcJob job, SaveTarget target, CancellationToken cancellationToken)
    {
        if (Taken(place, job, target))
        {
            return null;
        }

        PartOpening opening = PartFile.Open(place, job.UgcId, out PartFile? part);
        if (part is null)
        {
            bool same = opening == PartOpening.Busy && PartNotes.Read(place.Notes)?.UgcId == job.UgcId;
            if (same || target.IfExists == UgcIfExists.Error)
            {
                throw new UgcLabException(UgcLabErrorKind.FileUnwritable, opening == PartOpening.Busy
                    ? $"The {job.Noun} of job {job.UgcId} is being saved by another process, to {place.Part}."
                    : $"The {job.Noun} of job {job.UgcId} cannot be written to {place.Part}: that is a folder or a link.");
            }

            return null;
        }

        try
        {
            // Looked at again, for only now nobody else can write here. A whole file of another job waits for its move.
            if (Taken(place, job, target) || (part.Notes.UgcId != job.UgcId && part.Notes.Sha256 is not null))
            {
                await part.LeaveAsync().ConfigureAwait(false);
                return null;
            }

            await part.LoadAsync(job.UgcId, cancellationToken).ConfigureAwait(false);
            return part;
        }
        catch
        {
            await part.DisposeAsync().ConfigureAwait(false);
            throw;
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

        Refuse(target, standing ?? place.Sidecar, job, UgcLabErrorKind.FileExists, "is there already");
        return true;
    }

    // Own by the sidecar; or, after a crash between the move and the sidecar, by the notes, and then by every byte.
    private async Task<UgcSavedVideo?> OwnAsync(SavePlace first, UgcJob job, SaveTarget target, CancellationToken cancellationToken)
    {
        int gap = 0;
        for (SavePlace place = first; gap < LongestGap; place = place.Next())
        {
            bool noted = File.Exists(place.Notes);
            string? standing = place.Standing();
            gap = standing is not null || noted || File.Exists(place.Sidecar) ? 0 : gap + 1;
            if (standing is null || !File.Exists(standing))
            {
                continue;
            }

            long length = new FileInfo(standing).Length;
            Sidecar? sidecar = Sidecar.Read(place.Sidecar);
            if (sidecar is not null && sidecar.UgcId == job.UgcId && sidecar.Length == length)
            {
                if (noted && !File.Exists(place.Part) && PartNotes.Read(place.Notes)?.UgcId == job.UgcId)
                {
                    // The last run died between its last two steps.
                    Publisher.Forget(place);
                }

                return Saved(standing, length, sidecar.Sha256, place.Sidecar);
            }

            PartNotes? notes = sidecar is null && noted ? PartNotes.Read(place.Notes) : null;
            if (notes is not null && notes.UgcId == job.UgcId && notes.Length == length && !File.Exists(place.Part)
                && await HashAsync(standing, cancellationToken).ConfigureAwait(false) == notes.Sha256)
            {
                UgcSavedVideo saved = Saved(standing, length, notes.Sha256!, target.WriteSidecar ? place.Sidecar : null);
                Publisher.Finish(place, saved, notes.Host, clock);
                return saved;
            }
        }

        return null;

        UgcSavedVideo Saved(string path, long length, string sha256, string? sidecar) => new()
        {
            Path = path,
            Length = length,
            Sha256 = sha256,
            Skipped = true,
            TypeUnknown = Path.GetExtension(path) == MediaType.Unknown,
            Job = job,
            Sidecar = sidecar,
        };
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, PartFile.PieceLength, FileOptions.Asynchronous | FileOptions.SequentialScan);
        return Convert.ToHexString(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false)).ToLowerInvariant();
    }

    private static void Refuse(SaveTarget target, string path, UgcJob job, UgcLabErrorKind kind, string why)
    {
        if (target.IfExists == UgcIfExists.Error)
        {
            throw new UgcLabException(kind, $"The {job.Noun} of job {job.UgcId} is not saved: {path} {why}.");
        }
    }

    private static void MakeFolder(SavePlace place, string ugcId)
    {
        try
        {
            Directory.CreateDirectory(place.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PartFile.Unwritable(place.Folder, ugcId, e);
        }
    }
}
