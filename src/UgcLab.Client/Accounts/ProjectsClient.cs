using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
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
    private readonly ApiTransport _transport;

    internal ProjectsClient(ApiTransport transport) => _transport = transport;

    /// <summary>Every project; the next page is asked for only when the caller gets to it.</summary>
    /// <param name="pageSize">How many come in one answer: 1 to 100; null leaves it to the service (50).</param>
    /// <param name="notices">Hears of waits.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="UgcLabException">ArgumentInvalid, ProtocolError, and what a connection gives cause for.</exception>
    public IAsyncEnumerable<UgcProject> ListAsync(int? pageSize = null, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default)
    {
        if (pageSize is < 1 or > 100)
        {
            throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"A page holds 1 to 100 projects, not {pageSize}.");
        }

        return PagesAsync(pageSize, notices, once: false, cancellationToken);
    }

    /// <summary>One cheap read, made once: whether the service is there and knows the key.</summary>
    internal async Task<UgcProject?> FirstAsync(IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        await foreach (UgcProject project in PagesAsync(1, notices, once: true, cancellationToken).ConfigureAwait(false))
        {
            return project;
        }

        return null;
    }

    private async IAsyncEnumerable<UgcProject> PagesAsync(int? pageSize, IProgress<UgcNotice>? notices, bool once, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string limit = pageSize is int size ? string.Create(CultureInfo.InvariantCulture, $"limit={size}") : "";
        HashSet<string> cursors = [];
        for (string? query = limit; query is not null;)
        {
            ApiRequest request = new(RequestKind.Read, query.Length == 0 ? "projects" : $"projects?{query}") { Once = once };
            ApiAnswer answer = await _transport.SendAsync(request, notices, cancellationToken).ConfigureAwait(false);
            using JsonDocument document = answer.Document();
            JsonElement data = document.RootElement.Member("data");
            foreach (JsonElement item in data.Items("items"))
            {
                if (item.Text("id") is string id)
                {
                    yield return Read(item, id);
                }
            }

            JsonElement pagination = data.Member("pagination");
            string? next = pagination.Flag("hasMore") is true ? pagination.Text("nextCursor") : null;
            if (next is not null && !cursors.Add(next))
            {
                throw new UgcLabException(UgcLabErrorKind.ProtocolError, "The service's list of projects goes in a circle: the same page came twice.");
            }

            query = next is null ? null : string.Join('&', new[] { limit, $"cursor={Uri.EscapeDataString(next)}" }.Where(part => part.Length > 0));
        }
    }

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
