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

/// <summary>Decides what goes wrong with a request: by script first, then by chance.</summary>
internal static class FaultPlan
{
    public static SimulatorFault? For(ServiceState state, SimulatorOptions options, Route route) =>
        options.Faults.FirstOrDefault(fault =>
            (fault.On == SimulatorTarget.Any || fault.On == route.Target)
            && Shows(fault.Kind, route)
            && fault.AppliesTo(state.Arrivals(fault.On)))
        ?? ByRate(state, options, route);

    // The random number depends on how many requests of the same kind came before, so an additional poll doesn't affect creations.
    private static SimulatorFault? ByRate(ServiceState state, SimulatorOptions options, Route route)
    {
        (SimulatorFaultKind Kind, double Rate)[] odds =
        [
            (SimulatorFaultKind.TooManyRequests, route.IsFile ? 0 : options.TooManyRequestsRate),
            (SimulatorFaultKind.ServerError, options.ServerErrorRate),
            (SimulatorFaultKind.LostReply, options.LostReplyRate),
            (SimulatorFaultKind.CutReply, options.CutReplyRate),
            (SimulatorFaultKind.ExpiredLink, route.Target is SimulatorTarget.Download ? options.ExpiredLinkRate : 0),
        ];
        long number = state.Arrivals(route.Target);
        return odds
            .Where(each => each.Rate > 0 && Seeded.Fraction(state.Seed, $"{each.Kind} on {route.Target}", number) < each.Rate)
            .Select(each => new SimulatorFault { Kind = each.Kind, On = route.Target })
            .FirstOrDefault();
    }

    private static bool Shows(SimulatorFaultKind kind, Route route) => kind switch
    {
        SimulatorFaultKind.FailedJob => route.Target is SimulatorTarget.Create,
        SimulatorFaultKind.ExpiredLink => route.Target is SimulatorTarget.Job or SimulatorTarget.Download,
        _ => true,
    };
}
