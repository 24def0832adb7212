namespace UgcLab.Accounts;

/// <summary>Lists projects: <c>GET /projects</c> (docs/projects).</summary>
public sealed class ProjectsClient
{
    private readonly PagedList<UgcProject> _list;

    internal ProjectsClient(ApiTransport transport) => _list = new PagedList<UgcProject>(transport, "projects", "projects", Read);

    /// <summary>Every project; the next page is asked for only when the caller gets to it.</summary>
    /// <param name="pageSize">How many come in one answer: 1 to 100; null leaves it to the service (50).</param>
    /// <param name="notices">Hears of waits.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="UgcLabException">ArgumentInvalid, ProtocolError, and what a connection gives cause for.</exception>
    public IAsyncEnumerable<UgcProject> ListAsync(
        int? pageSize = null, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default) =>
        _list.ListAsync([], pageSize, notices, cancellationToken);

    /// <summary>One cheap read, made once: whether the service is there and knows the key.</summary>
    internal Task<UgcProject?> FirstAsync(IProgress<UgcNotice>? notices, CancellationToken cancellationToken) =>
        _list.FirstAsync(notices, cancellationToken);

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
