using System.Net;
using System.Net.Sockets;

namespace UgcLab.Faults;

/// <summary>A proxy that passes bytes on, until it is told to drop them: neither side hears of it, as in a network that fails.</summary>
public sealed class DroppingProxy : IDisposable
{
    private readonly TcpListener _listener;
    private readonly List<Socket> _sockets = [];
    private readonly IPEndPoint _target;
    private volatile bool _drops;

    /// <summary>Passes on from a free port on loopback to another one.</summary>
    public DroppingProxy(int target)
        : this(new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, target))
    {
    }

    /// <summary>Passes on from one place, at a free port where its own is 0, to another.</summary>
    public DroppingProxy(IPEndPoint from, IPEndPoint to)
    {
        (_listener, _target) = (new TcpListener(from), to);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Whether what comes is dropped, and new connections are not answered.</summary>
    public bool Drops
    {
        get => _drops;
        set => _drops = value;
    }

    /// <summary>Closes all connections.</summary>
    public void Cut()
    {
        lock (_sockets)
        {
            _sockets.ForEach(socket => socket.Dispose());
            _sockets.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Stop();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ConnectAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // It was stopped.
        }
    }

    private async Task ConnectAsync(Socket client)
    {
        Socket server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        lock (_sockets)
        {
            _sockets.AddRange([client, server]);
        }

        try
        {
            await server.ConnectAsync(_target);
            _ = PassAsync(client, server);
            _ = PassAsync(server, client);
        }
        catch (Exception away) when (away is SocketException or ObjectDisposedException)
        {
            client.Dispose();
            server.Dispose();
        }
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is int count and > 0)
            {
                if (!_drops)
                {
                    await to.SendAsync(buffer.AsMemory(0, count));
                }
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // One side is gone.
        }

        // What was dropped is lost, and so is word that a side is gone.
        if (!_drops)
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
