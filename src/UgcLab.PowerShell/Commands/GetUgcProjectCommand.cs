namespace UgcLab.PowerShell.Commands;

/// <summary>Gets the projects of the workspace.</summary>
/// <remarks>
/// <para>Projects are read page by page, and a page that isn't needed isn't requested: Select-Object -First 1 uses one read. Tab completes
/// names and ids that were listed before, without a request to the service.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcProject -Name 'Project*'</code>
/// </example>
/// <example>
/// <code>Import-Csv ./ads.csv | New-UgcVideo -ProjectId (Get-UgcProject -Name 'Project 1').Id</code>
/// <para>Creates the videos in the project with that name.</para>
/// </example>
/// <seealso href="https://ugclab.app/docs/projects">The service's page on projects</seealso>
[Cmdlet(VerbsCommon.Get, "UgcProject")]
[OutputType(typeof(UgcProject))]
public sealed class GetUgcProjectCommand : UgcCmdlet
{
    /// <summary>The names of the projects to get. Wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [TextOnly]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectNameCompleter))]
    public string[] Name { get; set => field = [.. (value ?? []).Where(name => name is not null)]; } = [];

    /// <summary>The ids of the projects to get. No more pages are requested after all of them are found.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ProjectIdCompleter))]
    public string[] ProjectId { get; set => field = [.. (value ?? []).Where(id => id is not null)]; } = [];

    /// <summary>The number of projects in one response: 1 to 100.</summary>
    /// <value>50 (the service's default)</value>
    [Parameter]
    [ValidateRange(1, 100)]
    public int? PageSize { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        UgcLabClient client = Client;
        IAsyncEnumerable<UgcProject> projects = client.Projects.ListAsync(PageSize, Notices, cancellationToken);
        projects = client.Names.RememberAsync(projects, Notices, cancellationToken);
        return WriteWantedAsync(projects, Name, ProjectId, project => project.Id, project => project.Name);
    }
}
