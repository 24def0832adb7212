using System.Net.Sockets;

namespace UgcLab.Jobs;

/// <summary>Listens for a prefix: at each address of its host, and at the same port of each.</summary>
internal static class WebhookPort
{
    // A port that is free at one address of localhost may be taken at the other.
    private const int Tries = 20;

    /// <exception cref="UgcLabException">WebhookUnavailable</exception>
    public static async Task<IReadOnlyList<TcpListener>> ListenAsync(WebhookPrefix prefix, CancellationToken cancellationToken)
    {
        for (int left = prefix.Port is null ? Tries : 1; ; left--)
        {
            try
            {
                return Listen(await AddressesAsync(prefix, cancellationToken).ConfigureAwait(false), prefix.Port ?? 0);
            }
            catch (SocketException error)
            {
                if (left == 1)
                {
                    throw Unavailable(prefix, error);
                }
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
        SocketException? missing = null;
        try
        {
            foreach (IPAddress address in addresses.Distinct())
            {
                try
                {
                    listeners.Add(Listen(address, port));
                    port = ((IPEndPoint)listeners[^1].LocalEndpoint).Port;
                }
                catch (SocketException error) when (error.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
                {
                    // A system without IPv6, or an address of the name that isn't this computer's.
                    missing = error;
                }
            }

            return listeners.Count > 0 ? listeners : throw missing ?? new SocketException((int)SocketError.HostNotFound);
        }
        catch
        {
            listeners.ForEach(listener => listener.Stop());
            throw;
        }
    }

    private static TcpListener Listen(IPAddress address, int port)
    {
        // Elsewhere this is how ports are. Windows would let another program listen at the same port.
        TcpListener listener = new(address, port) { ExclusiveAddressUse = true };
        if (address.Equals(IPAddress.IPv6Any))
        {
            listener.Server.DualMode = true;
        }

        listener.Start();
        return listener;
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
