using System.Collections.Concurrent;
using System.Net;
using UgcLab.Http;

namespace UgcLab.Files;

/// <summary>Makes what carries downloads. It knows no key, keeps no cookies, follows nothing and unpacks nothing.</summary>
internal static class DownloadHandler
{
    public static SocketsHttpHandler Make(UgcLabClientOptions options, VideoAddress addresses)
    {
        KnownProxy proxy = new(options.Proxy ?? HttpClient.DefaultProxy);
        return new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = 4,

            // The rest of a video nobody wants any more is not worth reading to save a connection.
            MaxResponseDrainSize = 0,
            Proxy = proxy,
            UseProxy = true,
            ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, proxy, addresses, options.Clock, cancellationToken),
        };
    }

    // The name is resolved once, and what was checked is what is connected to: a name that points to a public address for
    // the check and to a private one for the connection gains nothing.
    private static ValueTask<Stream> ConnectAsync(DnsEndPoint host, KnownProxy proxy, VideoAddress addresses, TimeProvider clock, CancellationToken cancellationToken)
    {
        return Connections.OpenAsync(host, Allowed, clock, cancellationToken);

        IPAddress[] Allowed(IPAddress[] found)
        {
            // A proxy is the user's own choice and usually inside the network; where it goes from there is not seen here.
            IPAddress[] allowed = proxy.Is(host) ? found : Array.FindAll(found, addresses.Allows);
            return allowed.Length > 0 || found.Length == 0
                ? allowed
                : throw new UgcLabException(UgcLabErrorKind.VideoUrlRefused, $"No file is fetched from {host.Host}: the name leads into a private network.");
        }
    }

    /// <summary>Passes on a proxy's answers and remembers them, for a connection does not say that it is one to a proxy.</summary>
    private sealed class KnownProxy(IWebProxy inner) : IWebProxy
    {
        private readonly ConcurrentDictionary<(string Host, int Port), bool> _given = new();

        public ICredentials? Credentials
        {
            get => inner.Credentials;
            set => inner.Credentials = value;
        }

        public Uri? GetProxy(Uri destination)
        {
            Uri? address = inner.IsBypassed(destination) ? null : inner.GetProxy(destination);
            if (address is not null && address != destination)
            {
                _given[(address.IdnHost.ToUpperInvariant(), address.Port)] = true;
            }

            return address;
        }

        public bool IsBypassed(Uri host) => inner.IsBypassed(host);

        public bool Is(DnsEndPoint host) => _given.ContainsKey((host.Host.Trim('[', ']').ToUpperInvariant(), host.Port));
    }
}
