namespace UgcLab.PowerShell.Commands;

/// <summary>Changes settings of a profile.</summary>
/// <remarks>
/// <para>Settings that aren't specified stay. $null or a blank text removes a setting, so that its default applies. -SecretName and
/// -KeyVariable replace each other. Sessions that are open keep their settings.</para>
/// </remarks>
/// <example>
/// <code>Set-UgcProfile clientA -Model veo-3.1 -MaxCreditPerDay 5000</code>
/// </example>
/// <example>
/// <title>Remove a setting</title>
/// <code>Set-UgcProfile clientA -Model $null -PassThru</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "UgcProfile", SupportsShouldProcess = true)]
[OutputType(typeof(UgcProfile))]
public sealed class SetUgcProfileCommand : ProfileCmdlet
{
    /// <summary>The name of the profile.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ProfileName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string Name { get; set; } = "";

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        UgcProfile profile = ProfileFile.Require(Name);
        if (ShouldProcess($"profile {profile.Name}", "Set"))
        {
            await SaveAsync(Name, known => KeyMoved(known ?? profile), cancellationToken);
        }
    }

    // A key is in one place. What was specified decides where.
    private UgcProfile KeyMoved(UgcProfile profile) => (SecretName, KeyVariable) switch
    {
        ({ Length: > 0 }, null) => profile with { KeyVariable = null, Vault = null },
        (null, { Length: > 0 }) => profile with { SecretName = null, Vault = null },
        ("" or null, _) when MyInvocation.BoundParameters.ContainsKey(nameof(SecretName)) => profile with { Vault = null },
        _ => profile,
    };
}
