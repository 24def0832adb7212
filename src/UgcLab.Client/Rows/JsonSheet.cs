using System.Buffers;
using System.Text.RegularExpressions;

namespace UgcLab.Rows;

// Reads JSON lines row by row: one object a line, its members the columns. Texts are kept exactly, numbers as they are
// written; null is a blank cell, and an object or a list its own JSON. What spoils one line is that row's SheetRow.Fault.
// Rows may differ in their columns; those with the same columns share one header, and memory has a bound whatever the file holds.
internal sealed class JsonSheet
{
    // Rows of one file have a few sets of columns; a file that has more pays with time and not with memory.
    private const int MostHeaders = 32;

    private readonly List<SheetHeader> _headers = [];

    public static IEnumerable<SheetRow> Read(CharSource source)
    {
        JsonSheet sheet = new();
        ArrayBufferWriter<char> text = new();
        ArrayBufferWriter<byte> bytes = new();
        int number = 0;
        while (source.Peek() >= 0)
        {
            int line = source.Line;
            text.ResetWrittenCount();
            bytes.ResetWrittenCount();
            source.ReadLine(text, CsvReader.LongestRecord);

            // Without the mark that may stand before the first row.
            Encoding.UTF8.GetBytes(text.WrittenSpan.Trim("\uFEFF \t"), bytes);
            if (bytes.WrittenCount > 0)
            {
                yield return sheet.Row(bytes.WrittenSpan, ++number, line, source.Name);
            }
        }
    }

    private SheetRow Row(ReadOnlySpan<byte> bytes, int number, int line, string name)
    {
        if (number == 1 && (bytes[0] == '[' || (bytes[0] == '{' && bytes[^1] is (byte)'{' or (byte)'[' or (byte)',')))
        {
            string what = bytes[0] == '[' ? "this is a JSON array" : "an object goes over several lines";
            throw new UgcLabException(
                UgcLabErrorKind.FileInvalid, $"{name}, line {line}: {what}. Write one object a line, and nothing around them.",
                "PowerShell writes it so: Get-Content -Raw FILE | ConvertFrom-Json | ForEach-Object { ConvertTo-Json -Compress "
                    + "$_ } | Set-Content FILE.jsonl.");
        }

        (List<Member>? members, int brokenAt) = Members(bytes, _headers is [SheetHeader last, ..] ? last.Names : []);
        SheetHeader header = SheetHeader.None;
        string? wrong = members switch
        {
            null when brokenAt < 0 => " isn't a JSON object.",
            null => $" isn't a complete JSON object: the error is at character {Encoding.UTF8.GetCharCount(bytes[..brokenAt]) + 1}.",
            [] => " is an empty object.",
            { Count: > CsvReader.MostColumns } => $" has {members.Count} columns; at most {CsvReader.MostColumns} are read.",
            _ => WrongHeader(members, ref header),
        };
        if (members is null || wrong is not null)
        {
            (string code, string? hint) = members?.Count > CsvReader.MostColumns ? ("CsvColumnCount", null)
                : ("RowUnreadable", "A row is one object on one line, such as {\"Prompt\": \"A fox\"}.");
            return new(header, number, line, [], new(code, "Row", null, $"Line {line}{wrong}", hint));
        }

        string[] cells = [
            .. members.Select(member => member.Text.Length > CsvReader.LongestCell ? member.Text[..CsvReader.LongestCell] : member.Text)];
        int tooLong = members.FindIndex(member => member.Text.Length > CsvReader.LongestCell);
        UgcFault? fault = tooLong < 0 ? null
            : Fault("CellTooLong", tooLong, $"the cell of column {Column(tooLong)} has more than {CsvReader.LongestCell} characters.");
        return new(header, number, line, cells, fault)
        {
            // Whether a column takes such a value depends on what is created.
            Nested = !members.Exists(member => member.IsNested) ? [] :
            [
                .. Enumerable.Range(0, members.Count).Where(at => members[at].IsNested)
                    .Select(at => Fault("CellInvalid", at, $"column {Column(at)} holds an object or a list where one value is expected.")),
            ],
        };

        string Column(int at) => Redaction.Show(header.Names[at]);

        UgcFault Fault(string code, int at, string what) => new(code, header.Names[at], null, $"Line {line}: {what}");
    }

    // The one used last stands first, because the next row is most likely like it.
    private string? WrongHeader(List<Member> members, ref SheetHeader header)
    {
        SheetHeader? known = _headers.Find(each => IsOf(each.Names, members));
        if (known is null)
        {
            string[] names = [.. members.Select(member => member.Name.Trim())];
            if (SheetHeader.Wrong(names) is string wrong)
            {
                return $": {wrong}";
            }

            known = new SheetHeader(names);
        }

        _headers.Remove(known);
        _headers.Insert(0, known);
        if (_headers.Count > MostHeaders)
        {
            _headers.RemoveAt(MostHeaders);
        }

        header = known;
        return null;
    }

    private static bool IsOf(IReadOnlyList<string> names, List<Member> members) => names.Count == members.Count
        && names.Zip(members).All(each => each.First == each.Second.Name || each.First == each.Second.Name.Trim());

    // The members in their order; or none, and the byte where the line is broken: -1 when it is valid JSON and no object. Names are what
    // they are probably called, so that no name is kept twice in memory.
    private static (List<Member>? Members, int BrokenAt) Members(ReadOnlySpan<byte> line, IReadOnlyList<string> names)
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
    private readonly record struct Member(string Name, string Text, bool IsNested);
}
