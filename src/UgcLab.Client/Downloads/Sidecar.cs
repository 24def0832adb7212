using System.Text.Json.Nodes;

namespace UgcLab.Downloads;

// The file next to a video: where the video came from, its cost, and its hash. It is written last, so
// it never describes an incomplete file. Only the job and the file's length and hash are read back.
internal sealed record Sidecar(string UgcId, long Length, string Sha256)
{
    public static Sidecar? Read(string path)
    {
        JsonElement json = AtomicFile.Read(path);
        bool isOurs = json.Text("ugcId") is not null && json.Count("length") is not null && json.Text("sha256") is not null;
        return isOurs ? new(json.Text("ugcId")!, json.Count("length")!.Value, json.Text("sha256")!) : null;
    }

    public static void Write(string path, UgcSavedVideo video, string? host, DateTimeOffset savedAt)
    {
        UgcJob job = video.Job;
        JsonObject json = new()
        {
            ["ugcId"] = Text(job.UgcId),
            ["kind"] = job.Kind?.ToString(),
            ["prompt"] = Text(job.Prompt),
            ["model"] = Text(job.Model),
            ["duration"] = Text(job.Duration),
            ["aspectRatio"] = Text(job.AspectRatio),
            ["tier"] = Text(job.Tier),
            ["actorId"] = Text(job.ActorId),
            ["actorName"] = Text(job.ActorName),
            ["imageUrl"] = Text(Redaction.Address(job.ImageUrl)),
            ["variantIndex"] = job.VariantIndex,
            ["reference"] = Text(job.Reference),
            ["rowNumber"] = job.RowNumber,
            ["projectId"] = Text(job.ProjectId),
            ["creditsCharged"] = job.CreditsCharged,
            ["totalCreditsCharged"] = job.TotalCreditsCharged,
            ["creditsRefunded"] = job.CreditsRefunded,
            ["requestId"] = Text(job.RequestId),
            ["createdAt"] = job.CreatedAt?.ToString("O"),
            ["savedAt"] = savedAt.ToString("O"),
            ["file"] = Text(Path.GetFileName(video.Path)),
            ["length"] = video.Length,
            ["sha256"] = video.Sha256,
            ["sourceHost"] = Text(host),
        };
        AtomicFile.Write(path, json.ToJsonString(AtomicFile.Readable), toDisk: true);

        // People paste keys into prompts; this file is made to be passed on.
        static string? Text(string? value) => value is null ? null : Redaction.WithoutKeys(value);
    }
}
