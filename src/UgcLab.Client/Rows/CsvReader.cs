using System.Text;

namespace UgcLab.Rows;

/// <summary>One record of a CSV file. <paramref name="Count"/> may be more than the cells that were kept.</summary>
/// <param name="Cells">The cells, exactly as written, at most <see cref="CsvReader.MostColumns"/>.</param>
/// <param name="Count">How many cells there were.</param>
/// <param name="Line">The line on which it begins.</param>
/// <param name="LongCell">The first cell (from 1) that was too long to keep, or null.</param>
internal sealed record CsvRecord(IReadOnlyList<string> Cells, int Count, int Line, int? LongCell);

/// <summary>
/// Reads records by the letter of RFC 4180: what other readers guess about quotes becomes part of a text that is paid
/// for. Memory has a bound, whatever the file holds.
/// </summary>
internal sealed class CsvReader(CharSource source, char delimiter)
{
    public const int LongestCell = 65_536;
    public const int MostColumns = 256;

    /// <summary>Enough for any row with texts in it, and reached soon by what is no table.</summary>
    public const int LongestRecord = 4 * 1024 * 1024;

    private readonly StringBuilder _cell = new();
    private int _width;
    private int _length;
    private int _cellLength;

    /// <summary>The next record, past blank lines; null at the end.</summary>
    public CsvRecord? Read()
    {
        while (source.Peek() >= 0)
        {
            if (ReadRecord() is CsvRecord record)
            {
                return record;
            }
        }

        return null;
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
            _cellLength = 0;
            quoted = source.Peek() == '"';
            if (quoted)
            {
                ReadQuoted();
            }
            else
            {
                ReadPlain();
            }

            count++;
            if (_cellLength > LongestCell)
            {
                longCell ??= count;
            }

            if (count <= MostColumns)
            {
                cells.Add(_cell.ToString());
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
        CountOne();
        return true;
    }

    private void ReadPlain()
    {
        bool blank = true;
        for (int next = source.Peek(); next >= 0 && next != delimiter && next is not ('\r' or '\n'); next = source.Peek())
        {
            // Other readers take such a quote for a letter, and the comma inside of it for the end of the cell.
            if (next == '"' && blank)
            {
                throw source.Fault("there is a space before a quote. Take the space out, or double the quote and put the whole cell in quotes.");
            }

            blank &= next is ' ' or '\t';
            Keep(source.Read());
        }
    }

    private void ReadQuoted()
    {
        (int line, int column) = (source.Line, source.Column);
        source.Read();
        while (true)
        {
            int read = source.Read();
            if (read < 0)
            {
                throw source.Fault("a quote begins here and is never closed, so all that follows would be one cell.", line, column);
            }

            if (read != '"')
            {
                Keep(read, line, column);
            }
            else if (source.Peek() == '"')
            {
                Keep(source.Read(), line, column);
            }
            else
            {
                break;
            }
        }

        if (source.Peek() is int next && next >= 0 && next != delimiter && next is not ('\r' or '\n'))
        {
            throw source.Fault($"text follows a closing quote. The quote that it closes began in line {line}, column {column}; a quote within a cell is written twice.");
        }
    }

    private void Keep(int read, int? line = null, int? column = null)
    {
        if (++_cellLength <= LongestCell)
        {
            _cell.Append((char)read);
        }

        CountOne(line, column);
    }

    private void CountOne(int? quoteLine = null, int? quoteColumn = null)
    {
        if (++_length > LongestRecord)
        {
            throw quoteLine is int line
                ? source.Fault($"a quote begins here and is not closed within {LongestRecord} characters.", line, quoteColumn!.Value)
                : source.Fault($"the row has more than {LongestRecord} characters.");
        }
    }
}
