using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Gets the projects of the workspace.</summary>
/// <remarks>
/// <para>Projects come page by page, and a page that nobody wants is not asked for: Select-Object -First 1 costs one read. Names and ids that were listed complete with Tab, without asking the service.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcProject -Name 'Summer*'</code>
/// </example>
/// <example>
/// <code>Import-Csv ./ads.csv | New-UgcVideo -ProjectId (Get-UgcProject -Name 'Summer Campaign').Id</code>
/// <para>Sends the rows to the project of that name.</para>
/// </example>
/// <seealso href="https://ugclab.app/docs/projects">The service's page on projects</seealso>
[Cmdlet(VerbsCommon.Get, "UgcProject")]
[OutputType(typeof(UgcProject))]
public sealed class GetUgcProjectCommand : UgcCmdlet
{
    /// <summary>Names to look for; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [TextAlone]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectNameCompleter))]
    public string[] Name { get; set => field = [.. (value ?? []).Where(name => name is not null)]; } = [];

    /// <summary>Ids to look for. When all are found, no further page is asked for.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ProjectIdCompleter))]
    public string[] ProjectId { get; set => field = [.. (value ?? []).Where(id => id is not null)]; } = [];

    /// <summary>How many come in one answer: 1 to 100.</summary>
    /// <value>50 (the service's choice)</value>
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
