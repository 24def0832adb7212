using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using UgcLab.Faults;
using UgcLab.Simulator;

namespace UgcLab.Crash.Tests;

/// <summary>The simulated service on a real port, files and all. It outlives its clients, and its own book says what was charged.</summary>
internal sealed partial class LoopbackService : IDisposable
{
    private const string Api = "/api/v1/";
    private const string Files = "/files/";

    private readonly FaultServer _server;
    private readonly HttpMessageInvoker _service;
    private readonly object _gate = new();
    private string _fileHost = "";

    public LoopbackService()
    {
        Simulator = new UgcSimulator(new SimulatorOptions { Credits = 10_000_000, VideoTime = TimeSpan.FromSeconds(5) }, new SimulatorClock(60));
        _service = new HttpMessageInvoker(Simulator);
        _server = new FaultServer(Answer);
    }

    public UgcSimulator Simulator { get; }

    public Uri Address => new(_server.BaseUri, Api[1..]);

    /// <summary>Called before a purchase is done, and after.</summary>
    public Action<bool>? Purchase { get; set; }

    /// <summary>Called when a file is asked for; says how much of it is sent.</summary>
    public Func<int?>? File { get; set; }

    public void Dispose()
    {
        _server.Dispose();
        _service.Dispose();
    }

    private Reply Answer(ReceivedRequest received)
    {
        lock (_gate)
        {
            bool buys = received.Method == "POST";
            if (buys)
            {
                Purchase?.Invoke(false);
            }

            int? cut = received.Path.StartsWith(Files, StringComparison.Ordinal) ? File?.Invoke() : null;

            using HttpResponseMessage answer = _service.SendAsync(Request(received), CancellationToken.None).GetAwaiter().GetResult();
            byte[] body = answer.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
            if (buys)
            {
                Purchase?.Invoke(true);
            }

            if (answer.Content.Headers.ContentType?.MediaType is "application/json")
            {
                body = Encoding.UTF8.GetBytes(FileLink().Replace(Encoding.UTF8.GetString(body), link =>
                {
                    _fileHost = link.Groups[1].Value;
                    return new Uri(_server.BaseUri, Files).AbsoluteUri;
                }));
            }

            return new Reply
            {
                Status = (int)answer.StatusCode,
                Headers = [.. answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Content-Length" or "Transfer-Encoding")).Select(header => (header.Key, string.Join(", ", header.Value)))],
                Body = body,
                CutBodyAt = cut,
            };
        }
    }

    private HttpRequestMessage Request(ReceivedRequest received)
    {
        string address = received.Path.StartsWith(Files, StringComparison.Ordinal)
            ? $"https://{_fileHost}/{received.Path[Files.Length..]}"
            : UgcSimulator.DefaultBaseUri.AbsoluteUri + received.Path[Api.Length..];
        HttpRequestMessage request = new(new HttpMethod(received.Method), address);
        if (received.Body.Length > 0)
        {
            request.Content = new ByteArrayContent(received.Body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(received.Header("Content-Type")!);
        }

        foreach (string name in new[] { "Authorization", "Range", "If-Range" })
        {
            if (received.Header(name) is string value)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    [GeneratedRegex("https://([^/\"]+)/(?=[^/\"]+signature=)")]
    private static partial Regex FileLink();
}
