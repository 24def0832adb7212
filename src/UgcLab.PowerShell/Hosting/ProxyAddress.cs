using System.Net;
using System.Text.RegularExpressions;

namespace UgcLab.PowerShell.Hosting;

// The proxy that a user names.
internal static partial class ProxyAddress
{
    public static WebProxy? Of(Uri? proxy, PSCredential? proxyCredential, bool useDefaultCredentials) => (proxy, proxyCredential) switch
    {
        (null, null) => null,
        (null, _) => throw Invalid.Argument("-ProxyCredential needs -Proxy. The system's proxy uses the system's credentials."),
        (Uri address, PSCredential credential) => new WebProxy(WithScheme(address)) { Credentials = credential.GetNetworkCredential() },
        (Uri address, null) => new WebProxy(WithScheme(address)) { UseDefaultCredentials = useDefaultCredentials },
    };

    // Users write HOST:PORT, which isn't a valid address, or is read as one whose scheme is the host. A host without a port is unambiguous.
    private static Uri WithScheme(Uri address)
    {
        const string Allowed = "Write http://HOST:PORT; https, socks4, socks4a, and socks5 are also allowed.";
        string text = address.OriginalString;
        Uri? whole = address is { IsAbsoluteUri: true, Scheme: "http" or "https" or "socks4" or "socks4a" or "socks5" } ? address
            : HostAndPort().IsMatch(text) && Uri.TryCreate($"http://{text}", UriKind.Absolute, out Uri? completed) ? completed
            : throw Invalid.Argument($"-Proxy isn't the address of a proxy. {Allowed}");
        return whole switch
        {
            { UserInfo.Length: > 0 } =>
                throw Invalid.Argument("-Proxy contains a user name or a password. Specify them with -ProxyCredential."),
            { Host.Length: 0 } or { Port: 0 } => throw Invalid.Argument($"-Proxy has no host or no valid port. {Allowed}"),
            _ => whole,
        };
    }

    [GeneratedRegex(@"^(\[[0-9A-Fa-f:.]+\]|[\w.-]+):\d{1,5}/?$")]
    private static partial Regex HostAndPort();
}
