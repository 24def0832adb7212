namespace UgcLab.Accounts;

/// <summary>Lists actors (docs/actors): <c>GET /actors</c> for <c>ugcl-2.0</c>, <c>GET /ugclab-actors</c> for <c>ugcl-1.0</c>.</summary>
public sealed class ActorsClient
{
    private readonly ApiTransport _transport;

    internal ActorsClient(ApiTransport transport) => _transport = transport;

    /// <summary>All matching actors. Each page is requested only when the caller reaches it.</summary>
    /// <param name="filter">Which to return; null for all of <c>ugcl-2.0</c>.</param>
    /// <param name="pageSize">Actors per answer: 1 to 100; null for the service's default (50).</param>
    /// <param name="notices">Receives a notice for each wait.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="UgcLabException">ArgumentInvalid, also for an age or IsPro with <c>ugcl-1.0</c>; ProtocolError, and what a
    /// connection gives cause for.</exception>
    public IAsyncEnumerable<UgcActor> ListAsync(
        UgcActorFilter? filter = null, int? pageSize = null, IProgress<UgcNotice>? notices = null,
        CancellationToken cancellationToken = default)
    {
        filter ??= new UgcActorFilter();
        return filter.Workflow switch
        {
            UgcActorFilter.Ugcl2 => List(
                "actors", ("gender", filter.Gender), ("age", filter.Age),
                ("isPro", filter.IsPro switch { true => "true", false => "false", null => null })),
            UgcActorFilter.Ugcl1 when !string.IsNullOrWhiteSpace(filter.Age) || filter.IsPro is not null => throw new UgcLabException(
                UgcLabErrorKind.ArgumentInvalid,
                "Actors of ugcl-1.0 can be filtered only by gender. The service doesn't list their age or pro status.",
                "Remove the filters by age and pro status, or list the actors of ugcl-2.0."),
            UgcActorFilter.Ugcl1 => List("ugclab-actors", ("gender", filter.Gender)),
            string other =>
                throw new UgcLabException(
                    UgcLabErrorKind.ArgumentInvalid,
                    $"Unknown workflow '{Redaction.Show(other)}'. Valid workflows for actors: ugcl-2.0, ugcl-1.0."),
        };

        IAsyncEnumerable<UgcActor> List(string path, params (string, string?)[] conditions) =>
            new PagedList<UgcActor>(_transport, path, "actors", (item, id) => Read(item, id, filter.Workflow))
                .ListAsync(conditions, pageSize, notices, cancellationToken);
    }

    private static UgcActor Read(JsonElement item, string id, string workflow) => new()
    {
        Id = id,
        Name = item.Text("name"),
        Username = item.Text("username"),
        Gender = item.Text("gender"),
        Age = item.Text("age"),
        Color = item.Text("color"),
        Tags = new DisplayList<string>(item.Items("tags").Select(JsonElementExtensions.Text).OfType<string>()),
        IsPro = item.Flag("isPro"),
        VideoPreviewUrl = item.Text("videoPreviewUrl"),
        ImageUrl = item.Text("imageUrl"),
        Workflow = workflow,
    };
}
