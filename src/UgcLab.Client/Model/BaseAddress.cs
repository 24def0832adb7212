namespace UgcLab;

/// <summary>Says whether an address can be the service's: the key goes there.</summary>
internal static class BaseAddress
{
    public static Uri Check(Uri address)
    {
        string? fault = !address.IsAbsoluteUri ? "is not a whole address"
            : address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && IsLoopback(address))
                ? "must begin with https:// (http:// is allowed only for loopback)"
            : address.UserInfo.Length > 0 ? "must not hold a user name or password"
            : address.Query.Length > 0 || address.Fragment.Length > 0 ? "must not hold a query or a fragment"
            : null;
        if (fault is not null)
        {
            // A password in the address must not come back in the message.
            string shown = address.IsAbsoluteUri
                ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
                : Redaction.Show(address.OriginalString);
            throw new UgcLabException(UgcLabErrorKind.BaseUriInvalid, $"The base address {shown} {fault}.");
        }

        return address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
    }

    public static bool IsLoopback(Uri address) =>
        address.Host is "localhost" || (IPAddress.TryParse(address.IdnHost, out IPAddress? ip) && IPAddress.IsLoopback(ip));
}
