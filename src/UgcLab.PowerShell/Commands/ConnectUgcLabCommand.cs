using System.Collections;
using System.Security;
using UgcLab.Simulator;

namespace UgcLab.PowerShell.Commands;

/// <summary>Opens a session with the service, or with the simulator.</summary>
/// <remarks>
/// <para>Provide the API key as a SecureString, from a vault of Microsoft.PowerShell.SecretManagement, or in $env:UGCLAB_API_KEY. Plain
/// text isn't accepted. The key is kept for the session, is in no message, file, or object, and is sent only to the service's address.
/// Connect-UgcLab sends nothing. To test the key, use Test-UgcConnection. A line shows where requests go, the project, and the last known
/// balance.</para>
/// <para>A session belongs to its runspace. The first one in a process is also used by the runspaces that have no session, such as those
/// of ForEach-Object -Parallel and Start-ThreadJob. If no session is open and $env:UGCLAB_API_KEY is set, the other cmdlets open a session
/// and show its address; while the process has a simulator session, they don't.</para>
/// <para>-Simulator runs everything on this computer, without a network, without charges, and with accelerated time. about_UgcLab_Simulator
/// lists its options.</para>
/// <para>-MaxCreditPerDay counts credits that were charged, less those that were refunded. An unconfirmed request counts at its known
/// price. If several sessions with the key are open, the lowest limit applies; the limit of a session applies from its first creation
/// on.</para>
/// </remarks>
/// <example>
/// <title>Enter the key at a prompt</title>
/// <code>Connect-UgcLab -ApiKey (Read-Host -AsSecureString 'API key') -Model kling-2.6</code>
/// <para>Prompts for the key without showing it, and sets the model for rows that don't specify one.</para>
/// </example>
/// <example>
/// <title>Use the simulator</title>
/// <code>Connect-UgcLab -Simulator -SimulatorOption @{ Credits = 500; FailedJobRate = 0.1 }</code>
/// <para>Starts with 500 credits and lets one in ten jobs fail.</para>
/// </example>
/// <example>
/// <title>Read the key from a vault</title>
/// <code>Connect-UgcLab -SecretName UgcLabKey -Vault Marketing</code>
/// </example>
/// <seealso href="https://ugclab.app/docs/authentication">The service's page on keys and limits</seealso>
[Cmdlet(VerbsCommunications.Connect, "UgcLab", DefaultParameterSetName = EnvironmentSet)]
[OutputType(typeof(UgcSession))]
public sealed partial class ConnectUgcLabCommand : AsyncCmdlet
{
    private const string EnvironmentSet = "Environment";
    private const string KeySet = "Key";
    private const string VaultSet = "Vault";
    private const string SimulatorSet = "Simulator";

    /// <summary>The API key as a SecureString: ugc_ and 48 hexadecimal digits. Find it in the dashboard's settings.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = KeySet)]
    [NoPlainText]
    public SecureString ApiKey { get; set; } = null!;

    /// <summary>The name of a secret that contains the API key. Requires the module Microsoft.PowerShell.SecretManagement.</summary>
    [Parameter(Mandatory = true, ParameterSetName = VaultSet)]
    [ValidateNotNullOrEmpty]
    public string SecretName { get; set; } = null!;

    /// <summary>The vault that contains the secret. By default, all registered vaults are searched.</summary>
    [Parameter(ParameterSetName = VaultSet)]
    [ValidateNotNullOrEmpty]
    public string? Vault { get; set; }

    /// <summary>Uses the simulator, which runs in this process, instead of the service.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SimulatorSet)]
    public SwitchParameter Simulator { get; set; }

    /// <summary>Options of the simulator. about_UgcLab_Simulator lists them.</summary>
    [Parameter(ParameterSetName = SimulatorSet)]
    public Hashtable? SimulatorOption { get; set; }

    /// <summary>The base address of the service: https, or http on loopback.</summary>
    /// <value>https://api.ugclab.app/api/v1/</value>
    [Parameter(ParameterSetName = EnvironmentSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = VaultSet)]
    public Uri? BaseUri { get; set; }

    /// <summary>The id of the project for rows that don't specify one.</summary>
    [Parameter]
    [Alias("Project")]
    [ArgumentCompleter(typeof(ProjectIdCompleter))]
    public string? ProjectId { get; set; }

    /// <summary>The model for rows that don't specify one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string? Model { get; set; }

    /// <summary>The folder that Save-UgcVideo saves to if its -Destination isn't specified.</summary>
    [Parameter]
    [Alias("OutputDirectory")]
    public string? Destination { get; set; }

    /// <summary>The address of a proxy. By default, the system's proxy is used.</summary>
    [Parameter(ParameterSetName = EnvironmentSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = VaultSet)]
    public Uri? Proxy { get; set; }

    /// <summary>The credential for the proxy.</summary>
    [Parameter(ParameterSetName = EnvironmentSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = VaultSet)]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>
    /// The timeout of a read, in seconds. The timeout of a creation is three minutes, because the service fetches the start image during
    /// the request.
    /// </summary>
    /// <value>30</value>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>
    /// The maximum number of requests in any minute; 0 means no limit. The service allows 20 authentications a minute and doesn't document
    /// what counts as one.
    /// </summary>
    /// <value>18 (simulator: 0)</value>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int RequestsPerMinute { get; set; } = 18;

    /// <summary>The maximum number of creations in any hour; 0 means no limit. The service allows 100.</summary>
    /// <value>100 (simulator: 0)</value>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int CreationsPerHour { get; set; } = 100;

    /// <summary>
    /// The maximum number of reads in any hour; 0 means no limit. The service allows 1000. Waiting for jobs leaves a tenth of them for
    /// other commands.
    /// </summary>
    /// <value>1000 (simulator: 0)</value>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int ReadsPerHour { get; set; } = 1000;

    /// <summary>
    /// The maximum number of credits that may be spent in a calendar day, local time, by all processes of this user that use the key. A
    /// request whose price isn't known isn't sent, unless -Force is specified on the cmdlet that sends it.
    /// </summary>
    [Parameter]
    [ValidateRange(0d, 1e15)]
    public decimal? MaxCreditPerDay { get; set; }

    /// <summary>
    /// Allows the store to be on a network file system, if $env:UGCLAB_STATE_HOME points to one. Locks and flushes may be unreliable there,
    /// and two machines may create the same row twice.
    /// </summary>
    [Parameter(ParameterSetName = EnvironmentSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = VaultSet)]
    public SwitchParameter AllowNetworkState { get; set; }

    /// <summary>Returns the session, for use with -Session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        UgcSession session = Simulator ? SimulatorSession() : ServiceSession();
        DefaultSessions.Set(session);
        if (PassThru)
        {
            session.IsShared = true;
            WriteObject(session);
        }

        WriteLine(await session.DescribeAsync(cancellationToken));
    }

    private UgcSession ServiceSession()
    {
        (string key, string source) = ParameterSetName switch
        {
            KeySet => (KeySources.Plain(ApiKey), "parameter"),
            VaultSet => (PipelinePump.Outside(() => KeySources.Vault(this, SecretName, Vault)), $"vault: {SecretName}"),
            _ => (KeySources.Environment()
                ?? throw new UgcLabException(UgcLabErrorKind.ApiKeyMissing, "No key was given, and none is in the environment."),
                KeySources.EnvironmentName),
        };
        if (!UgcLabClientOptions.LooksLikeKey(key))
        {
            WriteWarning("The key is not of the documented form, ugc_ and 48 hexadecimal digits. It is tried all the same.");
        }

        UgcLabClientOptions options = new(key)
        {
            ReadTimeout = TimeSpan.FromSeconds(TimeoutSec),
            Limits = new UgcLimits(RequestsPerMinute, CreationsPerHour, ReadsPerHour),
            Proxy = ProxyAddress.Of(Proxy, ProxyCredential),
            Store = Stores.Default(AllowNetworkState, StoreConnection, StorePassword),
            MaxCreditPerDay = MaxCreditPerDay,
        };
        return new UgcSession(new UgcLabClient(BaseUri is null ? options : options with { BaseUri = BaseUri }), source)
        {
            ProjectId = ProjectId,
            Model = Model,
            Destination = Folder(),
        };
    }

    private UgcSession SimulatorSession()
    {
        SimulatorOptions options = SimulatorOptions.From(PSObjectUnwrapper.Members(SimulatorOption));
        if (options.StatePath is not null)
        {
            options = options with { StatePath = FullPath(options.StatePath) };
        }

        // A second process resumes at the simulated time that the first one reached. Otherwise, its jobs would become younger.
        DateTimeOffset? last = options.StatePath is null ? null : UgcSimulator.LastInstant(options.StatePath);
        SimulatorClock clock = new(options.Speed, notBefore: last);
        UgcSimulator service = new(options, clock);
        string folder = options.StatePath ?? Path.Combine(Path.GetTempPath(), $"UgcLab-simulator-{Guid.NewGuid():N}");
        IStore store = EngineLoadContext.Open(new StoreSettings(folder) { Clock = clock, IsTemporary = options.StatePath is null });
        UgcLabClient client = new(service.ClientOptions(store) with
        {
            // The simulator has no rate limits unless they are specified.
            Limits = new UgcLimits(
                Typed(nameof(RequestsPerMinute), RequestsPerMinute),
                Typed(nameof(CreationsPerHour), CreationsPerHour),
                Typed(nameof(ReadsPerHour), ReadsPerHour)),

            // These timeouts measure real time on this computer, so they are scaled to the simulated clock.
            ReadTimeout = TimeSpan.FromSeconds(TimeoutSec) * options.Speed,
            ChargeTimeout = TimeSpan.FromMinutes(3) * options.Speed,
            StopGrace = TimeSpan.FromSeconds(15) * options.Speed,
            StallTimeout = TimeSpan.FromSeconds(30) * options.Speed,
            MaxCreditPerDay = MaxCreditPerDay,
        });
        return new UgcSession(client, "simulator")
        {
            OwnStore = store,
            IsSimulator = true,
            ProjectId = ProjectId ?? service.FirstProjectId,
            Service = service,
            Model = Model,
            Destination = Folder(),
        };
    }

    private int Typed(string name, int value) => MyInvocation.BoundParameters.ContainsKey(name) ? value : 0;

    private string? Folder() => Destination is null ? null
        : FullPath(Destination) is string folder && !File.Exists(folder) ? folder
        : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"-Destination {FullPath(Destination)} is a file. Specify a folder.");
}
