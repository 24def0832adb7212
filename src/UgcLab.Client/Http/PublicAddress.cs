using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace UgcLab.Http;

internal enum AddressVerdict
{
    Public, // Or a name that may lead to a public address. Names are not resolved.
    Private, // A local or reserved one as well, or a name that exists in local networks only.
    Ambiguous, // In an unusual form that programs parse differently.
    Invalid, // No host at all, or a name that cannot exist.
}

// Distinguishes public addresses from private ones by the text of the host only. Uri accepts
// many spellings of 127.0.0.1 and flags few of them, so its loopback check isn't used.
internal static partial class PublicAddress
{
    // The blocks that IANA's registries of special-purpose addresses set apart (RFC 6890 and its successors).
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

    // Reserved by RFC 2606, 6761, 6762, 7686, 8375 and 9476, set aside by ICANN (internal), or in wide use inside of
    // networks. Under arpa there is no web site, and one name that leads into a reserved block.
    private static readonly HashSet<string> LocalEndings = new(StringComparer.OrdinalIgnoreCase)
    {
        "localhost", "localdomain", "local", "internal", "intranet", "private", "lan", "corp", "home", "arpa", "test",
        "invalid", "onion", "alt",
    };

    public static AddressVerdict Check(Uri uri)
    {
        string host;
        try
        {
            // IdnHost, because Host keeps digits such as ① that become 1 when the name is looked up.
            host = uri.IsAbsoluteUri ? uri.IdnHost : "";
        }
        catch (UriFormatException)
        {
            return AddressVerdict.Invalid;
        }

        if (uri.HostNameType == UriHostNameType.IPv6)
        {
            // A zone ("%eth0") makes sense on one machine only.
            return host.Contains('%') || !IPAddress.TryParse(host, out IPAddress? v6) || !IsPublic(v6) ? AddressVerdict.Private
                : v6.IsIPv4MappedToIPv6 ? AddressVerdict.Ambiguous
                : AddressVerdict.Public;
        }

        // A last dot means "from the root": the same host, and no longer an address to System.Uri.
        string name = host.EndsWith('.') ? host[..^1] : host;
        if (IPAddress.TryParse(name, out IPAddress? address))
        {
            // 127.1, 0177.0.0.1, and 2130706433 are already parsed to four numbers here; the text as typed isn't.
            return !IsPublic(address) ? AddressVerdict.Private
                : TypedHost(uri) == address.ToString() ? AddressVerdict.Public
                : AddressVerdict.Ambiguous;
        }

        return HasUnusualDigits(uri.Host) ? AddressVerdict.Ambiguous : CheckName(name);
    }

    // Whether the address is one of the public internet. Of IPv6 only what is given out today (2000::/3) is: that keeps
    // out loopback, local and multicast addresses, and every form that carries an IPv4 address in front of zeros.
    public static bool IsPublic(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !NotPublicV4.Any(network => network.Contains(address))
            : GlobalV6.Contains(address) && !NotPublicV6.Any(network => network.Contains(address)) && !IsIsatap(address.GetAddressBytes());
    }

    // ISATAP tunnels to the IPv4 address in the last four bytes, whatever the network in front of it.
    private static bool IsIsatap(byte[] bytes) => (bytes[8] & 0xFD) == 0 && bytes[9] == 0 && bytes[10] == 0x5E && bytes[11] == 0xFE;

    private static AddressVerdict CheckName(string name)
    {
        string[] labels = name.Split('.');
        string last = labels[^1];
        return name.Length > 253 || !labels.All(label => Label().IsMatch(label)) ? AddressVerdict.Invalid
            : LocalEndings.Contains(last) ? AddressVerdict.Private

            // What ends in a number is read as an address by browsers, and as a name by others.
            : last.All(char.IsAsciiDigit) || last.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? AddressVerdict.Invalid

            // A name without a dot is looked up in the searcher's own network first.
            : labels.Length == 1 ? AddressVerdict.Private
            : AddressVerdict.Public;
    }

    private static string TypedHost(Uri uri) => Authority().Match(uri.OriginalString) is { Success: true } match
        ? match.Groups["host"].Value : uri.Host;

    // Without the tables of Unicode (invariant globalization) such digits stay as they are in IdnHost too.
    private static bool HasUnusualDigits(string host) =>
        host.Any(c => !char.IsAscii(c) && char.GetUnicodeCategory(c)
            is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber);

    [GeneratedRegex(@"^\s*[A-Za-z][A-Za-z0-9+.-]*://([^/?#\\]*@)?(?<host>[^/?#\\:]*)")]
    private static partial Regex Authority();

    // Underscores are in no host's name by the letter, and in many by habit.
    [GeneratedRegex(@"\A(?=.{1,63}\z)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?\z")]
    private static partial Regex Label();
}
