using System.Text.RegularExpressions;

namespace UgcLab.Json;

// Reads a line that must be one object, member by member and unchanged, because its texts become part of a charged request.
internal static class JsonLine
{
    // The members in their order; or none, and the byte where the line is broken: -1 when it is valid JSON and no object. Names are what
    // they are probably called, so that no name is kept twice in memory.
    public static (List<Member>? Members, int BrokenAt) Read(ReadOnlySpan<byte> line, IReadOnlyList<string> names)
    {
        List<Member> members = new(names.Count);
        Utf8JsonReader reader = new(line);
        try
        {
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            {
                return (null, -1);
            }

            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                string name = members.Count < names.Count && !reader.ValueIsEscaped && reader.ValueTextEquals(names[members.Count])
                    ? names[members.Count]
                    : Text(ref reader);
                reader.Read();
                bool isNested = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
                int start = (int)reader.TokenStartIndex;
                string value = Value(ref reader);
                reader.Skip();
                members.Add(new(name, isNested ? Encoding.UTF8.GetString(line[start..(int)reader.BytesConsumed]) : value, isNested));
            }

            // Past the end, to check that nothing follows the object.
            reader.Read();
            return (members, -1);
        }
        catch (JsonException error)
        {
            return (null, (int)Math.Min(error.BytePositionInLine ?? 0, line.Length));
        }
    }

    private static string Value(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => Text(ref reader),

        // As it is written: 8.0 is not 8 to every reader.
        JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => "",
    };

    // GetString throws at half a surrogate pair. Here it is kept, and the rules refuse it in its row. The reader has checked
    // the escapes, and a regular expression has all that JSON has.
    private static string Text(ref Utf8JsonReader reader)
    {
        string raw = Encoding.UTF8.GetString(reader.ValueSpan);
        return reader.ValueIsEscaped ? Regex.Unescape(raw) : raw;
    }

    // A member: its name, its value as text (null is empty), and whether it is an object or a list, which is kept as it is written.
    public readonly record struct Member(string Name, string Text, bool IsNested);
}
