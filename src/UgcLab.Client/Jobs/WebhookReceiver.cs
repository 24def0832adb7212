using System.Net.Sockets;

namespace UgcLab.Jobs;

// Receives webhooks for a JobPoller. The service documents nothing of them, so nothing in one is trusted: a POST that holds the id of a job
// that is waited for makes that job be read sooner, and does nothing else. Every POST is answered alike. HttpListener isn't used: it may
// end the process when it is closed, and Windows allows it to administrators only.
internal sealed class WebhookReceiver(
    IReadOnlyList<TcpListener> listeners, WebhookPrefix prefix, string address, TimeProvider clock) : IDisposable
{
    // Valid posts take milliseconds, so bursts pass. Slow senders delay others, and jobs are polled all the same.
    private const int MostConnections = 16;

    // What is read after the answer, so that a sender that is still sending receives it instead of a connection reset.
    private const int LongestRest = 4 * WebhookBody.Limit;

    private static readonly TimeSpan ConnectionTime = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _connections = new(MostConnections, MostConnections);
    private readonly CancellationTokenSource _closing = new();

    public string Address => address;
    public string? Warning => prefix.Warning;
    public bool IsOpen => !_closing.IsCancellationRequested;

    /// <summary>Starts to listen. Posts wait until a poller reads them. The clock times out slow senders.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: the prefix isn't valid. WebhookUnavailable: it can't be used.</exception>
    public static async Task<WebhookReceiver> OpenAsync(
        string text, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        WebhookPrefix prefix = WebhookPrefix.Parse(text);
        IReadOnlyList<TcpListener> listeners = await WebhookPort.ListenAsync(prefix, cancellationToken).ConfigureAwait(false);
        string address = prefix.At(((IPEndPoint)listeners[0].LocalEndpoint).Port);
        return new WebhookReceiver(listeners, prefix, address, clock ?? TimeProvider.System);
    }

    public void Dispose()
    {
        _closing.Cancel();
        foreach (TcpListener listener in listeners)
        {
            listener.Stop();
        }
    }

    /// <summary>Starts to answer, and passes on each word that may be an id. The callback must be fast and must not throw.</summary>
    public void Start(Action<string> named)
    {
        foreach (TcpListener listener in listeners)
        {
            _ = Task.Run(() => ServeAsync(listener, named));
        }
    }

    private async Task ServeAsync(TcpListener listener, Action<string> named)
    {
        try
        {
            while (true)
            {
                await _connections.WaitAsync(_closing.Token).ConfigureAwait(false);
                try
                {
                    _ = ReceiveAsync(await listener.AcceptSocketAsync(_closing.Token).ConfigureAwait(false), named);
                }
                catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
                {
                    // The sender disconnected before it was accepted.
                    _connections.Release();
                }
            }
        }
        catch (Exception)
        {
            // Closed, or the system closed the port: polling continues at its own interval. The receiver is closed after
            // any other error too, because an open one that doesn't answer would make the poller wait for webhooks.
            Dispose();
        }
    }

    private async Task ReceiveAsync(Socket accepted, Action<string> named)
    {
        using Socket socket = accepted;
        try
        {
            using CancellationTokenSource late = new(ConnectionTime, clock);
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _closing.Token);
            using NetworkStream stream = new(socket);
            string status = await AnswerAsync(new WebhookRequest(stream), named, end.Token).ConfigureAwait(false);

            // Sent also if the receiver was closed meanwhile: the post may have named the last job.
            byte[] answer = Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            await stream.WriteAsync(answer, late.Token).ConfigureAwait(false);

            // Closing with bytes unread would reset the connection, and the sender could lose the answer (RFC 9112, 9.6).
            socket.Shutdown(SocketShutdown.Send);
            byte[] rest = new byte[4096];
            for (int left = LongestRest, read = 1; left > 0 && read > 0; left -= read)
            {
                read = await stream.ReadAsync(rest, end.Token).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The sender disconnected or took too long, or the receiver was closed. Other senders aren't affected.
        }
        finally
        {
            _connections.Release();
        }
    }

    private async Task<string> AnswerAsync(WebhookRequest request, Action<string> named, CancellationToken cancellationToken)
    {
        try
        {
            await request.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
            if (!prefix.IsHost(request.Host) || !prefix.IsPath(request.Path))
            {
                return "404 Not Found";
            }

            if (request.Method != "POST")
            {
                return "405 Method Not Allowed\r\nAllow: POST";
            }

            if (await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false) is not ReadOnlyMemory<byte> body)
            {
                return "413 Content Too Large";
            }

            foreach (string word in WebhookBody.Words(body.Span))
            {
                named(word);
            }

            return "200 OK";
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            return "400 Bad Request";
        }
    }
}
