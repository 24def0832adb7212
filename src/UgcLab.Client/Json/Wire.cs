using System.Globalization;
using System.Text.Json;
using UgcLab.Catalog;

namespace UgcLab.Json;

/// <summary>
/// Reads the service's JSON member by member. Nothing here throws over a member that is missing, null or of another
/// type: an answer to a paid request must never be lost over an odd member beside the id.
/// </summary>
internal static class Wire
{
    // Deep enough for any documented body; what nests deeper is hostile or broken.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    // Amounts are added up, and the sum has to fit as well.
    private const decimal Most = 1_000_000_000_000_000m;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The document, or null when the bytes are not one whole JSON text.</summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body.Span.StartsWith(ByteOrderMark) ? body[3..] : body, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member, or an undefined element.</summary>
    public static JsonElement Member(this JsonElement parent, string name)
    {
        try
        {
            return parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) ? value : default;
        }
        catch (InvalidOperationException)
        {
            // A neighbour whose name is half a surrogate pair: it cannot be compared, so the object cannot be searched.
            return default;
        }
    }

    /// <summary>A text that is not blank.</summary>
    public static string? Text(this JsonElement parent, string name) => Text(parent.Member(name));

    /// <summary>The texts of an array; whatever else is in it is left out.</summary>
    public static IEnumerable<string> TextItems(this JsonElement parent, string name) => parent.Items(name).Select(Text).OfType<string>();

    private static string? Text(JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString() is string text && !string.IsNullOrWhiteSpace(text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8.
            return null;
        }
    }

    /// <summary>An amount. One that arrives as text, or is beyond all credit, is none.</summary>
    public static decimal? Amount(this JsonElement parent, string name) =>
        parent.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out decimal amount) && Math.Abs(amount) < Most ? FreeObjects.Shortest(amount) : null;

    /// <summary>A whole number, also when written as 1.0.</summary>
    public static int? Whole(this JsonElement parent, string name) =>
        parent.Count(name) is long count and >= int.MinValue and <= int.MaxValue ? (int)count : null;

    /// <summary>A whole number of bytes and the like.</summary>
    public static long? Count(this JsonElement parent, string name) =>
        parent.Amount(name) is decimal amount && decimal.Truncate(amount) == amount ? (long)amount : null;

    /// <summary>A yes or no.</summary>
    public static bool? Flag(this JsonElement parent, string name) => parent.Member(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A point in time, ISO 8601; without a zone it is taken for UTC.</summary>
    public static DateTimeOffset? Time(this JsonElement parent, string name) =>
        DateTimeOffset.TryParse(parent.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    /// <summary>The items of an array, or none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement parent, string name) =>
        parent.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>All members as text, those whose name is none left out.</summary>
    public static Dictionary<string, string> Texts(this JsonElement parent, string name) => parent.Member(name).Texts();

    /// <summary>All members of an object as text, those whose name is none left out.</summary>
    public static Dictionary<string, string> Texts(this JsonElement map)
    {
        Dictionary<string, string> texts = [];
        if (map.ValueKind is JsonValueKind.Object)
        {
            foreach (JsonProperty member in map.EnumerateObject())
            {
                if (Name(member) is string key)
                {
                    texts[key] = member.Value.ValueKind is JsonValueKind.String ? map.Text(key) ?? "" : member.Value.GetRawText();
                }
            }
        }

        return texts;
    }

    /// <summary>The name of a member, or null when it is no text.</summary>
    public static string? Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
