namespace UgcLab.PowerShell.Commands;

/// <summary>Saves the settings of a workspace under a name, for Connect-UgcLab -ProfileName.</summary>
/// <remarks>
/// <para>A profile contains no key, only where the key is: the name of a secret, or of an environment variable. A value that looks like a
/// key is refused. All profiles of a user are in profiles.json in the user's configuration folder, which only the user can read;
/// $env:UGCLAB_CONFIG_HOME moves it.</para>
/// <para>The name of the profile is also the label of its batches. Don't reuse a name for another workspace: its batches would be those of
/// the first one.</para>
/// </remarks>
/// <example>
/// <title>Save a workspace with its key in a vault</title>
/// <code>Register-UgcProfile north -SecretName NorthKey -ProjectId clzz0000000000000project1 -Model kling-2.6 -KeepCredit 500</code>
/// <para>Connect-UgcLab -ProfileName north then opens a session whose commands leave 500 credits in the workspace.</para>
/// </example>
/// <example>
/// <title>Save a workspace with its key in an environment variable</title>
/// <code>Register-UgcProfile south -KeyVariable SOUTH_KEY -Destination ./south -MaxCreditPerDay 2000</code>
/// </example>
[Cmdlet(VerbsLifecycle.Register, "UgcProfile", SupportsShouldProcess = true)]
[OutputType(typeof(UgcProfile))]
public sealed class RegisterUgcProfileCommand : ProfileCmdlet
{
    /// <summary>The name of the profile: 1 to 64 letters, digits, spaces, -, _, and dots.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("ProfileName")]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Replaces a profile that exists. Its settings that aren't specified are removed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (ShouldProcess($"profile {Name.Trim()}", "Register"))
        {
            await SaveAsync(
                Name,
                known => known is null || Force ? new UgcProfile { Name = known?.Name ?? Name.Trim() }
                    : throw Invalid.Argument($"Profile '{known.Name}' exists.",
                        "Change its settings with Set-UgcProfile, or replace it with -Force."),
                cancellationToken);
        }
    }
}
