using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace UgcLab.Downloads;

/// <summary>Where a video may be fetched from: a link in an answer must not turn this machine into a way into its own network.</summary>
internal sealed class VideoAddress(Uri api)
{
    private static readonly IPNetwork Fake = IPNetwork.Parse("198.18.0.0/15");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    // A rehearsal against a service on this machine gets its videos from this machine too.
    private readonly bool _rehearsal = BaseAddress.IsLoopback(api);

    /// <summary>The error of a link, or null. The addresses of its host name are checked on connecting.</summary>
    public string? Fault(Uri link)
    {
        bool local = _rehearsal && link.IsAbsoluteUri && BaseAddress.IsLoopback(link);
        return !link.IsAbsoluteUri ? "isn't an absolute address"
            : link.Scheme != Uri.UriSchemeHttps && !(local && link.Scheme == Uri.UriSchemeHttp) ? "does not begin with https://"
            : link.UserInfo.Length > 0 ? "holds a user name or password"
            : link.IdnHost.Length == 0 ? "names no host"
            : !local && PublicAddress.Check(link) is not AddressVerdict.Public ? "leads into a private network"
            : null;
    }

    public Uri Check(string link, string ugcId)
    {
        string? fault = Uri.TryCreate(link, UriKind.Absolute, out Uri? address) ? Fault(address) : "isn't an address";

        // The query is removed here, because the redactor removes it only from web addresses, and any address may have a signature.
        string shown = Redaction.Address(link.Split('?', '#')[0])!;
        return fault is null ? AsWritten(link) is Uri written && written.Authority == address!.Authority ? written : address!
            : throw new UgcLabException(UgcLabErrorKind.VideoUrlRefused,
                $"The file of job {ugcId} is not fetched: its link, {Redaction.Show(shown, 200)}, {fault}.");
    }

    /// <summary>Where a redirect leads, in the spelling of its header.</summary>
    public static string Redirected(Uri from, HttpResponseMessage answer)
    {
        // Read before .NET parses it, which replaces the text.
        string to = answer.Headers.NonValidated.TryGetValues("Location", out HeaderStringValues values) ? values.First().Trim() : "";
        return to.StartsWith("//", StringComparison.Ordinal) ? $"{from.Scheme}:{to}"
            : to.StartsWith('/') ? from.GetLeftPart(UriPartial.Authority) + to
            : Uri.IsWellFormedUriString(to, UriKind.Absolute) ? to
            : Uri.TryCreate(new Uri(from.OriginalString), to, out Uri? other) ? other.AbsoluteUri
            : to;
    }

    // The path and the query as they were written, because the signature covers one spelling: Uri turns %7E
    // into ~. Only characters that aren't allowed in a request are escaped, and the fragment isn't sent.
    private static Uri? AsWritten(string link)
    {
        string text = link.Trim().Split('#')[0];
        int host = text.IndexOf("://", StringComparison.Ordinal) + 3;
        int path = text.IndexOfAny(['/', '?', '\\'], host);
        if (path < 0 || text[path] == '\\')
        {
            return null;
        }

        StringBuilder written = new(text[..path]);
        foreach (Rune rune in text[path..].EnumerateRunes())
        {
            _ = rune.Value is > ' ' and <= '~' ? written.Append(rune) : written.Append(Uri.EscapeDataString(rune.ToString()));
        }

        return Uri.TryCreate(
            written.ToString(), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out Uri? address)
            ? address : null;
    }

    public bool Allows(IPAddress ip) => IsPublic(ip) || (_rehearsal && IPAddress.IsLoopback(ip));

    // Networks without IPv4 of their own reach it through this prefix; what counts is the address inside.
    private static bool IsPublic(IPAddress ip) =>
        PublicAddress.IsPublic(
            ip.AddressFamily is AddressFamily.InterNetworkV6 && Nat64.Contains(ip) ? new IPAddress(ip.GetAddressBytes().AsSpan(12)) : ip);

    /// <summary>Has no key and no cookies, follows no redirects, and doesn't decompress.</summary>
    public SocketsHttpHandler MakeHandler(ClientSettings options)
    {
        KnownProxy proxy = new(options.Proxy ?? HttpClient.DefaultProxy);
        SocketsHttpHandler handler = Connections.Make(options, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), connections: 4, Allowed);
        handler.Proxy = proxy;

        // Reusing a connection isn't worth reading the rest of a video that is no longer needed.
        handler.MaxResponseDrainSize = 0;
        return handler;

        // The connection uses the address that was checked, so a name can't resolve to a public one for the check and to a private one for
        // the connection. A proxy is the user's choice; the addresses that it connects to can't be checked here.
        IPAddress[] Allowed(DnsEndPoint host, IPAddress[] found)
        {
            IPAddress[] allowed = proxy.Is(host) ? found
                : Array.FindAll(found, ip => Allows(ip) || (options.AllowFakeAddresses && Fake.Contains(ip)));
            return allowed.Length > 0 || found.Length == 0
                ? allowed
                : throw Refused(host.Host, found);
        }
    }

    internal static UgcLabException Refused(string host, IPAddress[] found) =>
        Array.Find(found, Fake.Contains) is not IPAddress fake
        ? new UgcLabException(UgcLabErrorKind.VideoUrlRefused, $"No file is fetched from {host}: the name leads into a private network.")
        : new UgcLabException(UgcLabErrorKind.VideoUrlRefused,
            $"No file is fetched from {host}: the name leads to {fake}, an address that VPN and proxy programs give to all names.",
            "Turn off the fake addresses (fake-ip) of that program, or specify Connect-UgcLab -AllowFakeAddress.");

    /// <summary>Forwards a proxy's answers and remembers them, because a connection doesn't show that it goes to a proxy.</summary>
    private sealed class KnownProxy(IWebProxy inner) : IWebProxy
    {
        private readonly ConcurrentDictionary<(string Host, int Port), bool> _given = new();

        public ICredentials? Credentials { get => inner.Credentials; set => inner.Credentials = value; }

        public Uri? GetProxy(Uri destination)
        {
            Uri? address = inner.IsBypassed(destination) ? null : inner.GetProxy(destination);
            if (address is not null && address != destination)
            {
                _given[(address.IdnHost.ToUpperInvariant(), address.Port)] = true;
            }

            return address;
        }

        public bool IsBypassed(Uri host) => inner.IsBypassed(host);

        public bool Is(DnsEndPoint host) => _given.ContainsKey((host.Host.Trim('[', ']').ToUpperInvariant(), host.Port));
    }
}
