namespace UgcLab.Simulator.Http;

/// <summary>A page of a list (docs/projects, docs/actors); a cursor is the id of the next page's first item.</summary>
internal static class Page
{
    public static Answer Serve<T>(Call call, IReadOnlyList<T> list, Func<T, string> idOf, Func<T, object> show)
    {
        int limit = 50;
        if (call.Query("limit") is { } text
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= 100))
        {
            return Envelope.Invalid(call, $"limit must be a whole number from 1 to 100, and is '{text}'");
        }

        string? cursor = call.Query("cursor");
        int first = cursor is null ? 0 : Enumerable.Range(0, list.Count).FirstOrDefault(index => idOf(list[index]) == cursor, -1);
        if (first < 0)
        {
            return Envelope.Invalid(call, $"cursor '{cursor}' comes from no page of this list");
        }

        string? nextCursor = first + limit < list.Count ? idOf(list[first + limit]) : null;
        return Envelope.Data(call, 200, new
        {
            items = list.Skip(first).Take(limit).Select(show),
            pagination = new { hasMore = nextCursor is not null, nextCursor, limit },
        });
    }
}
