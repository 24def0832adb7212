using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace UgcLab.Faults;

/// <summary>
/// A real HTTP/1.1 server on loopback whose answers can end at any byte, in any way. Servers made for tests speak correct
/// HTTP and cannot be brought to break it; this one speaks just enough of it to be broken on purpose.
/// </summary>
public sealed class FaultServer : IDisposable, IAsyncDisposable
{
    private readonly Func<ReceivedRequest, Reply> _handler;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<int, Socket> _open = new();
    private readonly ConcurrentDictionary<int, int> _peers = new();
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly SemaphoreSlim _holding = new(0);
    private int _connections;

    /// <summary>Starts to listen. The handler is asked for an answer once for each request that has come in full.</summary>
    public FaultServer(Func<ReceivedRequest, Reply> handler)
    {
        _handler = handler;
        _listener.Start(512);
        BaseUri = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = AcceptAsync();
    }

    /// <summary>Where the server is.</summary>
    public Uri BaseUri { get; }

    /// <summary>All requests that came in full, in their order.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>How many connections were made.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The ports of the clients whose connections are being served.</summary>
    public IReadOnlyList<int> Peers => [.. _peers.Values];

    /// <summary>Whether requests are kept; a benchmark of millions has no use for them.</summary>
    public bool KeepsRequests { get; init; } = true;

    /// <summary>Asked as soon as the head of a request is there; a reply given here is sent without the body having been read, and ends the connection.</summary>
    public Func<ReceivedRequest, Reply?>? BeforeBody { get; init; }

    /// <summary>Ends when one more answer has come to the point where it is held for good.</summary>
    public Task HoldingAsync(CancellationToken cancellationToken = default) => _holding.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_end.IsCancellationRequested)
        {
            return;
        }

        _end.Cancel();
        _listener.Stop();
        foreach (Socket socket in _open.Values)
        {
            socket.Dispose();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_end.Token).ConfigureAwait(false);
                int connection = Interlocked.Increment(ref _connections);
                _open[connection] = socket;
                _peers[connection] = (socket.RemoteEndPoint as IPEndPoint)?.Port ?? 0;

                // Not here: a handler that blocks would keep all others out, where the request is there already.
                _ = Task.Run(() => ServeAsync(socket, connection));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server is being disposed of.
        }
    }

    private async Task ServeAsync(Socket socket, int connection)
    {
        try
        {
            socket.NoDelay = true;
            RequestReader reader = new(socket, connection);
            while (await reader.HeadAsync(_end.Token).ConfigureAwait(false) is { } head)
            {
                Reply? early = BeforeBody?.Invoke(head);
                ReceivedRequest request = early is null ? head with { Body = await reader.BodyAsync(head, _end.Token).ConfigureAwait(false) } : head;
                if (early is null && KeepsRequests)
                {
                    _requests.Enqueue(request);
                }

                Reply reply = early ?? _handler(request);
                if (reply.Delay > TimeSpan.Zero)
                {
                    await Task.Delay(reply.Delay, _end.Token).ConfigureAwait(false);
                }

                (ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second) = reply.Bytes();
                await SendAsync(socket, first).ConfigureAwait(false);
                await SendAsync(socket, second).ConfigureAwait(false);

                if (reply.IsCut && reply.Ending == Ending.Hold)
                {
                    _holding.Release();
                    await Task.Delay(Timeout.Infinite, _end.Token).ConfigureAwait(false);
                }

                if (reply.IsCut && reply.Ending == Ending.Rst)
                {
                    socket.Close(0);
                    return;
                }

                if (reply.Closes || early is not null || string.Equals(request.Header("Connection"), "close", StringComparison.OrdinalIgnoreCase))
                {
                    socket.Shutdown(SocketShutdown.Send);
                    return;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or InvalidDataException)
        {
            // The client has gone, or the server goes.
        }
        finally
        {
            _open.TryRemove(connection, out _);
            _peers.TryRemove(connection, out _);
            socket.Dispose();
        }
    }

    private async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, _end.Token).ConfigureAwait(false)..];
        }
    }
}
