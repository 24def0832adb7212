using System.Globalization;
using System.Text.Json;

namespace UgcLab.Simulator;

/// <summary><c>GET /projects</c> (docs/projects), a page at a time; a cursor is the id of the next page's first project.</summary>
internal static class ProjectDesk
{
    private static readonly DateTimeOffset Founded = new(2025, 1, 15, 10, 30, 0, TimeSpan.Zero);

    public static bool Exists(Call call, string id) => IndexOf(call, id) >= 0;

    public static Answer Serve(Call call)
    {
        int limit = 50;
        if (call.Query("limit") is { } text
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= 100))
        {
            return Envelope.Error(call, 400, "VALIDATION_ERROR", $"limit must be a whole number from 1 to 100, and is '{text}'");
        }

        string? cursor = call.Query("cursor");
        int first = cursor is null ? 0 : IndexOf(call, cursor);
        if (first < 0)
        {
            return Envelope.Error(call, 400, "VALIDATION_ERROR", $"cursor '{cursor}' comes from no page of this list");
        }

        int end = Math.Min(first + limit, call.Options.Projects);
        return Envelope.Data(call, 200, json =>
        {
            json.WriteStartArray("items");
            for (int i = first; i < end; i++)
            {
                WriteProject(json, call, i);
            }

            json.WriteEndArray();
            json.WriteStartObject("pagination");
            json.WriteBoolean("hasMore", end < call.Options.Projects);
            json.WriteString("nextCursor", end < call.Options.Projects ? IdOf(call, end) : null);
            json.WriteNumber("limit", limit);
            json.WriteEndObject();
        });
    }

    private static void WriteProject(Utf8JsonWriter json, Call call, int index)
    {
        string id = IdOf(call, index);
        SimulatedJob[] jobs = [.. call.State.Jobs.Where(job => job.ProjectId == id)];
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("name", index < call.Options.ProjectNames.Count ? call.Options.ProjectNames[index] : $"Project {index + 1}");
        WriteFolder(json, call, index);
        json.WriteNumber("ugcCount", jobs.Length);
        json.WriteString("createdAt", Envelope.Instant(Founded));
        json.WriteString("updatedAt", Envelope.Instant(jobs.Length > 0 ? jobs[^1].CreatedAt : Founded));
        json.WriteEndObject();
    }

    // Every other project lies in no folder: whoever reads the list has to live with both.
    private static void WriteFolder(Utf8JsonWriter json, Call call, int index)
    {
        if (index % 2 != 0)
        {
            json.WriteNull("folder");
            return;
        }

        json.WriteStartObject("folder");
        json.WriteString("id", Seeded.Id(call.State.Seed, "folder", 1));
        json.WriteString("name", "Rehearsals");
        json.WriteEndObject();
    }

    public static string IdOf(ServiceState state, int index) => Seeded.Id(state.Seed, "project", index + 1);

    private static string IdOf(Call call, int index) => IdOf(call.State, index);

    private static int IndexOf(Call call, string id)
    {
        for (int i = 0; i < call.Options.Projects; i++)
        {
            if (IdOf(call, i) == id)
            {
                return i;
            }
        }

        return -1;
    }
}
