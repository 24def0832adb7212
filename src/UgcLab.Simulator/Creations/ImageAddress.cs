using System.Net;
using System.Net.Sockets;

namespace UgcLab.Simulator;

/// <summary>The documented rule for what the service is to fetch, images and reference videos: https, and neither this machine nor a private network.</summary>
internal static class ImageAddress
{
    public static bool IsPublic(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps
        && !address.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        && !address.IdnHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        && (!IPAddress.TryParse(address.IdnHost, out IPAddress? ip) || IsPublic(ip));

    /// <summary>Hosts that a rehearsal can use to see an image or a video fail.</summary>
    public static bool CannotBeFetched(Uri address) =>
        address.IdnHost.Equals("unreachable.example", StringComparison.OrdinalIgnoreCase)
        || address.IdnHost.EndsWith(".invalid", StringComparison.OrdinalIgnoreCase);

    private static bool IsPublic(IPAddress ip)
    {
        if (ip.IsIPv4MappedToIPv6)
        {
            return IsPublic(ip.MapToIPv4());
        }

        if (ip.AddressFamily is AddressFamily.InterNetworkV6)
        {
            return !(IPAddress.IsLoopback(ip) || ip.Equals(IPAddress.IPv6Any)
                || ip.IsIPv6LinkLocal || ip.IsIPv6SiteLocal || ip.IsIPv6UniqueLocal);
        }

        return ip.GetAddressBytes() switch
        {
            [0 or 10 or 127, ..] => false,
            [100, >= 64 and <= 127, ..] => false,
            [169, 254, ..] => false,
            [172, >= 16 and <= 31, ..] => false,
            [192, 168, ..] => false,
            [>= 224, ..] => false,
            _ => true,
        };
    }
}
