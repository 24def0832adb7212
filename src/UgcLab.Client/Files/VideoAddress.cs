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
            : !local && PublicAddress.Check(link) is not AddressVerdict.Public ? "leads into a private network"
            : null;
    }

    /// <summary>Whether a connection may go to this address.</summary>
    public bool Allows(IPAddress ip) => IsPublic(ip) || (_rehearsal && IPAddress.IsLoopback(ip));

    // Networks without IPv4 of their own reach it through this prefix; what counts is the address inside.
    private static bool IsPublic(IPAddress ip) =>
        PublicAddress.IsPublic(ip.AddressFamily is AddressFamily.InterNetworkV6 && Nat64.Contains(ip) ? new IPAddress(ip.GetAddressBytes().AsSpan(12)) : ip);
}
