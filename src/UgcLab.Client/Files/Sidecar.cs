using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using UgcLab.Http;
using UgcLab.Json;

namespace UgcLab.Files;

/// <summary>
/// What lies beside a video: where it came from, what it cost, and which bytes it has. It is written last, so it never
/// speaks for a file that is not whole.
/// </summary>
/// <param name="UgcId">The job.</param>
/// <param name="File">The file's name.</param>
/// <param name="Length">The file's length.</param>
/// <param name="Sha256">The file's hash.</param>
internal sealed record Sidecar(string UgcId, string? File, long Length, string Sha256)
{
    // Prompts in any script stay readable; the file is no part of a web page.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads what matters of a sidecar; one that is broken, or something else altogether, is none.</summary>
    public static Sidecar? Read(string path)
    {
        using JsonDocument? document = WholeFile.ReadObject(path);
        return document is not null
            && document.RootElement.Text("ugcId") is { Length: > 0 } id
            && document.RootElement.Count("length") is long length
            && document.RootElement.Text("sha256") is { } sha256
            ? new(id, document.RootElement.Text("file"), length, sha256)
            : null;
    }

    /// <summary>Writes the sidecar of a saved video.</summary>
    public static void Write(string path, UgcSavedVideo video, string? host, DateTimeOffset savedAt)
    {
        UgcJob job = video.Job;
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes, Readable))
        {
            json.WriteStartObject();
            Text("ugcId", job.UgcId);
            Text("kind", job.Kind?.ToString());
            Text("prompt", job.Prompt);
            Text("model", job.Model);
            Text("duration", job.Duration);
            Text("aspectRatio", job.AspectRatio);
            Text("tier", job.Tier);
            Text("actorId", job.ActorId);
            Text("actorName", job.ActorName);
            Text("imageUrl", Redaction.Address(job.ImageUrl));
            json.WriteNumber("variantIndex", job.VariantIndex);
            Text("reference", job.Reference);
            Number("rowNumber", job.RowNumber);
            Text("projectId", job.ProjectId);
            Number("creditsCharged", job.CreditsCharged);
            Number("totalCreditsCharged", job.TotalCreditsCharged);
            Number("creditsRefunded", job.CreditsRefunded);
            Text("requestId", job.RequestId);
            Text("createdAt", job.CreatedAt?.ToString("O"));
            Text("savedAt", savedAt.ToString("O"));
            Text("file", Path.GetFileName(video.Path));
            json.WriteNumber("length", video.Length);
            Text("sha256", video.Sha256);
            Text("sourceHost", host);
            json.WriteEndObject();

            // People paste keys into prompts; this file is made to be passed on.
            void Text(string name, string? value) => json.WriteString(name, value is null ? null : Redaction.Key().Replace(value, "ugc_…"));

            void Number(string name, decimal? value)
            {
                if (value is null)
                {
                    json.WriteNull(name);
                }
                else
                {
                    json.WriteNumber(name, value.Value);
                }
            }
        }

        WholeFile.Write(path, bytes.WrittenSpan, toDisk: true);
    }
}
