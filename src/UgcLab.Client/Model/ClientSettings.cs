namespace UgcLab;

/// <summary>The settings of a client that all of its parts share. <c>UgcLabClientOptions</c> adds the store.</summary>
public abstract record ClientSettings
{
    /// <summary>Takes the key: <c>ugc_</c> and 48 hexadecimal digits (docs/authentication).</summary>
    /// <exception cref="UgcLabException">ApiKeyMissing or ApiKeyInvalid.</exception>
    private protected ClientSettings(string apiKey)
    {
        ApiKey = CheckKey(apiKey);
        KnownKey.Add(apiKey);
    }

    internal static Uri Service { get; } = new("https://api.ugclab.app/api/v1/");

    internal string ApiKey { get; }

    internal static string CheckKey(string apiKey)
    {
        if (string.IsNullOrWhiteSpace(apiKey))
        {
            throw new UgcLabException(UgcLabErrorKind.ApiKeyMissing, "The API key is blank.");
        }

        // .NET would put a line end into the header as it is, where it could end the header and begin another.
        return apiKey.Any(c => c is <= ' ' or > '~')
            ? throw new UgcLabException(
                UgcLabErrorKind.ApiKeyInvalid, "The API key contains a space, a line end or a character that no key has.")
            : apiKey;
    }

    /// <summary>Whether a key is of the documented form (docs/authentication). One that is not may be a newer one.</summary>
    internal static bool LooksLikeKey(string apiKey) =>
        apiKey.Length == 52 && apiKey.StartsWith("ugc_", StringComparison.Ordinal) && apiKey.Skip(4).All(char.IsAsciiHexDigit);

    /// <summary>Where the service is: https, or http on loopback. A slash is added at its end.</summary>
    /// <exception cref="UgcLabException">BaseUriInvalid.</exception>
    public Uri BaseUri { get; init => field = BaseAddress.Check(NotNull(value)); } = Service;

    /// <summary>How long a read may take, answer included.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: it isn't above zero, or longer than 49 days.</exception>
    public TimeSpan ReadTimeout { get; init => field = Timeout(value, nameof(ReadTimeout)); } = TimeSpan.FromSeconds(30);

    /// <summary>How long the answer to a paid request is waited for. The service fetches the start image meanwhile.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: it isn't above zero, or longer than 49 days.</exception>
    public TimeSpan ChargeTimeout { get; init => field = Timeout(value, nameof(ChargeTimeout)); } = TimeSpan.FromMinutes(3);

    /// <summary>How much of that is left after a stop; zero or less for nothing.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a download waits while less than a kilobyte comes, before it connects again.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a purchase waits for a network that is away. Nothing was sent, so nothing is at risk.</summary>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The maximum numbers of requests.</summary>
    public UgcLimits Limits { get; init => field = NotNull(value); } = new();

    /// <summary>A proxy; null means the system's.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>Whether a proxy gets the credentials of the signed-in user, such as for NTLM or Kerberos.</summary>
    public bool UseDefaultProxyCredentials { get; init; }

    /// <summary>Whether files may be fetched from 198.18.0.0/15, which VPN and proxy programs give to all names.</summary>
    public bool AllowFakeAddresses { get; init; }

    /// <summary>Makes a handler that sees each request to the service and its answer, such as for logs and traces; null for none. It's
    /// called once for creations and once for reads, and must return a new handler without an inner handler. The handler doesn't see the
    /// key, and can't send a request twice, to another address, or with another body. Downloads don't pass it. It must not throw after a
    /// request was sent, and must load the content of an answer into its buffer before it reads it, or a purchase's is lost.</summary>
    public Func<DelegatingHandler>? RequestHook { get; init; }

    // Carries requests and downloads instead of the network: the simulator, or a test's script. Not public: a handler that follows
    // redirects or sends again would charge twice.
    internal HttpMessageHandler? Handler { get; init; }

    /// <summary>Where time comes from.</summary>
    public TimeProvider Clock { get; init => field = NotNull(value); } = TimeProvider.System;

    /// <summary>The workspace's name among those of the store; batches of equal names in two workspaces are two batches.</summary>
    public string Workspace { get; init => field = NotNull(value); } = "";

    /// <summary>Credits that may be spent in a calendar day, local time, by all processes with the key and the store; null for any number.
    /// A request whose price isn't known is then refused, unless its <see cref="PurchaseRequest.AllowUnknownPrice"/> is true.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: it is below zero.</exception>
    public decimal? MaxCreditPerDay
    {
        get;
        init => field = value is not < 0 ? value
            : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, "MaxCreditPerDay must be 0 or more.");
    }

    /// <summary>Says where, never with what key.</summary>
    public override string ToString() => BaseUri.ToString();

    private static T NotNull<T>(T value) => value ?? throw new ArgumentNullException(nameof(value));

    // Checked before a purchase is recorded: a timer can't be set to another time.
    private static TimeSpan Timeout(TimeSpan value, string name) => value > TimeSpan.Zero && value <= TimeSpan.FromDays(49) ? value
        : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"{name} is {value}, and must be above zero and at most 49 days.");
}

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
