using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace UgcLab.Downloads;

// The file next to a video. It is written last, so it never describes an incomplete file.
internal sealed record Sidecar(string UgcId, long Length, string Sha256)
{
    public static Sidecar? Read(string path)
    {
        JsonElement json = AtomicFile.Read(path);
        return (json.Text("ugcId"), json.Count("length"), json.Text("sha256")) is (string id, long length, string hash)
            ? new(id, length, hash) : null;
    }

    /// <summary>None if the folder can't be read.</summary>
    public static IReadOnlyList<string> JobsIn(string? folder, int most)
    {
        try
        {
            return folder is null || !Directory.Exists(folder) ? []
                : [.. Directory.EnumerateFiles(folder, "*.json").Take(most)
                    .Select(Read).OfType<Sidecar>().Select(sidecar => sidecar.UgcId)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public static void Write(string path, UgcSavedVideo video, string? host, DateTimeOffset savedAt)
    {
        UgcJob job = video.Job;
        SidecarBody body = new(
            Text(job.UgcId)!, job.Kind?.ToString(), Text(job.Prompt), Text(job.Model), Text(job.Duration), Text(job.AspectRatio),
            Text(job.Tier), Text(job.ActorId), Text(job.ActorName), Text(Redaction.Address(job.ImageUrl)), job.VariantIndex,
            Text(job.Reference), job.RowNumber, Text(job.ProjectId), job.CreditsCharged, job.TotalCreditsCharged, job.CreditsRefunded,
            Text(job.RequestId), job.CreatedAt?.ToString("O"), savedAt.ToString("O"), Text(Path.GetFileName(video.Path))!, video.Length,
            video.Sha256, Text(host));
        AtomicFile.Write(path, JsonSerializer.Serialize(body, DownloadJson.Readable.SidecarBody), toDisk: true);

        // People paste keys into prompts; this file is made to be passed on.
        static string? Text(string? value) => value is null ? null : Redaction.WithoutKeys(value);
    }
}

// Of an unfinished file: whose it is, and how to ask for the rest of the very same bytes; once it is whole, its hash. It outlives the move
// to the final name until the sidecar is written, so after a crash at any moment one of the two says whose file it is.
internal sealed record PartialDownloadMetadata(string UgcId)
{
    public long? Total { get; init; }

    // These two identify this version of the file, and are kept only when they prove equality.
    [JsonPropertyName("etag")]
    public string? ETag { get; init; }
    public DateTimeOffset? LastModified { get; init; }

    // Once the file is whole.
    public long? Length { get; init; }
    public string? Sha256 { get; init; }

    [JsonPropertyName("sourceHost")]
    public string? Host { get; init; }
    public string? MediaType { get; init; }

    [JsonIgnore]
    public bool CanResume => ETag is not null || LastModified is not null;

    [JsonIgnore]
    public RangeConditionHeaderValue IfRange =>
        ETag is not null ? new(EntityTagHeaderValue.Parse(ETag))
            : new(LastModified ?? throw new InvalidOperationException("There is no validator."));

    public static PartialDownloadMetadata Of(string ugcId, HttpResponseMessage answer, long? total, bool isDecoded = false)
    {
        EntityTagHeaderValue? tag = answer.Headers.ETag;
        DateTimeOffset? modified = answer.Content.Headers.LastModified;

        // What was decoded here can't be continued: a range is one of the coded bytes.
        // A weak tag says "as good as", which is not enough to glue bytes together. A date counts from a minute on: a file
        // can change twice within one second, and the date of both is the same (RFC 9110, 8.8.2.2).
        bool strongTag = !isDecoded && tag is { IsWeak: false } && tag.Tag != "*";
        bool strongDate = !isDecoded && tag is null && answer.Headers.Date - modified >= TimeSpan.FromMinutes(1);
        return new(ugcId)
        {
            Total = total,
            ETag = strongTag ? tag!.Tag : null,
            LastModified = strongDate ? modified : null,
            Host = answer.RequestMessage?.RequestUri?.IdnHost,
            MediaType = answer.Content.Headers.ContentType?.MediaType,
        };
    }

    public static PartialDownloadMetadata? Read(string path)
    {
        JsonElement json = AtomicFile.Read(path);
        string? tag = json.Text("etag");
        return json.Text("ugcId") is not string id ? null : new(id)
        {
            Total = json.Count("total"),
            ETag = EntityTagHeaderValue.TryParse(tag, out EntityTagHeaderValue? parsed) && !parsed.IsWeak ? tag : null,
            LastModified = json.Time("lastModified"),
            Sha256 = json.Text("sha256"),
            Length = json.Count("length"),
            Host = json.Text("sourceHost"),
            MediaType = json.Text("mediaType"),
        };
    }

    public void Write(string path)
    {
        // Lost notes cost a download from the start; lost notes of a whole file would cost its owner.
        AtomicFile.Write(path, JsonSerializer.Serialize(this, DownloadJson.Default.PartialDownloadMetadata), toDisk: Sha256 is not null);
    }
}

internal sealed record SidecarBody(
    string UgcId, string? Kind, string? Prompt, string? Model, string? Duration, string? AspectRatio, string? Tier, string? ActorId,
    string? ActorName, string? ImageUrl, int VariantIndex, string? Reference, int? RowNumber, string? ProjectId, decimal? CreditsCharged,
    decimal? TotalCreditsCharged, decimal? CreditsRefunded, string? RequestId, string? CreatedAt, string SavedAt, string File,
    long Length, string Sha256, string? SourceHost);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SidecarBody))]
[JsonSerializable(typeof(PartialDownloadMetadata))]
internal sealed partial class DownloadJson : JsonSerializerContext
{
    public static DownloadJson Readable { get; } = new(new(AtomicFile.Readable));
}

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
