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
        (string key, string source) = Key(settings);
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
            Proxy = ProxyAddress.Of(Proxy, ProxyCredential, ProxyUseDefaultCredentials),
            UseDefaultProxyCredentials = ProxyUseDefaultCredentials,
            AllowFakeAddresses = AllowFakeAddress,
            Store = Stores.Default(AllowNetworkState, settings.Choose<string?>(nameof(StoreConnection)), StorePassword),
            Workspace = settings.Profile?.Name ?? "",
        });
        settings.AddStateFolder(client.Store.Location);
        return settings.Open(client, source, Folder);
    }

    private (string Key, string Source) Key(SessionSettings settings)
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
        return (key, source);
    }

    private UgcSession SimulatorSession(SessionSettings settings)
    {
        SimulatorOptions options = SimulatorOptions.From(PSValues.Members(SimulatorOption));
        if (options.StatePath is not null)
        {
            options = options with { StatePath = FullPath(options.StatePath) };
        }

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
        return settings.Open(client, "simulator", Folder, service.FirstProjectId, ownStore: store, service: service);
    }

    private string Folder(string destination) =>
        FullPath(destination) is string folder && !File.Exists(folder) ? folder
        : throw Invalid.Argument($"-Destination {FullPath(destination)} is a file. Specify a folder.");
}
