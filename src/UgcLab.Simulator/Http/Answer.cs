using System.Net.Http.Headers;

namespace UgcLab.Simulator.Http;

internal sealed class Answer(int status, byte[] body, string mediaType)
{
    private readonly List<(string Name, string Value)> _headers = [];

    public int Status => status;

    public static Answer Text(int status, string text, string mediaType = "text/plain; charset=utf-8") =>
        new(status, Encoding.UTF8.GetBytes(text), mediaType);

    public Answer With(string name, string value)
    {
        _headers.Add((name, value));
        return this;
    }

    public HttpResponseMessage ToMessage(HttpRequestMessage request, SimulatorFault? fault)
    {
        HttpResponseMessage message = new((HttpStatusCode)status) { RequestMessage = request, Content = Content(fault) };
        foreach ((string name, string value) in _headers)
        {
            // A header that is nonsense on purpose must get through as it is.
            _ = message.Headers.TryAddWithoutValidation(name, value) || message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private HttpContent Content(SimulatorFault? fault)
    {
        if (fault?.Kind is SimulatorFaultKind.EmptyBody)
        {
            return new ByteArrayContent([]);
        }

        HttpContent content = fault?.Kind is SimulatorFaultKind.CutReply
            ? new StreamContent(new BrokenStream(body, Math.Min(fault.CutAfter ?? body.Length / 2, body.Length)))
            : new ByteArrayContent(body);
        content.Headers.ContentLength = body.Length;
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return content;
    }
}

/// <summary>A body that stops after so many bytes, and then throws what the real handler throws when a connection ends too early.</summary>
internal sealed class BrokenStream(byte[] body, int length) : MemoryStream(body, 0, length, writable: false)
{
    public static HttpIOException Ended() => new(HttpRequestError.ResponseEnded, "The response ended prematurely (simulated).");

    // All other ways to read a class that is derived from MemoryStream lead here.
    public override int Read(byte[] buffer, int offset, int count) => Position < Length ? base.Read(buffer, offset, count) : throw Ended();
}

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
                Answer.Text(502, "<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html"),
            _ => Error(call, 500, "INTERNAL_ERROR", "Something broke (simulated)."),
        };
        return call.RetryAfter() is { } retryAfter ? answer.With("Retry-After", retryAfter) : answer;
    }

    // The files are on another host, which doesn't use the API's envelope.
    private static Answer Error(Call call, int status, string code, string message) => call.Route.IsFile
        ? Answer.Text(status, message)
        : Envelope.Error(call, status, code, message);
}
