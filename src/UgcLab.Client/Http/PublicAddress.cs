using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace UgcLab.Http;

/// <summary>What the host of an address is.</summary>
internal enum AddressVerdict
{
    /// <summary>A public address, or a name that may lead to one. Names are not resolved.</summary>
    Public,

    /// <summary>A local, private or reserved address, or a name that exists in local networks alone.</summary>
    Private,

    /// <summary>An address in a form that nobody writes by accident, and that programs read differently.</summary>
    Ambiguous,

    /// <summary>No host at all, or a name that cannot exist.</summary>
    Invalid,
}

/// <summary>
/// Tells the public internet from what is behind it, by the text of a host alone. <see cref="Uri"/> accepts a great
/// many spellings of 127.0.0.1 and flags few of them, so nothing here relies on what it calls a loopback.
/// </summary>
internal static partial class PublicAddress
{
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
            return CheckV6(host);
        }

        // A last dot means "from the root": the same host, and no longer an address to System.Uri.
        string name = host.EndsWith('.') ? host[..^1] : host;
        if (IPAddress.TryParse(name, out IPAddress? address))
        {
            // 127.1, 0177.0.0.1 and 2130706433 have been turned into four plain numbers by now; the text as typed has not.
            return !AddressRanges.IsPublic(address) ? AddressVerdict.Private
                : TypedHost(uri) == address.ToString() ? AddressVerdict.Public
                : AddressVerdict.Ambiguous;
        }

        return HasOddDigits(uri.Host) ? AddressVerdict.Ambiguous : HostNames.Check(name);
    }

    /// <summary>Whether anyone on the internet can be reached at this address; for what a name has been resolved to.</summary>
    public static bool IsPublic(IPAddress address) => AddressRanges.IsPublic(address);

    private static AddressVerdict CheckV6(string host)
    {
        // A zone ("%eth0") makes sense on one machine alone.
        if (host.Contains('%', StringComparison.Ordinal) || !IPAddress.TryParse(host, out IPAddress? address))
        {
            return AddressVerdict.Private;
        }

        return !AddressRanges.IsPublic(address) ? AddressVerdict.Private
            : address.IsIPv4MappedToIPv6 ? AddressVerdict.Ambiguous
            : AddressVerdict.Public;
    }

    private static string TypedHost(Uri uri) => Authority().Match(uri.OriginalString) is { Success: true } match ? match.Groups["host"].Value : uri.Host;

    // Without the tables of Unicode (invariant globalization) such digits stay as they are in IdnHost too.
    private static bool HasOddDigits(string host) =>
        host.Any(c => !char.IsAscii(c) && char.GetUnicodeCategory(c) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber);

    [GeneratedRegex(@"^\s*[A-Za-z][A-Za-z0-9+.-]*://([^/?#\\]*@)?(?<host>[^/?#\\:]*)")]
    private static partial Regex Authority();
}
