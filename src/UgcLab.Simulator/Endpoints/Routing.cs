namespace UgcLab.Simulator.Endpoints;

internal static class Routing
{
    private const string Root = "/api/v1/";

    public static Route Of(HttpMethod method, Uri address)
    {
        if (address.Host.Equals(Route.FileHost, StringComparison.OrdinalIgnoreCase))
        {
            return For(method, HttpMethod.Get, SimulatorTarget.Download, address.AbsolutePath.TrimStart('/')) with { IsFile = true };
        }

        string path = address.AbsolutePath;
        string[] parts = path.StartsWith(Root, StringComparison.Ordinal) ? path[Root.Length..].Split('/') : [];
        return parts switch
        {
            ["projects"] => For(method, HttpMethod.Get, SimulatorTarget.Projects),
            ["actors"] => For(method, HttpMethod.Get, SimulatorTarget.Actors, parts[0]),
            ["ugclab-actors"] => For(method, HttpMethod.Get, SimulatorTarget.Actors, parts[0]),
            ["ugc", ""] => new Route(SimulatorTarget.Any),
            ["ugc", string name] when CreationKind.Named(name) is not null => For(method, HttpMethod.Post, SimulatorTarget.Create, name),
            ["ugc", string id] => For(method, HttpMethod.Get, SimulatorTarget.Job, Uri.UnescapeDataString(id)),
            _ => new Route(SimulatorTarget.Any),
        };
    }

    private static Route For(HttpMethod method, HttpMethod allowed, SimulatorTarget target, string? name = null) =>
        method == allowed ? new Route(target, name) : new Route(SimulatorTarget.Any, name, allowed.Method);
}
