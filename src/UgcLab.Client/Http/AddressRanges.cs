using System.Net;
using System.Net.Sockets;

namespace UgcLab.Http;

/// <summary>The blocks that IANA's registries of special-purpose addresses set apart (RFC 6890 and its successors).</summary>
internal static class AddressRanges
{
    private static readonly IPNetwork[] NotPublicV4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network
        IPNetwork.Parse("10.0.0.0/8"), // private
        IPNetwork.Parse("100.64.0.0/10"), // carriers' own; a cloud keeps its metadata here too
        IPNetwork.Parse("127.0.0.0/8"), // loopback
        IPNetwork.Parse("168.63.129.16/32"), // Azure's own services, seen from inside; public by the registry
        IPNetwork.Parse("169.254.0.0/16"), // link-local: most clouds' metadata
        IPNetwork.Parse("172.16.0.0/12"), // private
        IPNetwork.Parse("192.0.0.0/24"), // protocol assignments
        IPNetwork.Parse("192.0.2.0/24"), // documentation
        IPNetwork.Parse("192.88.99.0/24"), // relays of 6to4, withdrawn
        IPNetwork.Parse("192.168.0.0/16"), // private
        IPNetwork.Parse("198.18.0.0/15"), // measurements
        IPNetwork.Parse("198.51.100.0/24"), // documentation
        IPNetwork.Parse("203.0.113.0/24"), // documentation
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, and the broadcast address
    ];

    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotPublicV6 =
    [
        IPNetwork.Parse("2001::/23"), // protocol assignments, Teredo among them, which hides an IPv4 address
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4, which hides one too
        IPNetwork.Parse("3fff::/20"), // documentation
    ];

    /// <summary>
    /// Whether the address is one of the public internet. Of IPv6 only what is given out today (2000::/3) is: that keeps
    /// out loopback, local and multicast addresses, and every form that carries an IPv4 address in front of zeros.
    /// </summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetwork
            ? !NotPublicV4.Any(network => network.Contains(address))
            : GlobalV6.Contains(address) && !NotPublicV6.Any(network => network.Contains(address)) && !IsIsatap(address);
    }

    // ISATAP tunnels to the IPv4 address in the last four bytes, whatever the network in front of it.
    private static bool IsIsatap(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        return (bytes[8] & 0xFD) == 0 && bytes[9] == 0 && bytes[10] == 0x5E && bytes[11] == 0xFE;
    }
}
