using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace UgcLab.Jobs;

/// <summary>Where webhooks are received. The hosts + and * are all addresses of this computer; any free port is null.</summary>
internal sealed partial record WebhookPrefix(string Host, int? Port, string Path)
{
    private const string Proxies =
        "Receive plain http on loopback, and let a tunnel or a reverse proxy in front of it hold the certificate: about_UgcLab_Webhooks.";

    private const string Forms = "Specify http://localhost:8765/some/path/, only a port (8765), or auto.";

    /// <summary>The address that the host is, or null if it is a name.</summary>
    public IPAddress? Address => IPAddress.TryParse(Host, out IPAddress? address) ? address : null;

    public bool IsAnyHost => Host is "+" or "*" or "[::]" or "0.0.0.0";

    public bool IsLoopback => Host == "localhost" || (Address is IPAddress address && IPAddress.IsLoopback(address));

    public string? Warning => IsLoopback ? null
        : $"Webhooks are received at the host {Host}, which other computers in the network may reach over plain http. A request to this "
            + "path can make a job be read sooner. Loopback behind a tunnel or a reverse proxy is safer.";

    /// <summary>
    /// Reads what a user gave: a whole prefix, one without a path, a port, or <c>auto</c>. A path that was not given is drawn by
    /// lot.
    /// </summary>
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

    public string At(int port) => string.Create(CultureInfo.InvariantCulture, $"http://{Host}:{port}{Path}");

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
        new(UgcLabErrorKind.ArgumentInvalid, $"-WebhookPrefix '{Redaction.Show(text)}' {what}") { Advice = advice };

    [GeneratedRegex(
        @"\A(?i:http)://(?<host>\+|\*|\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][A-Za-z0-9.-]{0,253})"
            + @"(:(?<port>[0-9]+))?(?<path>/[A-Za-z0-9._~/-]*)?\z")]
    private static partial Regex Form();
}
