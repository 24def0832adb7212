using System.Buffers;
using System.Text;
using System.Text.Json;
using UgcLab.Json;

namespace UgcLab.Catalog;

/// <summary>Objects of whose members little is documented: read as JSON, and judged only by whether they can be sent.</summary>
internal static class FreeObjects
{
    // As deep as what is typed may be: these lie four deep in a line of the record.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = FreeJson.Deepest };

    /// <summary>One object, a list of them, or several with commas between; null when it is anything else.</summary>
    public static JsonElement[]? Read(string text)
    {
        using JsonDocument? document = TryParse(text) ?? TryParse($"[{text}]");
        JsonElement[] items = document?.RootElement switch
        {
            { ValueKind: JsonValueKind.Object } one => [one.Clone()],
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => item.Clone())],
            _ => [],
        };
        return items.Length > 0 && items.All(item => item.ValueKind is JsonValueKind.Object) ? items : null;
    }

    /// <summary>A number without the zeros at its end: 15.0 is 15.</summary>
    public static decimal Shortest(decimal number) => number / 1.0000000000000000000000000000m;

    /// <summary>
    /// The same object in one form of many: members in the order of their names, numbers without needless digits. A tool that
    /// writes a sheet anew may change both, and a row must not be bought again for that.
    /// </summary>
    public static JsonElement Canonical(JsonElement value)
    {
        ArrayBufferWriter<byte> written = new();
        using (Utf8JsonWriter json = new(written))
        {
            Write(json, value);
        }

        using JsonDocument document = JsonDocument.Parse(written.WrittenMemory);
        return document.RootElement.Clone();
    }

    /// <summary>Whether all its letters could be read: an escape can write half of a surrogate pair into JSON, and where one was typed stands U+FFFD.</summary>
    public static bool IsLegible(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => IsLegible(value.GetString()!),
                JsonValueKind.Object => value.EnumerateObject().All(member => IsLegible(member.Name) && IsLegible(member.Value)),
                JsonValueKind.Array => value.EnumerateArray().All(IsLegible),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Write(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (JsonProperty member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(member.Name);
                    Write(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.Number when value.TryGetDecimal(out decimal number):
                json.WriteNumberValue(Shortest(number));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static bool IsLegible(string text) => FieldText.IsUnicode(text) && !text.Contains('\uFFFD');

    private static JsonDocument? TryParse(string text)
    {
        try
        {
            return JsonDocument.Parse(Encoding.UTF8.GetBytes(text), Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
