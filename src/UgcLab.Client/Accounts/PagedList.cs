using System.Runtime.CompilerServices;

namespace UgcLab.Accounts;

// The next page is requested only when the caller gets to it (docs/projects, docs/actors).
internal sealed class PagedList<T>(ApiTransport transport, string path, string plural, Func<JsonElement, string, T> read)
{
    private const int MostOfPage = 100;

    public IAsyncEnumerable<T> ListAsync(
        IEnumerable<(string Name, string? Value)> conditions, int? pageSize, IProgress<UgcNotice>? notices,
        CancellationToken cancellationToken) =>
        pageSize is < 1 or > MostOfPage
            ? throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"A page holds 1 to {MostOfPage} {plural}, not {pageSize}.")
            : PagesAsync(
                [.. conditions, ("limit", pageSize?.ToString(CultureInfo.InvariantCulture))], notices, cancellationToken);

    private async IAsyncEnumerable<T> PagesAsync(
        (string Name, string? Value)[] conditions, IProgress<UgcNotice>? notices,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> cursors = [];
        string? cursor = null;
        do
        {
            string query = string.Join('&', conditions.Append<(string Name, string? Value)>(("cursor", cursor))
                .Where(each => !string.IsNullOrWhiteSpace(each.Value)).Select(each => $"{each.Name}={Uri.EscapeDataString(each.Value!)}"));
            ApiRequest request = new(RequestKind.Read, query.Length == 0 ? path : $"{path}?{query}");
            ApiAnswer answer = await transport.SendAsync(request, notices, cancellationToken).ConfigureAwait(false);
            JsonElement data = answer.Json().Member("data");
            foreach (JsonElement item in data.Items("items"))
            {
                if (item.Text("id") is string id)
                {
                    yield return read(item, id);
                }
            }

            cursor = data.NextCursor();
            if (cursor is not null && !cursors.Add(cursor))
            {
                throw new UgcLabException(
                    UgcLabErrorKind.ProtocolError, $"The service's list of {plural} repeats: the same page was returned twice.");
            }
        }
        while (cursor is not null);
    }
}
