using System.Text.Json;

namespace UgcLab.Simulator;

/// <summary><c>GET /projects</c> (docs/projects).</summary>
internal static class ProjectDesk
{
    private static readonly DateTimeOffset Founded = new(2025, 1, 15, 10, 30, 0, TimeSpan.Zero);

    public static bool Exists(Call call, string id) => Enumerable.Range(0, call.Options.Projects).Any(index => IdOf(call.State, index) == id);

    public static Answer Serve(Call call) => Page.Serve(
        call,
        [.. Enumerable.Range(0, call.Options.Projects)],
        index => IdOf(call.State, index),
        (json, index) => WriteProject(json, call, index));

    public static string IdOf(ServiceState state, int index) => Seeded.Id(state.Seed, "project", index + 1);

    private static void WriteProject(Utf8JsonWriter json, Call call, int index)
    {
        string id = IdOf(call.State, index);
        SimulatedJob[] jobs = [.. call.State.Jobs.Where(job => job.ProjectId == id)];
        json.WriteString("id", id);
        json.WriteString("name", index < call.Options.ProjectNames.Count ? call.Options.ProjectNames[index] : $"Project {index + 1}");
        WriteFolder(json, call, index);
        json.WriteNumber("ugcCount", jobs.Length);
        json.WriteString("createdAt", Envelope.Instant(Founded));
        json.WriteString("updatedAt", Envelope.Instant(jobs.Length > 0 ? jobs[^1].CreatedAt : Founded));
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
}
