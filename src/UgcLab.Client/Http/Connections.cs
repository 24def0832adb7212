using System.Net.Sockets;

namespace UgcLab.Http;

internal static class Connections
{
    private static readonly TimeSpan PerAddress = TimeSpan.FromSeconds(5);

    // Paid requests are half a minute apart, so a pooled connection is a stale one, and those lose answers.
    public static SocketsHttpHandler ForCreations(ClientSettings options) =>
        Make(options, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), connections: 1);

    public static SocketsHttpHandler ForReads(ClientSettings options) =>
        Make(options, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), connections: 4);

    public static SocketsHttpHandler Make(
        ClientSettings options, TimeSpan idle, TimeSpan lifetime, int connections,
        Func<DnsEndPoint, IPAddress[], IPAddress[]>? allowed = null) => new()
    {
        // A redirect would post a paid body twice, and could carry the key elsewhere.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionIdleTimeout = idle,
        PooledConnectionLifetime = lifetime,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        MaxConnectionsPerServer = connections,
        MaxResponseDrainSize = 64 * 1024,
        ActivityHeadersPropagator = null,
        Proxy = options.Proxy,
        DefaultProxyCredentials = options.UseDefaultProxyCredentials ? CredentialCache.DefaultCredentials : null,
        UseProxy = true,
        ConnectCallback = (context, cancellationToken) => OpenAsync(
            context.DnsEndPoint, found => allowed?.Invoke(context.DnsEndPoint, found) ?? found, options.Clock, cancellationToken),
    };

    // Connects to the first address of a host that answers, of those that are allowed, with one socket an address: .NET 8 can't try
    // a second address with a socket that has options set, and fails with a name before it has tried the first.
    public static async ValueTask<Stream> OpenAsync(
        DnsEndPoint host, Func<IPAddress[], IPAddress[]> allowed, TimeProvider clock, CancellationToken cancellationToken)
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
            catch (Exception error) when (
                error is SocketException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
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
            // Detects a broken connection long before the request times out.
            TrySet(socket, SocketOptionLevel.Socket, SocketOptionName.KeepAlive, 1);
            TrySet(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 15);
            TrySet(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            TrySet(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(address, port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sets an option that the system may not have: Windows Server 2016 has no number of keep-alive probes.</summary>
    internal static bool TrySet(Socket socket, SocketOptionLevel level, SocketOptionName name, int value)
    {
        try
        {
            socket.SetSocketOption(level, name, value);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
