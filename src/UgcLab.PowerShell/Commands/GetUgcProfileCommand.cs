namespace UgcLab.PowerShell.Commands;

/// <summary>Gets the profiles that Register-UgcProfile has saved.</summary>
/// <remarks>
/// <para>A profile shows where its key is, and contains no key. A setting that is blank has its default.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcProfile | Format-List</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "UgcProfile")]
[OutputType(typeof(UgcProfile))]
public sealed class GetUgcProfileCommand : AsyncCmdlet
{
    /// <summary>The names of the profiles to get. Wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ProfileName")]
    [TextOnly]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string[] Name { get; set => field = [.. (value ?? []).Where(name => name is not null)]; } = [];

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        WriteObjects(ProfileFile.Read().Where(profile => IsLike(Name, profile.Name)));

        // The others have been returned before a name that doesn't exist is reported.
        foreach (string name in Name.Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && ProfileFile.Find(name) is null))
        {
            WriteReport(ProfileFile.Missing(name), name, null);
        }

        return Task.CompletedTask;
    }
}
