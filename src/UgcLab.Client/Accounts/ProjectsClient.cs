using UgcLab.Accounts;
using UgcLab.Http;
using UgcLab.Json;

namespace UgcLab;

/// <summary>A folder of projects.</summary>
/// <param name="Id">The service's id.</param>
/// <param name="Name">Its name.</param>
public sealed record UgcFolder(string? Id, string? Name)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name ?? Id ?? "";
}

/// <summary>A project of the workspace (docs/projects).</summary>
public sealed record UgcProject
{
    /// <summary>The service's id, which creations name.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>The folder it lies in, or null.</summary>
    public UgcFolder? Folder { get; init; }

    /// <summary>How many clips it holds.</summary>
    public int? UgcCount { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}

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
    public IAsyncEnumerable<UgcProject> ListAsync(int? pageSize = null, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default) =>
        _list.ListAsync([], pageSize, notices, cancellationToken);

    /// <summary>One cheap read, made once: whether the service is there and knows the key.</summary>
    internal Task<UgcProject?> FirstAsync(IProgress<UgcNotice>? notices, CancellationToken cancellationToken) => _list.FirstAsync(notices, cancellationToken);

    private static UgcProject Read(JsonElement item, string id) => new()
    {
        Id = id,
        Name = item.Text("name"),
        Folder = item.Member("folder") is { ValueKind: JsonValueKind.Object } folder ? new UgcFolder(folder.Text("id"), folder.Text("name")) : null,
        UgcCount = item.Whole("ugcCount"),
        CreatedAt = item.Time("createdAt"),
        UpdatedAt = item.Time("updatedAt"),
    };
}
