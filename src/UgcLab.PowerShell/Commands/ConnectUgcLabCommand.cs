using System.Collections;
using System.Net;
using System.Security;
using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;
using UgcLab.Simulator;
using UgcLab.Store;

namespace UgcLab.PowerShell.Commands;

/// <summary>Opens a session with the service, or with the simulator, for this runspace.</summary>
/// <remarks>
/// <para>The key comes as a SecureString, from a vault of Microsoft.PowerShell.SecretManagement, or from $env:UGCLAB_API_KEY; never as plain text. It is kept for the session, is in no message, file or object, and goes to the service's address alone. Nothing is sent by connecting: Test-UgcConnection tries the key.</para>
/// <para>Without a session, the other cmdlets open one themselves when $env:UGCLAB_API_KEY is set. A session belongs to its runspace; pass one with -Session to use it in ForEach-Object -Parallel, where the module has to be installed or imported inside.</para>
/// <para>-Simulator rehearses everything on this computer for nothing: no network, no credits, time running fast. about_UgcLab_Simulator lists its options.</para>
/// </remarks>
/// <example>
/// <title>With a key that is typed</title>
/// <code>Connect-UgcLab -ApiKey (Read-Host -AsSecureString 'API key') -ProjectId clzz0000000000000project1</code>
/// <para>Asks for the key without showing it, and names the project for rows that name none.</para>
/// </example>
/// <example>
/// <title>A rehearsal</title>
/// <code>Connect-UgcLab -Simulator -SimulatorOption @{ Credits = 500; FailedJobRate = 0.1 }</code>
/// <para>Has 500 credits and lets a tenth of the jobs fail.</para>
/// </example>
/// <example>
/// <title>With a vault</title>
/// <code>Connect-UgcLab -SecretName UgcLabKey -Vault Marketing</code>
/// </example>
/// <seealso href="https://ugclab.app/docs/authentication">The service's page on keys and limits</seealso>
[Cmdlet(VerbsCommunications.Connect, "UgcLab", DefaultParameterSetName = EnvironmentSet)]
[OutputType(typeof(UgcSession))]
public sealed class ConnectUgcLabCommand : AsyncCmdlet
{
    private const string EnvironmentSet = "Environment";
    private const string KeySet = "Key";
    private const string VaultSet = "Vault";
    private const string SimulatorSet = "Simulator";

    /// <summary>The key, as a SecureString: ugc_ and 48 hexadecimal digits, from the dashboard's settings.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = KeySet)]
    [NoPlainText]
    public SecureString ApiKey { get; set; } = null!;

    /// <summary>The name of a secret that holds the key. Needs the module Microsoft.PowerShell.SecretManagement.</summary>
    [Parameter(Mandatory = true, ParameterSetName = VaultSet)]
    [ValidateNotNullOrEmpty]
    public string SecretName { get; set; } = null!;

    /// <summary>The vault to look in. Without it: all that are registered.</summary>
    [Parameter(ParameterSetName = VaultSet)]
    [ValidateNotNullOrEmpty]
    public string? Vault { get; set; }

    /// <summary>Rehearses against a stand-in for the service in this process.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SimulatorSet)]
    public SwitchParameter Simulator { get; set; }

    /// <summary>How the stand-in behaves; about_UgcLab_Simulator lists the options.</summary>
    [Parameter(ParameterSetName = SimulatorSet)]
    public Hashtable? SimulatorOption { get; set; }

    /// <summary>Another address of the service: https, or http on loopback.</summary>
    /// <value>https://api.ugclab.app/api/v1/</value>
    [Parameter(ParameterSetName = EnvironmentSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = VaultSet)]
    public Uri? BaseUri { get; set; }

    /// <summary>The project for rows that name none.</summary>
    [Parameter]
    [Alias("Project")]
    [ArgumentCompleter(typeof(ProjectIdCompleter))]
    public string? ProjectId { get; set; }

    /// <summary>The model for rows that name none.</summary>
    [Parameter]
    public string? Model { get; set; }

    /// <summary>The folder that Save-UgcVideo saves to when none is named.</summary>
    [Parameter]
    [Alias("OutputDirectory")]
    public string? Destination { get; set; }

    /// <summary>A proxy. Without it: the system's.</summary>
    [Parameter(ParameterSetName = EnvironmentSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = VaultSet)]
    public Uri? Proxy { get; set; }

    /// <summary>Who logs in at the proxy.</summary>
    [Parameter(ParameterSetName = EnvironmentSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = VaultSet)]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>How many seconds a read may take. Purchases have three minutes, for the service fetches the start image meanwhile.</summary>
    /// <value>30</value>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>How many requests go out in any minute; 0 is no limit. The service allows 20 authentications a minute and does not say what counts as one.</summary>
    /// <value>18 (simulator: 0)</value>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int RequestsPerMinute { get; set; } = 18;

    /// <summary>How many purchases go out in any hour; 0 is no limit. The service allows 100.</summary>
    /// <value>100 (simulator: 0)</value>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int CreationsPerHour { get; set; } = 100;

    /// <summary>How many reads go out in any hour; 0 is no limit. The service allows 1000; waiting for jobs leaves a tenth of them to you.</summary>
    /// <value>1000 (simulator: 0)</value>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int ReadsPerHour { get; set; } = 1000;

    /// <summary>Credits that may be spent in a calendar day, local time, by all processes of this user that use the key. Counts what was charged less what was refunded; a request that is unconfirmed counts at its known price. A request whose price is not known is not sent, unless -Force is specified. The lowest limit of all open sessions with the key applies, each from its first creation on.</summary>
    [Parameter]
    [ValidateRange(0d, 1e15)]
    public decimal? MaxCreditPerDay { get; set; }

    /// <summary>Keeps the record of purchases on a network file system, if that is where $env:UGCLAB_STATE_HOME points. Locks and flushes may not hold there, and two machines may buy the same row twice.</summary>
    [Parameter(ParameterSetName = EnvironmentSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = VaultSet)]
    public SwitchParameter AllowNetworkState { get; set; }

    /// <summary>Returns the session, to be passed on with -Session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override Task EndAsync(CancellationToken cancellationToken)
    {
        UgcSession session = Simulator ? Rehearsal() : Live();
        session.MakeDefault();
        if (PassThru)
        {
            session.IsHandedOn = true;
            WriteObject(session);
        }

        return Task.CompletedTask;
    }

    private UgcSession Live()
    {
        (string key, string source) = ParameterSetName switch
        {
            KeySet => (KeySources.Plain(ApiKey), "parameter"),
            VaultSet => (PipelinePump.Outside(() => KeySources.Vault(this, SecretName, Vault)), $"vault: {SecretName}"),
            _ => (KeySources.Environment() ?? throw new UgcLabException(UgcLabErrorKind.ApiKeyMissing, "No key was given, and none is in the environment."), KeySources.EnvironmentName),
        };
        if (!UgcLabClientOptions.LooksLikeKey(key))
        {
            WriteWarning("The key is not of the documented form, ugc_ and 48 hexadecimal digits. It is tried all the same.");
        }

        UgcLabClientOptions options = new(key)
        {
            ReadTimeout = TimeSpan.FromSeconds(TimeoutSec),
            Limits = new UgcLimits(RequestsPerMinute, CreationsPerHour, ReadsPerHour),
            Proxy = OwnProxy(),
            Store = Stores.Default(AllowNetworkState),
            MaxCreditPerDay = MaxCreditPerDay,
        };
        return new UgcSession(new UgcLabClient(BaseUri is null ? options : options with { BaseUri = BaseUri }), source)
        {
            ProjectId = ProjectId,
            Model = Model,
            Destination = Folder(),
        };
    }

    private UgcSession Rehearsal()
    {
        SimulatorOptions options = SimulatorOptions.From(PSObjectUnwrapper.Members(SimulatorOption));
        if (options.StatePath is not null)
        {
            options = options with { StatePath = FullPath(options.StatePath) };
        }

        // A second process goes on at the time that the first one had come to, or its jobs would grow young again.
        DateTimeOffset? last = options.StatePath is null ? null : UgcSimulator.LastInstant(options.StatePath);
        SimulatorClock clock = new(options.Speed, notBefore: last);
        UgcSimulator service = new(options, clock);
        string folder = options.StatePath ?? Path.Combine(Path.GetTempPath(), $"UgcLab-simulator-{Guid.NewGuid():N}");
        UgcLabClient client = new(new UgcLabClientOptions(UgcSimulator.ApiKey)
        {
            BaseUri = UgcSimulator.DefaultBaseUri,
            Handler = service,
            Clock = clock,

            // A rehearsal is not held back, unless limits are typed.
            Limits = new UgcLimits(
                Typed(nameof(RequestsPerMinute), RequestsPerMinute),
                Typed(nameof(CreationsPerHour), CreationsPerHour),
                Typed(nameof(ReadsPerHour), ReadsPerHour)),

            // These measure this computer, which does not run any faster.
            ReadTimeout = TimeSpan.FromSeconds(TimeoutSec) * options.Speed,
            ChargeTimeout = TimeSpan.FromMinutes(3) * options.Speed,
            StopGrace = TimeSpan.FromSeconds(15) * options.Speed,
            StallTimeout = TimeSpan.FromSeconds(30) * options.Speed,
            MaxCreditPerDay = MaxCreditPerDay,
            Store = EngineLoadContext.Open(new StoreSettings(folder) { Clock = clock, IsTemporary = options.StatePath is null }),
        });
        return new UgcSession(client, "simulator")
        {
            OwnStore = client.Store,
            IsSimulator = true,
            ProjectId = ProjectId ?? service.FirstProjectId,
            Service = service,
            Model = Model,
            Destination = Folder(),
        };
    }

    private int Typed(string name, int value) => MyInvocation.BoundParameters.ContainsKey(name) ? value : 0;

    private string? Folder() => Destination is null ? null : FullPath(Destination);

    private WebProxy? OwnProxy() => (Proxy, ProxyCredential) switch
    {
        (null, null) => null,
        (null, _) => throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, "-ProxyCredential needs -Proxy: the system's proxy takes the system's own."),
        (Uri address, PSCredential credential) => new WebProxy(WithScheme(address)) { Credentials = credential.GetNetworkCredential() },
        (Uri address, null) => new WebProxy(WithScheme(address)),
    };

    // People write HOST:PORT, which is no address, or one whose scheme is the host.
    private static Uri WithScheme(Uri address) =>
        address is { IsAbsoluteUri: true, Scheme: "http" or "https" or "socks4" or "socks4a" or "socks5" } ? address
        : Uri.TryCreate($"http://{address.OriginalString}", UriKind.Absolute, out Uri? completed) ? completed
        : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, "-Proxy is no address: write http://HOST:PORT.");
}
