using System.Management.Automation;
using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Gets the actors that the service offers for videos with people in them.</summary>
/// <remarks>
/// <para>There are two lists, and a creation takes the ids of one of them. The list of ugcl-2.0 is for talking actors and product videos of that workflow; the list of ugcl-1.0 is for those of the older one and for motion control, and tells name, gender and a picture alone.</para>
/// <para>Gender, age and pro are chosen by the service, names by this computer. Actors come page by page, and a page that nobody wants is not asked for: Select-Object -First 1 costs one read. Names and ids that were listed complete with Tab, without asking the service.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcActor -Gender female -Age 25-34 -Pro</code>
/// </example>
/// <example>
/// <title>Actors by name</title>
/// <code>Get-UgcActor -Name 'Sar*', 'Em*' -Workflow ugcl-1.0</code>
/// <para>Looks through the actors for ugcl-1.0 for two beginnings of a name.</para>
/// </example>
/// <example>
/// <title>By what the service says of them</title>
/// <code>Get-UgcActor -Gender male | Where-Object Tags -Contains friendly</code>
/// </example>
/// <seealso href="https://ugclab.app/docs/actors">The service's page on actors</seealso>
[Cmdlet(VerbsCommon.Get, "UgcActor")]
[OutputType(typeof(UgcActor))]
public sealed class GetUgcActorCommand : UgcCmdlet
{
    /// <summary>Names to look for; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [TextAlone]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ActorNameCompleter))]
    public string[] Name { get; set => field = [.. (value ?? []).Where(name => name is not null)]; } = [];

    /// <summary>Ids to look for. When all are found, no further page is asked for.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ActorIdCompleter))]
    public string[] ActorId { get; set => field = [.. (value ?? []).Where(id => id is not null)]; } = [];

    /// <summary>female or male. Without it: both.</summary>
    [Parameter]
    [ValidateSet("female", "male")]
    public string? Gender { get; set; }

    /// <summary>An age group as the service writes it, such as 25-34; ugcl-2.0 alone.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Age { get; set; }

    /// <summary>Professional actors alone; with -Pro:$false the others alone. For ugcl-2.0. Without it: both.</summary>
    [Parameter]
    public SwitchParameter Pro { get; set; }

    /// <summary>Which creations the actors are for: ugcl-2.0 or ugcl-1.0.</summary>
    /// <value>ugcl-2.0</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet(UgcActorFilter.Ugcl2, UgcActorFilter.Ugcl1)]
    public string Workflow { get; set; } = UgcActorFilter.Ugcl2;

    /// <summary>How many come in one answer: 1 to 100.</summary>
    /// <value>50 (the service's choice)</value>
    [Parameter]
    [ValidateRange(1, 100)]
    public int? PageSize { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        UgcActorFilter filter = new()
        {
            // The set takes them in any case, and the service need not.
            Workflow = Workflow.ToLowerInvariant(),
            Gender = Gender?.ToLowerInvariant(),
            Age = Age,
            IsPro = MyInvocation.BoundParameters.ContainsKey(nameof(Pro)) ? Pro.IsPresent : null,
        };
        Wanted wanted = new(Name, ActorId);
        UgcLabClient client = Client;
        IAsyncEnumerable<UgcActor> actors = client.Names.RememberAsync(client.Actors.ListAsync(filter, PageSize, Notices, cancellationToken), filter, Notices, cancellationToken);
        await foreach (UgcActor actor in actors)
        {
            if (wanted.Has(actor.Id, actor.Name))
            {
                WriteObject(actor);
            }

            if (wanted.IsFound)
            {
                break;
            }
        }
    }
}
