using System.Net;
using System.Text.RegularExpressions;
using UgcLab.Simulator;

namespace UgcLab.PowerShell.Commands;

/// <content>Opens the session with the settings that were specified, or that the profile has.</content>
public sealed partial class ConnectUgcLabCommand
{
    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        SessionSettings settings = new(
            MyInvocation.BoundParameters, ProfileName is null ? null : ProfileFile.Require(ProfileName));
        UgcSession session = Simulator ? SimulatorSession(settings) : ServiceSession(settings);
        DefaultSessions.Set(session);
        if (PassThru)
        {
            session.IsShared = true;
            WriteObject(session);
        }

        WriteLine(await session.DescribeAsync(cancellationToken));
    }

    private UgcSession ServiceSession(SessionSettings settings)
    {
        string key = Key(settings);
        if (!UgcLabClientOptions.LooksLikeKey(key))
        {
            WriteWarning("The key is not of the documented form, ugc_ and 48 hexadecimal digits. It is tried all the same.");
        }

        UgcLabClient client = new(new UgcLabClientOptions(key)
        {
            BaseUri = settings.Choose(nameof(BaseUri), UgcLabClientOptions.Service)!,
            Limits = settings.Limits(new UgcLimits()),
            MaxCreditPerDay = settings.Choose<decimal?>(nameof(MaxCreditPerDay)),
            ReadTimeout = TimeSpan.FromSeconds(settings.Choose(nameof(TimeoutSec), TimeoutSec)),
            Proxy = WebProxy(),
            UseDefaultProxyCredentials = ProxyUseDefaultCredentials,
            AllowFakeAddresses = AllowFakeAddress,
            Store = Stores.Default(AllowNetworkState, settings.Choose<string?>(nameof(StoreConnection)), StorePassword),
            Workspace = settings.Profile?.Name ?? "",
        });
        settings.AddStateFolder(client.Store.Location);
        return settings.Open(client, Folder);
    }

    private string Key(SessionSettings settings)
    {
        (string? secret, string? vault, string? variable) = (SecretName, Vault, settings.Profile?.KeyVariable);
        string from = SessionSettings.Parameter;
        if (ParameterSetName == EnvironmentSet)
        {
            (secret, vault) = (settings.Profile?.SecretName, settings.Profile?.Vault);
            from = (secret ?? variable) is null ? SessionSettings.Environment : settings.ProfileSource;
        }

        (string key, string source) = ParameterSetName == KeySet ? (KeySources.Plain(ApiKey), "parameter")
            : secret is not null ? (PipelinePump.Outside(() => KeySources.Vault(this, secret, vault)), $"vault: {secret}")
            : (KeySources.Required(variable), KeySources.EnvironmentName(variable));
        settings.Add(nameof(UgcSession.KeySource), source, from);
        return key;
    }

    private UgcSession SimulatorSession(SessionSettings settings)
    {
        SimulatorOptions options = SimulatorOptions.From(PSValues.Members(SimulatorOption));
        options = options with { StatePath = options.StatePath is string path ? FullPath(path) : null };

        // A second process resumes at the simulated time that the first one reached. Otherwise, its jobs would become younger.
        DateTimeOffset? last = options.StatePath is null ? null : UgcSimulator.LastInstant(options.StatePath);
        SimulatorClock clock = new(options.Speed, notBefore: last);
        UgcSimulator service = new(options, clock);
        string folder = options.StatePath ?? Path.Combine(Path.GetTempPath(), $"UgcLab-simulator-{Guid.NewGuid():N}");
        IStoreEngine store = EngineLoadContext.Open(new StoreSettings(folder) { Clock = clock, IsTemporary = options.StatePath is null });
        settings.Add(nameof(UgcSession.KeySource), "simulator", SessionSettings.Parameter);
        UgcLabClientOptions defaults = service.ClientOptions(store);
        settings.Add(nameof(BaseUri), defaults.BaseUri, SessionSettings.Default);
        UgcLabClient client = new(defaults with
        {
            // The simulator has no rate limits unless they are specified.
            Limits = settings.Limits(UgcLimits.None),
            MaxCreditPerDay = settings.Choose<decimal?>(nameof(MaxCreditPerDay)),

            // These timeouts measure real time on this computer, so they are scaled to the simulated clock.
            ReadTimeout = TimeSpan.FromSeconds(settings.Choose(nameof(TimeoutSec), TimeoutSec)) * options.Speed,
            ChargeTimeout = TimeSpan.FromMinutes(3) * options.Speed,
            StopGrace = TimeSpan.FromSeconds(15) * options.Speed,
            StallTimeout = TimeSpan.FromSeconds(30) * options.Speed,
            Workspace = settings.Profile?.Name ?? "",
        });
        settings.Add(nameof(StateFolder), store.Location, options.StatePath is null ? SessionSettings.Default : SessionSettings.Parameter);

        // The simulator's projects are its own.
        return settings.Open(client, Folder, service.FirstProjectId, ownStore: store, service: service);
    }

    private string Folder(string destination) =>
        FullPath(destination) is string folder && !File.Exists(folder) ? folder
        : throw Invalid.Argument($"-Destination {FullPath(destination)} is a file. Specify a folder.");

    private WebProxy? WebProxy() => (Proxy, ProxyCredential) switch
    {
        (null, null) => null,
        (null, _) => throw Invalid.Argument("-ProxyCredential needs -Proxy. The system's proxy uses the system's credentials."),
        (Uri address, PSCredential credential) => new WebProxy(WithScheme(address)) { Credentials = credential.GetNetworkCredential() },
        (Uri address, null) => new WebProxy(WithScheme(address)) { UseDefaultCredentials = ProxyUseDefaultCredentials },
    };

    // Users write HOST:PORT, which isn't a valid address, or is read as one whose scheme is the host. A host without a port is unambiguous.
    private static Uri WithScheme(Uri address)
    {
        const string Allowed = "Write http://HOST:PORT; https, socks4, socks4a, and socks5 are also allowed.";
        string text = address.OriginalString;
        Uri? whole = address is { IsAbsoluteUri: true, Scheme: "http" or "https" or "socks4" or "socks4a" or "socks5" } ? address
            : HostAndPort().IsMatch(text) && Uri.TryCreate($"http://{text}", UriKind.Absolute, out Uri? completed) ? completed
            : throw Invalid.Argument($"-Proxy isn't the address of a proxy. {Allowed}");
        return whole switch
        {
            { UserInfo.Length: > 0 } =>
                throw Invalid.Argument("-Proxy contains a user name or a password. Specify them with -ProxyCredential."),
            { Host.Length: 0 } or { Port: 0 } => throw Invalid.Argument($"-Proxy has no host or no valid port. {Allowed}"),
            _ => whole,
        };
    }

    [GeneratedRegex(@"^(\[[0-9A-Fa-f:.]+\]|[\w.-]+):\d{1,5}/?$")]
    private static partial Regex HostAndPort();
}
