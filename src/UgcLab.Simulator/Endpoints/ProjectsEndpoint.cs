namespace UgcLab.Simulator.Endpoints;

/// <summary><c>GET /projects</c> (docs/projects).</summary>
internal static class ProjectsEndpoint
{
    private static readonly DateTimeOffset Founded = new(2025, 1, 15, 10, 30, 0, TimeSpan.Zero);

    public static bool Exists(Call call, string id) =>
        Enumerable.Range(0, call.Options.Projects).Any(index => IdOf(call.State, index) == id);

    public static Answer Serve(Call call) => Page.Serve(
        call,
        [.. Enumerable.Range(0, call.Options.Projects)],
        index => IdOf(call.State, index),
        index => Show(call, index));

    public static string IdOf(ServiceState state, int index) => Seeded.Id(state.Seed, "project", index + 1);

    private static ListedProject Show(Call call, int index)
    {
        string id = IdOf(call.State, index);
        SimulatedJob[] jobs = [.. call.State.Jobs.Where(job => job.ProjectId == id)];
        return new ListedProject(
            id,
            index < call.Options.ProjectNames.Count ? call.Options.ProjectNames[index] : $"Project {index + 1}",

            // Every second project is in no folder, so that a reader of the list has to handle both.
            Folder: index % 2 == 0 ? new NamedItem(Seeded.Id(call.State.Seed, "folder", 1), "Rehearsals") : null,
            UgcCount: jobs.Length,
            CreatedAt: Envelope.Instant(Founded),
            UpdatedAt: Envelope.Instant(jobs.Length > 0 ? jobs[^1].CreatedAt : Founded));
    }
}
