using System.Buffers;
using System.Text;
using System.Text.Json;

namespace UgcLab.Simulator;

/// <summary>A job as a line of <c>jobs.jsonl</c>.</summary>
internal static class JobLine
{
    public static string Write(SimulatedJob job)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", job.Id);
            json.WriteString("projectId", job.ProjectId);
            json.WriteString("prompt", job.Prompt);
            json.WriteString("serviceModel", job.ServiceModel);
            json.WriteString("aspectRatio", job.AspectRatio);
            json.WriteBoolean("isImage", job.Media is SimulatedMedia.Image);
            json.WriteString("actorId", job.Actor?.Id);
            json.WriteString("actorName", job.Actor?.Name);
            json.WriteBoolean("isCustomActor", job.IsCustomActor);
            json.WriteBoolean("refinesScript", job.RefinesScript);
            json.WriteBoolean("refinesActions", job.RefinesActions);
            json.WriteNumber("variantIndex", job.VariantIndex);
            json.WriteNumber("credits", job.Credits);
            json.WriteNumber("createdAt", job.CreatedAt.ToUnixTimeMilliseconds());
            json.WriteNumber("takes", (long)job.Takes.TotalMilliseconds);
            json.WriteBoolean("fails", job.Fails);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static SimulatedJob Parse(string line, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            return new SimulatedJob
            {
                Id = Text(root, "id"),
                ProjectId = Text(root, "projectId"),
                Prompt = Text(root, "prompt"),
                ServiceModel = Text(root, "serviceModel"),
                AspectRatio = root.GetProperty("aspectRatio").GetString(),
                Media = Truth(root, "isImage") ? SimulatedMedia.Image : SimulatedMedia.Video,
                Actor = Actor(root),
                IsCustomActor = Truth(root, "isCustomActor"),
                RefinesScript = Truth(root, "refinesScript"),
                RefinesActions = Truth(root, "refinesActions"),
                VariantIndex = root.GetProperty("variantIndex").GetInt32(),
                Credits = root.GetProperty("credits").GetDecimal(),
                CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(root.GetProperty("createdAt").GetInt64()),
                Takes = TimeSpan.FromMilliseconds(root.GetProperty("takes").GetInt64()),
                Fails = root.GetProperty("fails").GetBoolean(),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentOutOfRangeException)
        {
            throw StateHead.Unreadable(path, e);
        }
    }

    // A line from before there was anything but videos has none of these.
    private static bool Truth(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement truth) && truth.GetBoolean();

    private static SimulatedActor? Actor(JsonElement root) =>
        root.TryGetProperty("actorId", out JsonElement id) && id.GetString() is { } known ? new SimulatedActor(known, Text(root, "actorName")) : null;

    private static string Text(JsonElement root, string name) => root.GetProperty(name).GetString() ?? "";
}
