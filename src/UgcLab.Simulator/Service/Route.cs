namespace UgcLab.Simulator;

/// <summary>What a request is for.</summary>
/// <param name="Target">The endpoint, or Any when there is none of that path and method.</param>
/// <param name="Id">The job or the file a path names.</param>
/// <param name="Allowed">The method that the path knows, when the request used another.</param>
internal readonly record struct Route(SimulatorTarget Target, string? Id = null, string? Allowed = null)
{
    public const string FileHost = "files.ugclab.example";

    private const string Root = "/api/v1/";

    public bool IsFile { get; private init; }

    public CreationEndpoint? Creation { get; private init; }

    public ActorList? Actors { get; private init; }

    public static Route Of(HttpMethod method, Uri address)
    {
        if (address.Host.Equals(FileHost, StringComparison.OrdinalIgnoreCase))
        {
            return For(method, HttpMethod.Get, SimulatorTarget.Download, address.AbsolutePath.TrimStart('/')) with { IsFile = true };
        }

        string path = address.AbsolutePath;
        string[] parts = path.StartsWith(Root, StringComparison.Ordinal) ? path[Root.Length..].Split('/') : [];
        return parts switch
        {
            ["projects"] => For(method, HttpMethod.Get, SimulatorTarget.Projects),
            ["actors"] => For(method, HttpMethod.Get, SimulatorTarget.Actors) with { Actors = ActorList.Second },
            ["ugclab-actors"] => For(method, HttpMethod.Get, SimulatorTarget.Actors) with { Actors = ActorList.First },
            ["ugc", ""] => new Route(SimulatorTarget.Any),
            ["ugc", string name] when CreationEndpoint.Named(name) is { } creation =>
                For(method, HttpMethod.Post, SimulatorTarget.Create) with { Creation = creation },
            ["ugc", string id] => For(method, HttpMethod.Get, SimulatorTarget.Job, Uri.UnescapeDataString(id)),
            _ => new Route(SimulatorTarget.Any),
        };
    }

    private static Route For(HttpMethod method, HttpMethod allowed, SimulatorTarget target, string? id = null) =>
        method == allowed ? new Route(target, id) : new Route(SimulatorTarget.Any, id, allowed.Method);
}
