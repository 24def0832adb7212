using System.Text;
using UgcLab.Faults;

namespace UgcLab.Bench;

/// <summary>Answers every purchase, at once or after a while, with the documented 202 (docs/video), each with an id of its own.</summary>
internal sealed class Service : IDisposable
{
    private readonly FaultServer _server;
    private readonly TimeSpan _latency;
    private int _orders;

    public Service(TimeSpan latency = default)
    {
        _latency = latency;
        _server = new FaultServer(Answer) { KeepsRequests = false };
    }

    public string Address => _server.BaseUri.AbsoluteUri;

    /// <summary>How many purchases were made since this was last asked.</summary>
    public int ReadRequests() => Interlocked.Exchange(ref _orders, 0);

    public void Dispose() => _server.Dispose();

    private Reply Answer(ReceivedRequest request)
    {
        if (request.Method == "GET" && request.Path.Contains("/ugc/", StringComparison.Ordinal))
        {
            return Reply.Text(200, Encoding.UTF8.GetString(Answers.Completed(request.Path[(request.Path.LastIndexOf('/') + 1)..])));
        }

        if (request.Method != "POST" || !request.Path.EndsWith("ugc/video", StringComparison.Ordinal))
        {
            return Reply.Text(404, """{"error":{"code":"NOT_FOUND","message":"No such page."}}""");
        }

        Interlocked.Increment(ref _orders);
        Thread.Sleep(_latency);
        return Reply.Text(202, Encoding.UTF8.GetString(Answers.Accepted()));
    }
}
