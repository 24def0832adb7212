using System.Globalization;
using System.Text;
using System.Text.Json;

namespace UgcLab.Json;

/// <summary>Reads a line that should be one object, member by member and to the letter: its texts become part of what is paid for.</summary>
internal static class JsonLine
{
    /// <summary>
    /// The members in their order. No members and a place where it is broken: a byte of the line, or -1 when it is sound
    /// JSON and no object.
    /// </summary>
    /// <param name="line">The line, as UTF-8.</param>
    /// <param name="names">What the members are probably called, so that no name is kept twice.</param>
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

            // Past the end, so that what follows the object is looked at too.
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

    // The reader's own way throws over half a surrogate pair. Here it is kept, for the rules to refuse in its row.
    private static string Text(ref Utf8JsonReader reader)
    {
        string raw = Encoding.UTF8.GetString(reader.ValueSpan);
        if (!reader.ValueIsEscaped)
        {
            return raw;
        }

        StringBuilder text = new(raw.Length);
        for (int at = 0; at < raw.Length; at++)
        {
            if (raw[at] != '\\')
            {
                text.Append(raw[at]);
                continue;
            }

            char escaped = raw[++at];
            text.Append(escaped switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)ushort.Parse(raw.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                _ => escaped,
            });
            at += escaped == 'u' ? 4 : 0;
        }

        return text.ToString();
    }

    /// <summary>A member: its name, its value as text (null is empty), and whether it is an object or a list, which is kept as it is written.</summary>
    public readonly record struct Member(string Name, string Text, bool IsNested);
}
