using System.Net.Http.Headers;

namespace UgcLab.Simulator.Http;

/// <summary>An answer on its way: what it says, before anything happens to it on the wire.</summary>
internal sealed class Answer(int status, byte[] body, string mediaType)
{
    private readonly List<(string Name, string Value)> _headers = [];

    public int Status => status;

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
