namespace UgcLab.Accounts;

/// <summary>Lists projects: <c>GET /projects</c> (docs/projects).</summary>
public sealed class ProjectsClient
{
    private readonly PagedList<UgcProject> _list;

    internal ProjectsClient(ApiTransport transport) => _list = new PagedList<UgcProject>(transport, "projects", "projects", Read);

    /// <summary>All projects. Each page is requested only when the caller reaches it.</summary>
    /// <param name="pageSize">Projects per answer: 1 to 100; null for the service's default (50).</param>
    /// <param name="notices">Receives a notice for each wait.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="UgcLabException">ArgumentInvalid, ProtocolError, and errors of the connection.</exception>
    public IAsyncEnumerable<UgcProject> ListAsync(
        int? pageSize = null, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default) =>
        _list.ListAsync([], pageSize, notices, cancellationToken);

    private static UgcProject Read(JsonElement item, string id) => new()
    {
        Id = id,
        Name = item.Text("name"),
        Folder = item.Member("folder") is { ValueKind: JsonValueKind.Object } folder
            ? new UgcFolder(folder.Text("id"), folder.Text("name")) : null,
        UgcCount = item.Whole("ugcCount"),
        CreatedAt = item.Time("createdAt"),
        UpdatedAt = item.Time("updatedAt"),
    };
}
