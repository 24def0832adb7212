using System.Text;
using UgcLab.Http;
using UgcLab.Json;

namespace UgcLab.Rows;

/// <summary>Makes rows of lines. Rows with the same columns share one header, and memory has a bound whatever the file holds.</summary>
internal sealed class JsonRowReader(CharSource source, string name)
{
    // Rows of one file have a few sets of columns; a file that has more pays with time and not with memory.
    private const int MostHeaders = 32;

    private readonly List<SheetHeader> _headers = [];
    private readonly StringBuilder _line = new();
    private byte[] _bytes = [];
    private int _number;

    /// <summary>The next row, past blank lines; null at the end.</summary>
    public SheetRow? Read()
    {
        while (source.Peek() >= 0)
        {
            int line = source.Line;
            _line.Clear();
            source.ReadLine(_line, CsvReader.LongestRecord);
            ReadOnlySpan<byte> bytes = Bytes();
            if (bytes.Length > 0)
            {
                _number++;
                return Row(bytes, line);
            }
        }

        return null;
    }

    private SheetRow Row(ReadOnlySpan<byte> bytes, int line)
    {
        if (_number == 1 && (bytes[0] == '[' || bytes.SequenceEqual("{"u8)))
        {
            throw new UgcLabException(UgcLabErrorKind.FileInvalid, $"{name}, line {line}: {(bytes[0] == '[' ? "this is a JSON array" : "an object goes over several lines")}. Write one object a line, and nothing around them.")
            {
                Advice = "PowerShell writes it so: Get-Content -Raw FILE | ConvertFrom-Json | ForEach-Object { ConvertTo-Json -Compress $_ } | Set-Content FILE.jsonl.",
            };
        }

        (List<JsonLine.Member>? members, int brokenAt) = JsonLine.Read(bytes, _headers is [SheetHeader last, ..] ? last.Names : []);
        if (members is null)
        {
            return Spoilt(brokenAt < 0
                ? $"Line {line} is no JSON object."
                : $"Line {line} is no whole JSON object: it breaks at character {Encoding.UTF8.GetCharCount(bytes[..brokenAt]) + 1}.");
        }

        if (members.Count == 0)
        {
            return Spoilt($"Line {line} is an empty object.");
        }

        if (members.Count > CsvReader.MostColumns)
        {
            return Spoilt($"Line {line} has {members.Count} columns; at most {CsvReader.MostColumns} are read.", "CsvColumnCount");
        }

        (SheetHeader? header, string? wrong) = Header(members);
        if (header is null)
        {
            return Spoilt($"Line {line}: {wrong}");
        }

        string[] cells = [.. members.Select(member => member.Text.Length > CsvReader.LongestCell ? member.Text[..CsvReader.LongestCell] : member.Text)];
        return new(header, _number, line, cells, TooLong(members, header, line)) { Nested = Nested(members, header, line) };

        SheetRow Spoilt(string what, string code = "RowUnreadable") =>
            new(SheetHeader.None, _number, line, [], new(code, "Row", null, what, code == "RowUnreadable" ? "A row is one object on one line, such as {\"Prompt\": \"A fox\"}." : null));
    }

    private static UgcFault? TooLong(List<JsonLine.Member> members, SheetHeader header, int line)
    {
        int at = members.FindIndex(member => member.Text.Length > CsvReader.LongestCell);
        return at < 0 ? null
            : new("CellTooLong", header.Names[at], null, $"Line {line}: the cell of column {Redaction.Show(header.Names[at])} has more than {CsvReader.LongestCell} characters.");
    }

    // Whether a column takes such a value is known to whoever knows what is bought.
    private static IReadOnlyList<UgcFault> Nested(List<JsonLine.Member> members, SheetHeader header, int line) => !members.Exists(member => member.IsNested) ? [] :
    [
        .. members.Select((member, at) => (member.IsNested, Column: header.Names[at])).Where(each => each.IsNested)
            .Select(each => new UgcFault("CellInvalid", each.Column, null, $"Line {line}: column {Redaction.Show(each.Column)} holds an object or a list where one value is expected.")),
    ];

    // The one used last stands first, for the next row is most likely like it.
    private (SheetHeader? Header, string? Wrong) Header(List<JsonLine.Member> members)
    {
        int known = _headers.FindIndex(each => IsOf(each.Names, members));
        if (known == 0)
        {
            return (_headers[0], null);
        }

        SheetHeader header;
        if (known > 0)
        {
            header = _headers[known];
            _headers.RemoveAt(known);
        }
        else
        {
            string[] names = [.. members.Select(member => member.Name.Trim())];
            if (SheetHeader.Wrong(names) is string wrong)
            {
                return (null, wrong);
            }

            header = new SheetHeader(names);
            if (_headers.Count == MostHeaders)
            {
                _headers.RemoveAt(MostHeaders - 1);
            }
        }

        _headers.Insert(0, header);
        return (header, null);
    }

    private static bool IsOf(IReadOnlyList<string> names, List<JsonLine.Member> members)
    {
        if (names.Count != members.Count)
        {
            return false;
        }

        for (int i = 0; i < names.Count; i++)
        {
            if (!string.Equals(names[i], members[i].Name, StringComparison.Ordinal) && !string.Equals(names[i], members[i].Name.Trim(), StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    // The line as UTF-8, without the white space around it and the mark that may stand before the first.
    private ReadOnlySpan<byte> Bytes()
    {
        int most = Encoding.UTF8.GetMaxByteCount(_line.Length);
        if (_bytes.Length < most)
        {
            _bytes = new byte[Math.Max(most, 2 * _bytes.Length)];
        }

        int length = 0;
        foreach (ReadOnlyMemory<char> chunk in _line.GetChunks())
        {
            length += Encoding.UTF8.GetBytes(chunk.Span, _bytes.AsSpan(length));
        }

        ReadOnlySpan<byte> bytes = _bytes.AsSpan(0, length);
        return (bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes).Trim(" \t"u8);
    }
}
