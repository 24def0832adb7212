using System.Collections;
using System.Security;

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
/// <para>-ProfileName takes the settings that Register-UgcProfile has saved under a name: where the key is, the address, the project, the
/// model, limits, and the folder. A parameter that is specified as well has precedence. The name is the label of the session's batches, so
/// that batches of the same name in two workspaces are two batches. Get-UgcContext shows where each setting comes from.</para>
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
/// <example>
/// <title>Use the settings of a workspace</title>
/// <code>Connect-UgcLab -ProfileName clientA -Model veo-3.1</code>
/// <para>Uses the settings that Register-UgcProfile has saved for clientA, but another model.</para>
/// </example>
/// <seealso href="https://ugclab.app/docs/authentication">The service's page on keys and limits</seealso>
[Cmdlet(VerbsCommunications.Connect, "UgcLab", DefaultParameterSetName = EnvironmentSet)]
[OutputType(typeof(UgcSession))]
public sealed partial class ConnectUgcLabCommand : SettingsCmdlet
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
    [ArgumentCompleter(typeof(SecretNameCompleter))]
    public string SecretName { get; set; } = null!;

    /// <summary>The vault that contains the secret. By default, all registered vaults are searched.</summary>
    [Parameter(ParameterSetName = VaultSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public string? Vault { get; set; }

    /// <summary>The profile with the settings to use. With -Simulator, the profile's key, address, and project are not used.</summary>
    [Parameter]
    [Alias("Profile")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>Uses the simulator, which runs in this process, instead of the service.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SimulatorSet)]
    public SwitchParameter Simulator { get; set; }

    /// <summary>Options of the simulator. about_UgcLab_Simulator lists them.</summary>
    [Parameter(ParameterSetName = SimulatorSet)]
    [ArgumentCompleter(typeof(SimulatorOptionCompleter))]
    public Hashtable? SimulatorOption { get; set; }

    /// <summary>The base address of the service: https, or http on loopback.</summary>
    /// <value>https://api.ugclab.app/api/v1/</value>
    [Parameter(ParameterSetName = EnvironmentSet), Parameter(ParameterSetName = KeySet), Parameter(ParameterSetName = VaultSet)]
    public Uri? BaseUri { get; set; }

    /// <summary>The address of a proxy. By default, the system's proxy is used.</summary>
    [Parameter(ParameterSetName = EnvironmentSet), Parameter(ParameterSetName = KeySet), Parameter(ParameterSetName = VaultSet)]
    public Uri? Proxy { get; set; }

    /// <summary>The credential for the proxy.</summary>
    [Parameter(ParameterSetName = EnvironmentSet), Parameter(ParameterSetName = KeySet), Parameter(ParameterSetName = VaultSet)]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Sends the credentials of the signed-in user to a proxy that asks for them, as with NTLM or Kerberos.</summary>
    [Parameter(ParameterSetName = EnvironmentSet), Parameter(ParameterSetName = KeySet), Parameter(ParameterSetName = VaultSet)]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>Also downloads files from hosts in 198.18.0.0/15, which VPN and proxy programs (fake-ip) give to all names.</summary>
    [Parameter(ParameterSetName = EnvironmentSet), Parameter(ParameterSetName = KeySet), Parameter(ParameterSetName = VaultSet)]
    public SwitchParameter AllowFakeAddress { get; set; }

    /// <summary>The timeout of a read, in seconds. A creation has three minutes, in which the service fetches the start image.</summary>
    /// <value>30</value>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

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
    [Parameter(ParameterSetName = EnvironmentSet), Parameter(ParameterSetName = KeySet), Parameter(ParameterSetName = VaultSet)]
    public SwitchParameter AllowNetworkState { get; set; }

    /// <summary>Returns the session, for use with -Session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>
    /// A connection string without a password for the PostgreSQL database that several machines share as their store. By default, the
    /// store is the one in $env:UGCLAB_STORE, or a file of this user. Initialize-UgcStore makes its tables.
    /// </summary>
    [Parameter(ParameterSetName = EnvironmentSet), Parameter(ParameterSetName = KeySet), Parameter(ParameterSetName = VaultSet)]
    [ValidateNotNullOrEmpty]
    public string? StoreConnection { get; set => field = Stores.WithoutPassword(value, "-StoreConnection"); }

    /// <summary>The password for -StoreConnection. By default, it's taken from ~/.pgpass or $env:PGPASSWORD.</summary>
    [Parameter(ParameterSetName = EnvironmentSet), Parameter(ParameterSetName = KeySet), Parameter(ParameterSetName = VaultSet)]
    [NoPlainText]
    public SecureString? StorePassword { get; set; }
}
