using System.Buffers;

namespace UgcLab.Json;

/// <summary>The texts among the values of a JSON document.</summary>
internal static class JsonTexts
{
    /// <summary>Whether no text of a document without blanks has to be normalized: nothing is escaped, and no space is at an end.</summary>
    public static bool ArePlain(ReadOnlySpan<byte> json) =>
        json.IndexOf((byte)'\\') < 0 && json.IndexOf("\" "u8) < 0 && json.IndexOf(" \""u8) < 0 && Ascii.IsValid(json);

    public static IReadOnlyList<string> Of(ReadOnlySpan<byte> json)
    {
        List<string> texts = [];
        Utf8JsonReader reader = new(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String)
            {
                texts.Add(reader.GetString()!);
            }
        }

        return texts;
    }

    /// <summary>The same document with each text changed. All else stays as it is written.</summary>
    public static byte[] Change(ReadOnlySpan<byte> json, Func<string, string> change)
    {
        ArrayBufferWriter<byte> bytes = new(json.Length + 64);
        using Utf8JsonWriter writer = new(bytes);
        Utf8JsonReader reader = new(json);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject: writer.WriteStartObject(); break;
                case JsonTokenType.EndObject: writer.WriteEndObject(); break;
                case JsonTokenType.StartArray: writer.WriteStartArray(); break;
                case JsonTokenType.EndArray: writer.WriteEndArray(); break;
                case JsonTokenType.PropertyName: writer.WritePropertyName(reader.GetString()!); break;
                case JsonTokenType.String when reader.GetString()! is string text && change(text) is string other && other != text:
                    writer.WriteStringValue(other);
                    break;
                default:
                    writer.WriteRawValue(json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed], skipInputValidation: true);
                    break;
            }
        }

        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }
}
