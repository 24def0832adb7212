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
