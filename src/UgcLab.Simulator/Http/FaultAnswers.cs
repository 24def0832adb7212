namespace UgcLab.Simulator.Http;

/// <summary>The answers of injected faults that keep the work from being done.</summary>
internal static class FaultAnswers
{
    public static Answer Serve(Call call)
    {
        Answer answer = call.Fault?.Kind switch
        {
            SimulatorFaultKind.TooManyRequests => Error(call, 429, "RATE_LIMIT_EXCEEDED", "Too many requests (simulated)."),
            SimulatorFaultKind.IpRateLimited => Error(call, 429, "IP_RATE_LIMITED", "Too many requests from this address (simulated)."),
            SimulatorFaultKind.Unauthorized => Error(call, 401, "UNAUTHORIZED", "The API key is not valid (simulated)."),
            SimulatorFaultKind.Forbidden => Error(call, 403, "FORBIDDEN", "The plan has no API access (simulated)."),
            SimulatorFaultKind.InsufficientCredits =>
                Error(call, 402, "INSUFFICIENT_CREDITS", "The workspace is short of credits (simulated)."),
            SimulatorFaultKind.Redirect => new Answer(307, [], "text/plain").With("Location", "https://elsewhere.example/"),
            SimulatorFaultKind.HtmlError =>
                new Answer(502, Encoding.UTF8.GetBytes("<html><body><h1>502 Bad Gateway</h1></body></html>"), "text/html"),
            _ => Error(call, 500, "INTERNAL_ERROR", "Something broke (simulated)."),
        };
        return call.RetryAfter() is { } retryAfter ? answer.With("Retry-After", retryAfter) : answer;
    }

    // The files are on another host, which doesn't use the API's envelope.
    private static Answer Error(Call call, int status, string code, string message) => call.Route.IsFile
        ? new Answer(status, Encoding.UTF8.GetBytes(message), "text/plain; charset=utf-8")
        : Envelope.Error(call, status, code, message);
}
