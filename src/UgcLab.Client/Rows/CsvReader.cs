using System.Buffers;

namespace UgcLab.Rows;

// One record of a CSV file: its cells, exactly as written, of which at most MostColumns are kept; how many there were; the line on which it
// begins; and the first cell (from 1) that was too long to keep.
internal sealed record CsvRecord(IReadOnlyList<string> Cells, int Count, int Line, int? LongCell)
{
    // Whether it is from a worksheet, which has no delimiters and ends with its last cell.
    public bool IsOfWorksheet { get; init; }
}

// Reads records by the letter of RFC 4180: what other readers guess about quotes becomes part of a text that is paid
// for. Memory has a bound, whatever the file holds.
internal sealed class CsvReader(CharSource source, char delimiter)
{
    public const int LongestCell = 65_536;
    public const int MostColumns = 256;

    // Enough for any row with texts, and exceeded early by files that aren't tables.
    public const int LongestRecord = 4 * 1024 * 1024;

    private static readonly SearchValues<char> QuotedEnds = SearchValues.Create('"' + CharSource.Ends);

    private readonly SearchValues<char> _unquotedEnds = SearchValues.Create($"\"{delimiter}{CharSource.Ends}");
    private readonly StringBuilder _cell = new();
    private int _width;
    private int _length;

    // Where the quote begins in which we are.
    private (int Line, int Column)? _quote;

    public CsvRecord? Read()
    {
        CsvRecord? record = null;
        while (record is null && source.Peek() >= 0)
        {
            record = ReadRecord();
        }

        return record;
    }

    private CsvRecord? ReadRecord()
    {
        List<string> cells = new(_width);
        int line = source.Line;
        int count = 0;
        int? longCell = null;
        bool quoted;
        _length = 0;
        do
        {
            _cell.Clear();
            quoted = source.Peek() == '"';
            if (quoted)
            {
                ReadQuoted();
            }
            else
            {
                ReadUnquoted();
            }

            count++;
            longCell ??= _cell.Length > LongestCell ? count : null;
            if (count <= MostColumns)
            {
                cells.Add(_cell.ToString(0, Math.Min(_cell.Length, LongestCell)));
            }
        }
        while (ReadDelimiter());

        source.ReadLineEnd();
        _width = cells.Count;
        return count == 1 && !quoted && string.IsNullOrWhiteSpace(cells[0]) ? null : new CsvRecord(cells, count, line, longCell);
    }

    private bool ReadDelimiter()
    {
        if (source.Peek() != delimiter)
        {
            return false;
        }

        source.Read();
        Count(1);
        return true;
    }

    private void ReadUnquoted()
    {
        bool blank = KeepRun(_unquotedEnds);
        for (int next = source.Peek(); next >= 0 && next != delimiter && next is not ('\r' or '\n'); next = source.Peek())
        {
            // Other readers take such a quote for a letter, and the comma inside of it for the end of the cell.
            if (next == '"' && blank)
            {
                throw source.Fault(
                    "there is a space before a quote. Take the space out, or double the quote and put the whole cell in quotes.");
            }

            blank &= next is ' ' or '\t';
            Keep(source.Read());
            blank &= KeepRun(_unquotedEnds);
        }
    }

    private void ReadQuoted()
    {
        (int line, int column) = (source.Line, source.Column);
        _quote = (line, column);
        source.Read();
        while (true)
        {
            KeepRun(QuotedEnds);
            int read = source.Read();
            if (read < 0)
            {
                throw source.Fault("a quote begins here and is never closed, so all that follows would be one cell.", line, column);
            }

            if (read == '"' && source.Peek() != '"')
            {
                break;
            }

            Keep(read == '"' ? source.Read() : read);
        }

        _quote = null;
        if (source.Peek() is int next && next >= 0 && next != delimiter && next is not ('\r' or '\n'))
        {
            throw source.Fault(
                $"text follows a closing quote. The quote that it closes began in line {line}, column {column}; "
                + "a quote within a cell is written twice.");
        }
    }

    // Keeps characters that need no individual check. Returns whether all were spaces and tabs.
    private bool KeepRun(SearchValues<char> ends)
    {
        ReadOnlySpan<char> run = source.ReadRun(ends);
        _cell.Append(run);
        Count(run.Length);
        return !run.ContainsAnyExcept(' ', '\t');
    }

    private void Keep(int read)
    {
        _cell.Append((char)read);
        Count(1);
    }

    private void Count(int more)
    {
        _length += more;
        if (_length > LongestRecord)
        {
            throw _quote is (int line, int column)
                ? source.Fault($"a quote begins here and is not closed within {LongestRecord} characters.", line, column)
                : source.Fault($"the row has more than {LongestRecord} characters.");
        }
    }
}

// Writes a line of a CSV file (RFC 4180), safe to open in a spreadsheet.
internal static class CsvLine
{
    // Some readers trim spaces at the ends, and guess the delimiter, so more is quoted than has to be.
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\"\r\n\t");

    public static void Write(TextWriter file, char delimiter, IEnumerable<object?> values)
    {
        bool isFirst = true;
        foreach (object? value in values)
        {
            string cell = value is string text ? Safe(text) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            bool quoted = cell.AsSpan().ContainsAny(Quoted) || cell.Contains(delimiter)
                || (cell.Length > 0 && (char.IsWhiteSpace(cell[0]) || char.IsWhiteSpace(cell[^1])));
            if (!isFirst)
            {
                file.Write(delimiter);
            }

            file.Write(quoted ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell);
            isFirst = false;
        }

        file.Write("\r\n");
    }

    // The text of a cell as it was before Safe.
    public static string Unprotected(string cell) => cell.StartsWith('\'') && IsLikeFormula(cell) ? cell[1..] : cell;

    // A text that no spreadsheet takes for a formula (OWASP, "CSV Injection"): what begins like one, spaces or not, gets
    // an apostrophe. Excel takes the wide forms of the signs as well. What has apostrophes of its own gets one more.
    private static string Safe(string text) => IsLikeFormula(text) ? "'" + text : text;

    private static bool IsLikeFormula(string text) => text.AsSpan().TrimStart('\'') is { Length: > 0 } own
        && (own is ['\t' or '\r' or '\n', ..] || own.TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..]);
}
