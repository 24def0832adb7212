namespace UgcLab.PowerShell.Commands;

/// <summary>Gets the actors that the service offers for videos with people in them.</summary>
/// <remarks>
/// <para>The service has two lists of actors, and a creation accepts the ids of only one of them. The list of ugcl-2.0 is for talking
/// actors and product videos of that workflow. The list of ugcl-1.0 is for those of the older workflow and for motion control, and contains
/// only name, gender, and a picture.</para>
/// <para>The service filters by gender, age, and pro status; names are filtered on this computer. Actors are read page by page, and a page
/// that isn't needed isn't requested: Select-Object -First 1 uses one read. Tab completes names and ids that were listed before, without a
/// request to the service.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcActor -Gender female -Age 25-34 -Pro</code>
/// </example>
/// <example>
/// <title>Find actors by name</title>
/// <code>Get-UgcActor -Name 'Sar*', 'Em*' -Workflow ugcl-1.0</code>
/// <para>Gets the actors for ugcl-1.0 whose names start with Sar or Em.</para>
/// </example>
/// <example>
/// <title>Filter actors by tag</title>
/// <code>Get-UgcActor -Gender male | Where-Object Tags -Contains friendly</code>
/// </example>
/// <seealso href="https://ugclab.app/docs/actors">The service's page on actors</seealso>
[Cmdlet(VerbsCommon.Get, "UgcActor")]
[OutputType(typeof(UgcActor))]
public sealed class GetUgcActorCommand : UgcCmdlet
{
    /// <summary>The names of the actors to get. Wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [TextOnly]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ActorNameCompleter))]
    public string[] Name { get; set => field = [.. (value ?? []).Where(name => name is not null)]; } = [];

    /// <summary>The ids of the actors to get. No more pages are requested after all of them are found.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ActorIdCompleter))]
    public string[] ActorId { get; set => field = [.. (value ?? []).Where(id => id is not null)]; } = [];

    /// <summary>The gender of the actors: female or male. By default, both are returned.</summary>
    [Parameter]
    [ValidValues("female", "male")]
    [ArgumentCompleter(typeof(ValidValueCompleter))]
    public string? Gender { get; set; }

    /// <summary>The age group, as the service writes it, such as 25-34. Only for ugcl-2.0.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ActorAgeCompleter))]
    public string? Age { get; set; }

    /// <summary>Returns only professional actors; -Pro:$false returns only the others. By default, both. Only for ugcl-2.0.</summary>
    [Parameter]
    public SwitchParameter Pro { get; set; }

    /// <summary>The workflow that the actors are for: ugcl-2.0 or ugcl-1.0.</summary>
    /// <value>ugcl-2.0</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidValues("ugcl-2.0", "ugcl-1.0")]
    [ArgumentCompleter(typeof(ValidValueCompleter))]
    public string Workflow { get; set; } = UgcActorFilter.Ugcl2;

    /// <summary>The number of actors in one response: 1 to 100.</summary>
    /// <value>50 (the service's default)</value>
    [Parameter]
    [ValidateRange(1, 100)]
    public int? PageSize { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        UgcActorFilter filter = new()
        {
            // ValidateSet ignores case; the service may not.
            Workflow = Workflow.ToLowerInvariant(),
            Gender = Gender?.ToLowerInvariant(),
            Age = Age,
            IsPro = MyInvocation.BoundParameters.ContainsKey(nameof(Pro)) ? Pro.IsPresent : null,
        };
        UgcLabClient client = Client;
        IAsyncEnumerable<UgcActor> actors = client.Actors.ListAsync(filter, PageSize, Notices, cancellationToken);
        actors = client.Names.RememberAsync(actors, filter, Notices, cancellationToken);
        return WriteWantedAsync(actors, Name, ActorId, actor => actor.Id, actor => actor.Name);
    }
}
