using System.Globalization;
using System.Text.Json;

namespace UgcLab.Simulator;

/// <summary>A page of a list (docs/projects, docs/actors); a cursor is the id of the next page's first item.</summary>
internal static class Page
{
    public static Answer Serve<T>(Call call, IReadOnlyList<T> list, Func<T, string> idOf, Action<Utf8JsonWriter, T> writeMembers)
    {
        int limit = 50;
        if (call.Query("limit") is { } text
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= 100))
        {
            return Envelope.Error(call, 400, "VALIDATION_ERROR", $"limit must be a whole number from 1 to 100, and is '{text}'");
        }

        string? cursor = call.Query("cursor");
        int first = cursor is null ? 0 : Enumerable.Range(0, list.Count).FirstOrDefault(index => idOf(list[index]) == cursor, -1);
        if (first < 0)
        {
            return Envelope.Error(call, 400, "VALIDATION_ERROR", $"cursor '{cursor}' comes from no page of this list");
        }

        int end = Math.Min(first + limit, list.Count);
        return Envelope.Data(call, 200, json =>
        {
            json.WriteStartArray("items");
            for (int i = first; i < end; i++)
            {
                json.WriteStartObject();
                writeMembers(json, list[i]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("pagination");
            json.WriteBoolean("hasMore", end < list.Count);
            json.WriteString("nextCursor", end < list.Count ? idOf(list[end]) : null);
            json.WriteNumber("limit", limit);
            json.WriteEndObject();
        });
    }
}
