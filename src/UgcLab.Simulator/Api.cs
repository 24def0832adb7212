namespace UgcLab.Simulator;

// Checks the address's limit, the key, the path and the key's limits, in this order, and passes the request to its endpoint.
internal static class Api
{
    public static Answer Serve(Call call)
    {
        RateWindow window = call.Route.Target is SimulatorTarget.Create ? call.State.Creations : call.State.Reads;
        DateTimeOffset now = call.State.Now;
        Answer answer = Decide(call, window);
        window.Forget(now);
        return answer
            .With("X-RateLimit-Limit", Text(window.Limit))
            .With("X-RateLimit-Remaining", Text(window.Remaining))
            .With("X-RateLimit-Reset", Text(window.ResetAt(now).ToUnixTimeSeconds()));
    }

    private static Answer Decide(Call call, RateWindow window)
    {
        if (call.Fault is { IsAfterWork: false })
        {
            return FaultAnswers.Serve(call);
        }

        bool limited = call.Options.RateLimits;
        if (limited && !call.State.Address.TryAcquire(call.State.Now))
        {
            return TooMany(call, "IP_RATE_LIMITED", "Too many requests from this address: 20 a minute.", call.State.Address);
        }

        if (!HasKey(call))
        {
            return Envelope.Error(call, 401, "UNAUTHORIZED", "A valid API key is required.");
        }

        if (call.Route.Target is SimulatorTarget.Any)
        {
            return NoSuchPath(call);
        }

        if (limited && !window.TryAcquire(call.State.Now))
        {
            return TooMany(call, "RATE_LIMIT_EXCEEDED", $"Too many requests with this key: {Text(window.Limit)} an hour.", window);
        }

        Answer answer = call.Route.Target switch
        {
            SimulatorTarget.Create => CreationsEndpoint.Serve(call),
            SimulatorTarget.Actors => ActorsEndpoint.Serve(call, call.Route.Name == "actors" ? ActorList.Second : ActorList.First),
            SimulatorTarget.Job => JobEndpoint.Serve(call),
            _ => ProjectsEndpoint.Serve(call),
        };

        // An error that comes after the work was done.
        return call.Fault?.Kind is SimulatorFaultKind.ServerError or SimulatorFaultKind.HtmlError ? FaultAnswers.Serve(call) : answer;
    }

    private static bool HasKey(Call call) =>
        call.Headers.Authorization is { Parameter: { } key } authorization && key != UgcSimulator.UnknownKey
        && authorization.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) && ClientSettings.LooksLikeKey(key);

    private static Answer NoSuchPath(Call call) => call.Route.Allowed is { } allowed
        ? Envelope.Error(call, 405, "METHOD_NOT_ALLOWED", $"This path allows only {allowed}.").With("Allow", allowed)
        : Envelope.Error(
            call, 404, "NOT_FOUND", $"The simulator has no endpoint at '{call.Address.AbsolutePath}', because the documentation has none.");

    private static Answer TooMany(Call call, string code, string message, RateWindow full)
    {
        TimeSpan wait = full.ResetAt(call.State.Now) - call.State.Now;
        return Envelope.Error(call, 429, code, message).With("Retry-After", Text((long)Math.Ceiling(wait.TotalSeconds)));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
