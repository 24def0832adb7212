using System.Net;
using System.Net.Sockets;
using UgcLab.Http;

namespace UgcLab.Files;

/// <summary>
/// Says where a video may be fetched from. The link comes out of an answer, and what an answer says must not turn this
/// machine into a way into its own network.
/// </summary>
internal sealed class VideoAddress(Uri api)
{
    private static readonly IPNetwork[] Special4 = Array.ConvertAll(
        ["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
         "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
        IPNetwork.Parse);

    private static readonly IPNetwork[] Special6 = Array.ConvertAll(["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"], IPNetwork.Parse);
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    // A rehearsal against a service on this machine gets its videos from this machine too.
    private readonly bool _rehearsal = BaseAddress.IsLoopback(api);

    /// <summary>What is wrong with a link, or null. The addresses behind a name are checked when it is connected to.</summary>
    public string? Fault(Uri link)
    {
        if (!link.IsAbsoluteUri)
        {
            return "is not a whole address";
        }

        bool local = _rehearsal && BaseAddress.IsLoopback(link);
        return link.Scheme != Uri.UriSchemeHttps && !(local && link.Scheme == Uri.UriSchemeHttp) ? "does not begin with https://"
            : link.UserInfo.Length > 0 ? "holds a user name or password"
            : link.IdnHost.Length == 0 ? "names no host"
            : IPAddress.TryParse(link.IdnHost, out IPAddress? ip) && !Allows(ip) ? "leads into a private network"
            : null;
    }

    /// <summary>Whether a connection may go to this address.</summary>
    public bool Allows(IPAddress ip) => IsPublic(ip) || (_rehearsal && IPAddress.IsLoopback(ip));

    // At merge: the one line to replace by PublicAddress.IsPublic(ip), together with the four tables above.
    private static bool IsPublic(IPAddress ip)
    {
        if (ip.IsIPv4MappedToIPv6)
        {
            ip = ip.MapToIPv4();
        }

        if (ip.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Special4.Any(network => network.Contains(ip));
        }

        // Networks without IPv4 of their own reach it through this prefix; what counts is the address inside.
        return Nat64.Contains(ip) ? IsPublic(new IPAddress(ip.GetAddressBytes().AsSpan(12)))
            : Global6.Contains(ip) && !Special6.Any(network => network.Contains(ip));
    }
}
