using System.Buffers;
using System.Collections;
using System.Text.RegularExpressions;

namespace UgcLab.Json;

/// <summary>JSON without a known schema: values to write, and objects that are sent unchanged.</summary>
internal static class UntypedJson
{
    // It lies up to four levels deep in what the store keeps, which is read no deeper than 32.
    public const int MaxDepth = 16;

    public static byte[] Bytes(Action<Utf8JsonWriter> write, JsonWriterOptions options = default)
    {
        ArrayBufferWriter<byte> bytes = new(512);
        using (Utf8JsonWriter json = new(bytes, options))
        {
            write(json);
        }

        return bytes.WrittenSpan.ToArray();
    }

    public static byte[] Bytes(object? value) => Bytes(json => Write(json, value));

    /// <summary>Writes texts, numbers, Booleans, and lists and dictionaries of them.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: something else is among them, or they are too deep.</exception>
    public static void Write(Utf8JsonWriter json, object? value)
    {
        if (json.CurrentDepth > MaxDepth)
        {
            throw new UgcLabException(
                UgcLabErrorKind.ArgumentInvalid,
                $"Lists and hashtables within each other can be sent {MaxDepth} deep; these are deeper, or hold themselves.");
        }

        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case JsonElement element: element.WriteTo(json); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case float number when float.IsFinite(number): json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case sbyte or byte or short or ushort or int or uint or long:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number: json.WriteNumberValue(number); break;
            case DateTime time: json.WriteStringValue(time); break;
            case DateTimeOffset time: json.WriteStringValue(time); break;
            case Uri uri: json.WriteStringValue(uri.OriginalString); break;
            case IDictionary map: WriteSorted(json, map.Keys.Cast<object>().Select(key => (NameOf(key), map[key])), Write); break;
            case IEnumerable list: WriteArray(json, list.Cast<object?>(), Write); break;
            default: throw new UgcLabException(
                UgcLabErrorKind.ArgumentInvalid,
                $"A value of type {value.GetType().Name} cannot be sent: give texts, numbers, yes or no, lists and hashtables of them.");
        }
    }

    public static void WriteArray<T>(Utf8JsonWriter json, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray();
        foreach (T item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    public static void WriteObject<T>(Utf8JsonWriter json, IEnumerable<(string Name, T Value)> members, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject();
        foreach ((string name, T value) in members)
        {
            json.WritePropertyName(name);
            write(json, value);
        }

        json.WriteEndObject();
    }

    // One object, a list of them, or several with commas between.
    public static JsonElement[]? Objects(string text)
    {
        JsonElement one = JsonElementExtensions.Read(text, MaxDepth);
        JsonElement list = one.ValueKind is JsonValueKind.Undefined ? JsonElementExtensions.Read($"[{text}]", MaxDepth) : one;
        JsonElement[] items = list.ValueKind is JsonValueKind.Array ? [.. list.EnumerateArray()] : [one];
        return items.Length > 0 && items.All(item => item.ValueKind is JsonValueKind.Object) ? items : null;
    }

    public static object? Trimmed(object? value) => value switch
    {
        string text => CellText.Trim(text),
        IDictionary map => map.Keys.Cast<object>().ToDictionary(NameOf, key => Trimmed(map[key])),
        IEnumerable list => list.Cast<object?>().Select(Trimmed).ToList(),
        _ => value,
    };

    public static IReadOnlyList<string> Texts(JsonElement value) => JsonTexts.Of(Encoding.UTF8.GetBytes(value.GetRawText()));

    /// <summary>An object with the ends of its texts trimmed. All else stays as it was written.</summary>
    public static JsonElement Trimmed(JsonElement value) =>
        JsonElementExtensions.Read(JsonTexts.Change(Encoding.UTF8.GetBytes(value.GetRawText()), CellText.Trim));

    /// <summary>A number without the zeros at its end: 15.0 is 15.</summary>
    public static decimal Shortest(decimal number) => number / 1.0000000000000000000000000000m;

    // The same object with its members in the order of their names and numbers without needless digits. A tool that writes a sheet
    // anew may change both, and a row must not be created again because of that.
    public static JsonElement Canonical(JsonElement value) => JsonElementExtensions.Read(Bytes(json => WriteCanonical(json, value)));

    // Whether all its letters could be read: JSON can escape half of a surrogate pair, and where one was typed is U+FFFD. Regular
    // expressions have all escapes that JSON has.
    public static bool IsLegible(JsonElement value) =>
        Regex.Unescape(value.GetRawText()) is string text && FieldText.IsUnicode(text) && !text.Contains('\uFFFD');

    private static string NameOf(object key) => Convert.ToString(key, CultureInfo.InvariantCulture) ?? "";

    private static void WriteCanonical(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteSorted(json, value.EnumerateObject().Select(member => (member.Name, member.Value)), WriteCanonical);
                break;
            case JsonValueKind.Array:
                WriteArray(json, value.EnumerateArray(), WriteCanonical);
                break;
            case JsonValueKind.Number when value.TryGetDecimal(out decimal number):
                json.WriteNumberValue(Shortest(number));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    // A hashtable has another order in each process, and one request must read the same in all of them.
    private static void WriteSorted<T>(Utf8JsonWriter json, IEnumerable<(string Name, T Value)> members, Action<Utf8JsonWriter, T> write) =>
        WriteObject(json, members.OrderBy(member => member.Name, StringComparer.Ordinal), write);
}

internal static class JsonTexts
{
    /// <summary>Whether no text of a document without blanks has to be normalized: nothing is escaped, and no space is at an end.</summary>
    public static bool ArePlain(ReadOnlySpan<byte> json) =>
        json.IndexOf((byte)'\\') < 0 && json.IndexOf("\" "u8) < 0 && json.IndexOf(" \""u8) < 0 && Ascii.IsValid(json);

    public static IReadOnlyList<string> Of(ReadOnlySpan<byte> json)
    {
        List<string> texts = [];
        Change(json, text =>
        {
            texts.Add(text);
            return text;
        });
        return texts;
    }

    /// <summary>The same document with each text changed. All else stays as it is written.</summary>
    public static byte[] Change(ReadOnlySpan<byte> json, Func<string, string> change)
    {
        ArrayBufferWriter<byte> bytes = new(json.Length + 64);
        Utf8JsonReader reader = new(json);
        int copied = 0;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String && reader.GetString()! is string text
                && change(text) is string other && other != text)
            {
                bytes.Write(json[copied..(int)reader.TokenStartIndex]);
                Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(other)}\"", bytes);
                copied = (int)reader.BytesConsumed;
            }
        }

        bytes.Write(json[copied..]);
        return bytes.WrittenSpan.ToArray();
    }
}
