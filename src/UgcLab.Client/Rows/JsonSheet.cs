namespace UgcLab.Rows;

// Reads JSON lines row by row: one object a line, its members the columns. Texts are kept exactly, numbers as they are
// written; null is a blank cell, and an object or a list its own JSON. What spoils one line is that row's SheetRow.Fault.
// Rows may differ in their columns; those with the same columns share one header, and memory has a bound whatever the file holds.
internal sealed class JsonSheet
{
    // Rows of one file have a few sets of columns; a file that has more pays with time and not with memory.
    private const int MostHeaders = 32;

    private readonly List<SheetHeader> _headers = [];
    private byte[] _bytes = [];

    public static IEnumerable<SheetRow> Read(CharSource source, string name)
    {
        JsonSheet sheet = new();
        StringBuilder text = new();
        int number = 0;
        while (source.Peek() >= 0)
        {
            int line = source.Line;
            text.Clear();
            source.ReadLine(text, CsvReader.LongestRecord);
            ReadOnlyMemory<byte> bytes = sheet.Bytes(text);
            if (bytes.Length > 0)
            {
                number++;
                yield return sheet.Row(bytes.Span, number, line, name);
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

        (List<JsonLine.Member>? members, int brokenAt) = JsonLine.Read(bytes, _headers is [SheetHeader last, ..] ? last.Names : []);
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
    private string? WrongHeader(List<JsonLine.Member> members, ref SheetHeader header)
    {
        int known = _headers.FindIndex(each => IsOf(each.Names, members));
        if (known >= 0)
        {
            header = _headers[known];
            _headers.RemoveAt(known);
        }
        else
        {
            string[] names = [.. members.Select(member => member.Name.Trim())];
            if (SheetHeader.Wrong(names) is string wrong)
            {
                return $": {wrong}";
            }

            header = new SheetHeader(names);
            if (_headers.Count == MostHeaders)
            {
                _headers.RemoveAt(MostHeaders - 1);
            }
        }

        _headers.Insert(0, header);
        return null;
    }

    private static bool IsOf(IReadOnlyList<string> names, List<JsonLine.Member> members) => names.Count == members.Count
        && names.Zip(members).All(each => each.First == each.Second.Name || each.First == each.Second.Name.Trim());

    // The line as UTF-8, without the white space around it and the mark that may stand before the first.
    private ReadOnlyMemory<byte> Bytes(StringBuilder line)
    {
        int most = Encoding.UTF8.GetMaxByteCount(line.Length);
        if (_bytes.Length < most)
        {
            _bytes = new byte[Math.Max(most, 2 * _bytes.Length)];
        }

        int length = 0;
        foreach (ReadOnlyMemory<char> chunk in line.GetChunks())
        {
            length += Encoding.UTF8.GetBytes(chunk.Span, _bytes.AsSpan(length));
        }

        ReadOnlyMemory<byte> bytes = _bytes.AsMemory(0, length);
        return (bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes).Trim(" \t"u8);
    }
}
