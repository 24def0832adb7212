namespace UgcLab.Simulator.Http;

/// <summary>What a request is for.</summary>
/// <param name="Target">The endpoint, or Any if no endpoint has that path and method.</param>
/// <param name="Name">The job, file, list or kind of creation that the path names.</param>
/// <param name="Allowed">The method that the path knows, when the request used another.</param>
internal readonly record struct Route(SimulatorTarget Target, string? Name = null, string? Allowed = null)
{
    public const string FileHost = "files.ugclab.example";

    public bool IsFile { get; init; }
}
