namespace UgcLab.Simulator.Faults;

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
