using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace UgcLab.Json;

/// <summary>Writes values whose form only the caller knows: texts, numbers, yes and no, lists and maps of them.</summary>
internal static class FreeJson
{
    // The record is read no deeper than 32, and an order lies two deep in its line.
    public const int Deepest = 16;

    /// <exception cref="UgcLabException">ArgumentInvalid: nothing of the kind can be sent.</exception>
    public static void Write(Utf8JsonWriter json, object? value)
    {
        if (json.CurrentDepth > Deepest)
        {
            throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"Lists and hashtables within each other can be sent {Deepest} deep; these are deeper, or hold themselves.");
        }

        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case float number when float.IsFinite(number): json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case sbyte or byte or short or ushort or int or uint or long: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case ulong number: json.WriteNumberValue(number); break;
            case DateTime time: json.WriteStringValue(time); break;
            case DateTimeOffset time: json.WriteStringValue(time); break;
            case Uri uri: json.WriteStringValue(uri.OriginalString); break;
            case IDictionary map: WriteMap(json, map); break;
            case IEnumerable list: WriteList(json, list); break;
            default: throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"A value of type {value.GetType().Name} cannot be sent: give texts, numbers, yes or no, lists and hashtables of them.");
        }
    }

    private static void WriteMap(Utf8JsonWriter json, IDictionary map)
    {
        json.WriteStartObject();

        // A hashtable has another order in each process, and one request must read the same in all of them.
        foreach ((string name, object? item) in map.Keys.Cast<object>().Select(key => (Name: Convert.ToString(key, CultureInfo.InvariantCulture) ?? "", Value: map[key])).OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            json.WritePropertyName(name);
            Write(json, item);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, IEnumerable list)
    {
        json.WriteStartArray();
        foreach (object? item in list)
        {
            Write(json, item);
        }

        json.WriteEndArray();
    }
}
