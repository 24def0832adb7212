using System.Net.Sockets;

namespace UgcLab.Jobs;

/// <summary>Listens for a prefix: at each address of its host, and at the same port of each.</summary>
internal static class WebhookPort
{
    private const int Tries = 20;

    /// <exception cref="UgcLabException">WebhookUnavailable</exception>
    public static async Task<IReadOnlyList<TcpListener>> ListenAsync(WebhookPrefix prefix, CancellationToken cancellationToken)
    {
        for (int left = Tries; ; left--)
        {
            try
            {
                return Listen(await AddressesAsync(prefix, cancellationToken).ConfigureAwait(false), prefix.Port ?? 0);
            }
            catch (SocketException) when (prefix.Port is null && left > 1)
            {
                // The port that was free at the first address isn't at the second.
            }
            catch (SocketException error)
            {
                throw Unavailable(prefix, error);
            }
        }
    }

    private static async Task<IPAddress[]> AddressesAsync(WebhookPrefix prefix, CancellationToken cancellationToken) =>
        prefix.Address is IPAddress address ? [address]
        : prefix.IsAnyHost ? [Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any]
        : prefix.IsLoopback ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : await Dns.GetHostAddressesAsync(prefix.Host, cancellationToken).ConfigureAwait(false);

    private static List<TcpListener> Listen(IPAddress[] addresses, int port)
    {
        List<TcpListener> listeners = [];
        SocketException missing = new((int)SocketError.HostNotFound);
        foreach (IPAddress address in addresses.Distinct())
        {
            try
            {
                // Without it, Windows lets another program listen at the same port. Other systems don't.
                TcpListener listener = new(address, port) { ExclusiveAddressUse = true };
                if (address.Equals(IPAddress.IPv6Any))
                {
                    listener.Server.DualMode = true;
                }

                listener.Start();
                listeners.Add(listener);
                port = ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException error)
                when (error.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
            {
                // A system without IPv6, or a name with addresses of other computers.
                missing = error;
            }
            catch (SocketException)
            {
                listeners.ForEach(listener => listener.Stop());
                throw;
            }
        }

        return listeners.Count > 0 ? listeners : throw missing;
    }

    private static UgcLabException Unavailable(WebhookPrefix prefix, SocketException error) =>
        new(
            UgcLabErrorKind.WebhookUnavailable,
            $"Webhooks cannot be received at {prefix.At(prefix.Port ?? 0)}: {error.Message.TrimEnd('.')}.",
            error)
        {
            Advice = error.SocketErrorCode switch
            {
                // On Windows, another program has the port for itself.
                SocketError.AccessDenied when !OperatingSystem.IsWindows() =>
                    "Only an administrator can use ports below 1024. Specify a higher port.",
                SocketError.AddressAlreadyInUse or SocketError.AccessDenied =>
                    "Choose another port, or -WebhookPrefix auto for one that is free.",
                _ => "Specify localhost, or a name or an address of this computer. The host + listens at all of its addresses.",
            },
        };
}
