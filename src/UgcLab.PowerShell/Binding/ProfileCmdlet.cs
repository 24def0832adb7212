namespace UgcLab.PowerShell.Binding;

/// <summary>The base class of the cmdlets that have settings of a session.</summary>
public abstract class SettingsCmdlet : AsyncCmdlet
{
    /// <summary>The id of the project for rows that don't specify one.</summary>
    [Parameter]
    [Alias("Project")]
    [ArgumentCompleter(typeof(ProjectIdCompleter))]
    public string? ProjectId { get; set; }

    /// <summary>The model for rows that don't specify one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string? Model { get; set; }

    /// <summary>The folder that Invoke-UgcBatch, Save-UgcVideo, and the reports use if their -Destination isn't specified.</summary>
    [Parameter]
    [Alias("OutputDirectory")]
    public string? Destination { get; set; }

    /// <summary>
    /// The maximum number of requests in any window: a number and a window, such as 20/minute, 2/second, or 50/90s, or only a number per
    /// minute. 0 means no limit. The service allows 20 authentications a minute and doesn't document what counts as one.
    /// </summary>
    /// <value>20/minute (simulator: 0)</value>
    [Parameter]
    [RateLimit(60)]
    [ArgumentCompleter(typeof(RateLimitCompleter))]
    public UgcRateLimit? RequestLimit { get; set; }

    /// <summary>The maximum number of creations, as in -RequestLimit, or only a number per hour. The service allows 100.</summary>
    /// <value>100/hour (simulator: 0)</value>
    [Parameter]
    [RateLimit(3600)]
    [ArgumentCompleter(typeof(RateLimitCompleter))]
    public UgcRateLimit? CreationLimit { get; set; }

    /// <summary>
    /// The maximum number of reads, as in -RequestLimit, or only a number per hour. The service allows 1000. Waiting for jobs leaves a
    /// tenth of them for other commands.
    /// </summary>
    /// <value>1000/hour (simulator: 0)</value>
    [Parameter]
    [RateLimit(3600)]
    [ArgumentCompleter(typeof(RateLimitCompleter))]
    public UgcRateLimit? ReadLimit { get; set; }
}

/// <summary>The base class of the cmdlets that write a profile: a parameter for each of its settings.</summary>
public abstract class ProfileCmdlet : SettingsCmdlet
{
    /// <summary>The name of the secret that contains the API key, in a vault of Microsoft.PowerShell.SecretManagement.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SecretNameCompleter))]
    public string? SecretName { get; set; }

    /// <summary>The vault that contains the secret. By default, all registered vaults are searched.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public string? Vault { get; set; }

    /// <summary>The name of the environment variable that contains the API key, instead of -SecretName.</summary>
    /// <value>UGCLAB_API_KEY</value>
    [Parameter]
    public string? KeyVariable { get; set; }

    /// <summary>The base address of the service: https, or http on loopback.</summary>
    [Parameter]
    public Uri? BaseUri { get; set; }

    /// <summary>A connection string without a password for the shared store, as in Connect-UgcLab.</summary>
    [Parameter]
    public string? StoreConnection { get; set => field = Stores.WithoutPassword(value, "-StoreConnection"); }

    /// <summary>The maximum number of credits that may be spent in a calendar day, as in Connect-UgcLab.</summary>
    [Parameter]
    public decimal? MaxCreditPerDay { get; set; }

    /// <summary>The maximum number of credits that a command may spend if its own -MaxCredit isn't specified.</summary>
    [Parameter]
    public decimal? MaxCredit { get; set; }

    /// <summary>The number of credits that must remain in the workspace if a command's own -KeepCredit isn't specified.</summary>
    [Parameter]
    public decimal? KeepCredit { get; set; }

    /// <summary>Returns the profile.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    // Writes a profile with the settings that were specified, in addition to those that it has.
    private protected async Task SaveAsync(string name, Func<UgcProfile?, UgcProfile> begin, CancellationToken cancellationToken)
    {
        Dictionary<string, object?> values = MyInvocation.BoundParameters.ToDictionary(
            bound => bound.Key,
            bound => GetType().GetProperty(bound.Key)?.GetValue(this) switch
            {
                UgcRateLimit limit => limit.ToString(),
                var value => value,
            });
        if (!string.IsNullOrEmpty(Destination))
        {
            values[nameof(Destination)] = FullPath(Destination);
        }

        await ProfileFile.ChangeAsync(name, known => begin(known).With(values), cancellationToken);
        if (PassThru)
        {
            WriteObject(ProfileFile.Require(name));
        }
    }
}
