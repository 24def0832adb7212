using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace UgcLab.Jobs;

/// <summary>The hosts + and * are all addresses of this computer; any free port is null.</summary>
internal sealed partial record WebhookPrefix(string Host, int? Port, string Path)
{
    private const string Proxies =
        "Receive plain http on loopback, and let a tunnel or a reverse proxy in front of it hold the certificate: about_UgcLab_Webhooks.";

    private const string Forms = "Specify http://localhost:8765/some/path/, only a port (8765), or auto.";

    public IPAddress? Address => IPAddress.TryParse(Host, out IPAddress? address) ? address : null;
    public bool IsAnyHost => Host is "+" or "*" or "[::]" or "0.0.0.0";
    public bool IsLoopback => Host == "localhost" || (Address is IPAddress address && IPAddress.IsLoopback(address));

    public string? Warning => IsLoopback ? null
        : $"Webhooks are received at the host {Host}, which other computers in the network may reach over plain http. A request to this "
            + "path can make a job be read sooner. Loopback behind a tunnel or a reverse proxy is safer.";

    /// <summary>Reads a whole prefix, one without a path, a port, or <c>auto</c>. A path that is missing is random.</summary>
    public static WebhookPrefix Parse(string text)
    {
        text = text.Trim();
        bool isAuto = text.Equals("auto", StringComparison.OrdinalIgnoreCase);
        if (isAuto || (text.Length > 0 && text.All(char.IsAsciiDigit)))
        {
            return new WebhookPrefix("localhost", isAuto ? null : PortOf(text), Secret());
        }

        bool isHttps = text.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        Match match = Form().Match(text);
        string host = match.Groups["host"].Value;
        string? fault = isHttps ? "is https, and the receiver has no certificate."
            : !match.Success && text.AsSpan().IndexOfAny('?', '#', '@') >= 0
                ? "has a query, a fragment or a user's name, and a prefix has none."
            : !match.Success ? "isn't a valid prefix."
            : host[0] == '[' && !IPAddress.TryParse(host, out _) ? "has no IPv6 address in its brackets."
            : null;
        if (fault is not null)
        {
            throw Invalid(text, fault, isHttps ? Proxies : Forms);
        }

        Group port = match.Groups["port"];
        return new WebhookPrefix(
            host.ToLowerInvariant(), port.Success ? PortOf(port.Value) : 80, PathOf(text, match.Groups["path"].Value));
    }

    public string At(int port) => $"http://{Host}:{port}{Path}";

    /// <summary>Whether a sender named this host. A web page that leads its own name to this computer can't (DNS rebinding).</summary>
    public bool IsHost(string? host) =>
        host is null || IsAnyHost || host == Host || (IPAddress.TryParse(host, out IPAddress? address) && address.Equals(Address));

    public bool IsPath(string? path) =>
        path is not null && (path == Path || (path.Length == Path.Length - 1 && Path.StartsWith(path, StringComparison.Ordinal)));

    private static string PathOf(string text, string path)
    {
        string whole = path.EndsWith('/') ? path : path + "/";
        return whole == "/" ? Secret()

            // Proxies fold such segments, and what they pass on would be another path.
            : whole[1..^1].Split('/').Any(segment => segment is "" or "." or "..")
                ? throw Invalid(text, "has an empty segment, or one of dots, in its path.", Forms)
            : whole;
    }

    private static int? PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= IPEndPoint.MaxPort
        ? port == 0 ? null : port
        : throw Invalid(text, "isn't a valid port. Valid ports: 1 to 65535, or 0 for any free port.", Forms);

    // Senders without the path receive 404; 128 random bits can't be guessed.
    private static string Secret() => $"/{RandomNumberGenerator.GetHexString(32, lowercase: true)}/";

    private static UgcLabException Invalid(string text, string what, string advice) =>
        new(UgcLabErrorKind.ArgumentInvalid, $"-WebhookPrefix '{Redaction.Show(text)}' {what}", advice);

    [GeneratedRegex(
        @"\A(?i:http)://(?<host>\+|\*|\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][A-Za-z0-9.-]{0,253})"
            + @"(:(?<port>[0-9]+))?(?<path>/[A-Za-z0-9._~/-]*)?\z")]
    private static partial Regex Form();
}

internal static class WebhookPort
{
    private const int Tries = 20;

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
            error.SocketErrorCode switch
            {
                // On Windows, another program has the port for itself.
                SocketError.AccessDenied when !OperatingSystem.IsWindows() =>
                    "Only an administrator can use ports below 1024. Specify a higher port.",
                SocketError.AddressAlreadyInUse or SocketError.AccessDenied =>
                    "Choose another port, or -WebhookPrefix auto for one that is free.",
                _ => "Specify localhost, or a name or an address of this computer. The host + listens at all of its addresses.",
            },
            error);
}
