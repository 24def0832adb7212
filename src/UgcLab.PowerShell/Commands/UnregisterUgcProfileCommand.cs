namespace UgcLab.PowerShell.Commands;

/// <summary>Removes a profile.</summary>
/// <remarks>
/// <para>The secret that it refers to, its batches, and sessions that are open stay.</para>
/// </remarks>
/// <example>
/// <code>Unregister-UgcProfile clientA</code>
/// </example>
[Cmdlet(VerbsLifecycle.Unregister, "UgcProfile", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class UnregisterUgcProfileCommand : AsyncCmdlet
{
    /// <summary>The name of the profile.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ProfileName")]
    [TextOnly]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string Name { get; set; } = "";

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        UgcProfile profile = ProfileFile.Require(Name);
        return ShouldProcess($"profile {profile.Name}", "Unregister")
            ? ProfileFile.ChangeAsync(profile.Name, _ => null, cancellationToken) : Task.CompletedTask;
    }
}
