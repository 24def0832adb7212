using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using UgcLab.Http;
using UgcLab.Json;

namespace UgcLab.Accounts;

/// <summary>
/// A list that the service gives out page by page: the next is asked for only when the caller gets to it, with the same
/// conditions and the cursor of the one before (docs/projects, docs/actors).
/// </summary>
internal sealed class PagedList<T>(ApiTransport transport, string path, string plural, Func<JsonElement, string, T> read)
{
    private const int MostOfPage = 100;

    /// <summary>Every item that has an id. The conditions are sent with each page, except for those that are blank.</summary>
    public IAsyncEnumerable<T> ListAsync(IEnumerable<(string Name, string? Value)> conditions, int? pageSize, IProgress<UgcNotice>? notices, CancellationToken cancellationToken) =>
        pageSize is < 1 or > MostOfPage
            ? throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"A page holds 1 to {MostOfPage} {plural}, not {pageSize}.")
            : PagesAsync(Query(conditions, pageSize), notices, once: false, cancellationToken);

    /// <summary>One cheap read, made once.</summary>
    public async Task<T?> FirstAsync(IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        await foreach (T item in PagesAsync(Query([], 1), notices, once: true, cancellationToken).ConfigureAwait(false))
        {
            return item;
        }

        return default;
    }

    private async IAsyncEnumerable<T> PagesAsync(string conditions, IProgress<UgcNotice>? notices, bool once, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> cursors = [];
        for (string? query = conditions; query is not null;)
        {
            ApiRequest request = new(RequestKind.Read, query.Length == 0 ? path : $"{path}?{query}") { Once = once };
            ApiAnswer answer = await transport.SendAsync(request, notices, cancellationToken).ConfigureAwait(false);
            using JsonDocument document = answer.Document();
            JsonElement data = document.RootElement.Member("data");
            foreach (JsonElement item in data.Items("items"))
            {
                if (item.Text("id") is string id)
                {
                    yield return read(item, id);
                }
            }

            // Either of the two ends it: the pages show both at once, and say of neither that it is enough.
            JsonElement pagination = data.Member("pagination");
            string? next = pagination.Flag("hasMore") is true ? pagination.Text("nextCursor") : null;
            if (next is not null && !cursors.Add(next))
            {
                throw new UgcLabException(UgcLabErrorKind.ProtocolError, $"The service's list of {plural} goes in a circle: the same page came twice.");
            }

            query = next is null ? null : Join(conditions, Part("cursor", next));
        }
    }

    private static string Query(IEnumerable<(string Name, string? Value)> conditions, int? pageSize) =>
        Join([.. conditions.Append(("limit", pageSize?.ToString(CultureInfo.InvariantCulture))).Select(part => string.IsNullOrWhiteSpace(part.Item2) ? "" : Part(part.Item1, part.Item2))]);

    private static string Part(string name, string value) => $"{name}={Uri.EscapeDataString(value)}";

    private static string Join(params string[] parts) => string.Join('&', parts.Where(part => part.Length > 0));
}
