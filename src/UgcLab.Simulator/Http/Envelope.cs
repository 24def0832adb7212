using System.Text.Encodings.Web;

namespace UgcLab.Simulator.Http;

/// <summary>The JSON of every answer of the API: <c>data</c> or <c>error</c>, and <c>meta</c>.</summary>
internal static class Envelope
{
    public const string JsonType = "application/json; charset=utf-8";

    private static readonly BodyJson Format = new(new(BodyJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static Answer Data(Call call, int status, object data) => Of(status, new DataBody(data, Meta(call)));

    public static Answer Error(Call call, int status, string code, string message) =>
        Of(status, new ErrorBody(new ErrorText(code, message), Meta(call)));

    public static Answer Invalid(Call call, string message) => Error(call, 400, "VALIDATION_ERROR", message);

    public static byte[] Json(object value) => JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Format);

    /// <summary>ISO 8601 in UTC with milliseconds, as in every documented example.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static Answer Of(int status, object body) => new(status, Json(body), JsonType);

    private static Meta Meta(Call call) => new(call.RequestId, Instant(call.State.Now));
}

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
        return Envelope.Data(
            call, 200, new PageBody(list.Skip(first).Take(limit).Select(show), new Pagination(nextCursor is not null, nextCursor, limit)));
    }
}
