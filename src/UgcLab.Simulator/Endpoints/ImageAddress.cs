namespace UgcLab.Simulator.Endpoints;

// The documented rule for what the service is to fetch, images and reference videos: https, and neither this machine nor a private
// network.
internal static class ImageAddress
{
    private const string Version4 =
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 224.0.0.0/3";
    private const string Version6 = "::/127 fc00::/7 fe80::/10 fec0::/10";

    private static readonly IPNetwork[] NotPublic = [.. $"{Version4} {Version6}".Split(' ').Select(IPNetwork.Parse)];

    public static bool IsPublic(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps
        && !$".{address.IdnHost}".EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        && !(IPAddress.TryParse(address.IdnHost, out IPAddress? ip)
            && NotPublic.Any(network => network.Contains(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip)));

    /// <summary>Hosts that make an image or a video fail in a simulation.</summary>
    public static bool CannotBeFetched(Uri address) =>
        address.IdnHost.Equals("unreachable.example", StringComparison.OrdinalIgnoreCase)
        || address.IdnHost.EndsWith(".invalid", StringComparison.OrdinalIgnoreCase);
}
