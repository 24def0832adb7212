using System.Net.Http.Headers;
using System.Net.NetworkInformation;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using UgcLab.Faults;
using UgcLab.Simulator;

namespace UgcLab.Crash.Tests;

/// <summary>The simulated service on a real port, files and all. It outlives its clients, and its own book says what was charged.</summary>
internal sealed partial class LoopbackService : IDisposable
{
    /// <summary>A second key, for tests that have two.</summary>
    public const string OtherKey = "ugc_111111111111111111111111111111111111111111111111";

    private const string Api = "/api/v1/";
    private const string Files = "/files/";

    private readonly FaultServer _server;
    private readonly HttpMessageInvoker _service;
    private readonly object _gate = new();
    private volatile HashSet<string> _keys = [UgcSimulator.ApiKey];
    private string _fileHost = "";

    /// <summary>Starts it.</summary>
    /// <param name="speed">Simulated seconds in a real second.</param>
    public LoopbackService(int speed)
    {
        Began = DateTimeOffset.UtcNow;
        Simulator = new UgcSimulator(new SimulatorOptions { Credits = 10_000_000, VideoTime = TimeSpan.FromSeconds(5) }, new SimulatorClock(speed, notBefore: Began));
        _service = new HttpMessageInvoker(Simulator);
        _server = new FaultServer(Answer);
    }

    public UgcSimulator Simulator { get; }

    public Uri Address => new(_server.BaseUri, Api[1..]);

    /// <summary>When its clock began.</summary>
    public DateTimeOffset Began { get; }

    /// <summary>The keys that it accepts; all are of one account.</summary>
    public IReadOnlyCollection<string> Keys
    {
        get => _keys;
        set => _keys = [.. value];
    }

    /// <summary>Called with the prompt before a purchase is done, and after. Others are served meanwhile.</summary>
    public Action<string, bool>? Purchase { get; set; }

    /// <summary>Called when a file is asked for; says how much of it is sent. Others are served meanwhile.</summary>
    public Func<int?>? File { get; set; }

    /// <summary>How often each file was asked for.</summary>
    public ILookup<string, string> FileRequests => _server.Requests.Where(request => IsFile(request.Path)).Select(request => request.Path[Files.Length..].Split('?')[0]).ToLookup(name => name);

    public void Dispose()
    {
        _server.Dispose();
        _service.Dispose();
    }

    /// <summary>Ends when nothing is on its way any more from processes that have ended: what they sent was done, or never will be.</summary>
    public async Task ResolveAsync()
    {
        using CancellationTokenSource enough = new(TimeSpan.FromMinutes(1));
        while (IsAnythingLeft())
        {
            await Task.Delay(1, enough.Token);
        }
    }

    // A connection whose client is gone is half closed, or known to the server alone.
    private bool IsAnythingLeft()
    {
        int port = _server.BaseUri.Port;
        int[] served = [.. _server.Peers];
        TcpConnectionInformation[] connections = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections();
        HashSet<int> clients = [.. connections.Where(connection => connection.RemoteEndPoint.Port == port && connection.State is TcpState.Established).Select(connection => connection.LocalEndPoint.Port)];
        return connections.Any(connection => connection.LocalEndPoint.Port == port && connection.State is TcpState.CloseWait) || served.Any(peer => !clients.Contains(peer));
    }

    private Reply Answer(ReceivedRequest received)
    {
        string? prompt = received.Method == "POST" ? Prompt(received) : null;
        if (prompt is not null)
        {
            Purchase?.Invoke(prompt, false);
        }

        int? cut = IsFile(received.Path) ? File?.Invoke() : null;
        Reply reply = Serve(received) with { CutBodyAt = cut };
        if (prompt is not null)
        {
            Purchase?.Invoke(prompt, true);
        }

        return reply;
    }

    private Reply Serve(ReceivedRequest received)
    {
        lock (_gate)
        {
            using HttpResponseMessage answer = _service.SendAsync(Request(received), CancellationToken.None).GetAwaiter().GetResult();
            byte[] body = answer.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
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
            };
        }
    }

    private static bool IsFile(string path) => path.StartsWith(Files, StringComparison.Ordinal);

    private static string Prompt(ReceivedRequest received)
    {
        using JsonDocument body = JsonDocument.Parse(received.Body);
        return body.RootElement.GetProperty("prompt").GetString()!;
    }

    private HttpRequestMessage Request(ReceivedRequest received)
    {
        string address = IsFile(received.Path)
            ? $"https://{_fileHost}/{received.Path[Files.Length..]}"
            : UgcSimulator.DefaultBaseUri.AbsoluteUri + received.Path[Api.Length..];
        HttpRequestMessage request = new(new HttpMethod(received.Method), address);
        if (received.Body.Length > 0)
        {
            request.Content = new ByteArrayContent(received.Body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(received.Header("Content-Type")!);
        }

        if (received.Header("Authorization") is string authorization)
        {
            bool isAccepted = _keys.Contains(authorization["Bearer ".Length..]);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", isAccepted ? UgcSimulator.ApiKey : UgcSimulator.UnknownKey);
        }

        foreach (string name in new[] { "Range", "If-Range" })
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
