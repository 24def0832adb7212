using System.Net;
using System.Net.Sockets;

namespace UgcLab.Http;

/// <summary>
/// Opens connections, one socket an address: .NET 8 cannot try a second address with a socket that has options set, and
/// fails with a name before it has tried the first.
/// </summary>
internal static class Connections
{
    private static readonly TimeSpan PerAddress = TimeSpan.FromSeconds(5);

    /// <summary>Connects to the first address of a host that answers, of those that are allowed.</summary>
    /// <param name="host">The host and port.</param>
    /// <param name="allowed">Picks the addresses that may be connected to; may throw to say why there is none.</param>
    /// <param name="clock">Measures how long an address has to answer while there are others.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async ValueTask<Stream> OpenAsync(DnsEndPoint host, Func<IPAddress[], IPAddress[]> allowed, TimeProvider clock, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = allowed(await Dns.GetHostAddressesAsync(host.Host, cancellationToken).ConfigureAwait(false));
        for (int i = 0; i < addresses.Length - 1; i++)
        {
            // A family that is announced and leads nowhere must leave time for the other one.
            using CancellationTokenSource patience = new(PerAddress, clock);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                return await OpenAsync(addresses[i], host.Port, either.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is SocketException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // The next one may do.
            }
        }

        return addresses.Length == 0
            ? throw new SocketException((int)SocketError.HostNotFound)
            : await OpenAsync(addresses[^1], host.Port, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Stream> OpenAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // A dead path is to be noticed long before an answer is given up.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 15);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(address, port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
