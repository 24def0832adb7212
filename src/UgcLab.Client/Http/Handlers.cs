using System.Net;

namespace UgcLab.Http;

/// <summary>Makes what carries requests. What differs by runtime or platform in that stands here alone.</summary>
internal static class Handlers
{
    /// <summary>
    /// For paid requests: one at a time and half a minute apart, so a pooled connection is always a stale one, and a
    /// stale connection is how answers get lost.
    /// </summary>
    public static SocketsHttpHandler ForCreations(UgcLabClientOptions options) =>
        Common(options, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), connections: 1);

    /// <summary>For reads.</summary>
    public static SocketsHttpHandler ForReads(UgcLabClientOptions options) =>
        Common(options, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), connections: 4);

    private static SocketsHttpHandler Common(UgcLabClientOptions options, TimeSpan idle, TimeSpan lifetime, int connections) => new()
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
        UseProxy = true,
        ConnectCallback = (context, cancellationToken) => Connections.OpenAsync(context.DnsEndPoint, static addresses => addresses, options.Clock, cancellationToken),
    };
}
