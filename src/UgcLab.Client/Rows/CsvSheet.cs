namespace UgcLab.Rows;

// Reads a CSV file row by row, and alters nothing in its cells. Commas, semicolons and tabs are told apart by the
// header. What makes the rest of the file doubtful is thrown; what spoils one row is that row's SheetRow.Fault.
internal static class CsvSheet
{
    private static readonly char[] Delimiters = [',', ';', '\t'];

    // Reads text that is open already; name is what messages call it.
    public static IEnumerable<SheetRow> Read(TextReader reader, string name) => Read(new CharSource(reader, name), name);

    public static IEnumerable<SheetRow> Read(CharSource source, string name)
    {
        (char delimiter, CsvRecord first) = ReadHeader(source, name);
        SheetHeader header = SheetHeader.Of(first, name);
        CsvReader records = new(source, delimiter);
        for (int number = 1; records.Read() is CsvRecord record; number++)
        {
            yield return new SheetRow(header, number, record.Line, record.Cells, Fault(record, header));
        }
    }

    // Blank cells at the end are too many as well: a comma that is not quoted pushes blank ones out first.
    private static UgcFault? Fault(CsvRecord record, SheetHeader header) => record.Count > header.Names.Count
        ? new("CsvColumnCount", "Row", null,
            $"Line {record.Line} has {record.Count} cells and the header {header.Names.Count}: a text may hold a comma and have no quotes around it.",
            "Put quotes around the text.")
        : record.LongCell is not int cell ? null
        : new("CellTooLong", header.Names[cell - 1], null,
            $"Line {record.Line}: the cell has more than {CsvReader.LongestCell} characters.");

    // Finds out what separates the cells, from the header only: it is the one line without prose in it.
    private static (char Delimiter, CsvRecord Header) ReadHeader(CharSource source, string name)
    {
        if (source.Peek() == '\uFEFF')
        {
            source.Read();
        }

        HeaderLine line = NextLine(source);
        char? told = null;
        if (line.Text.Trim('"') is { Length: 5 } first && first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
        {
            // Excel's own way to say it.
            told = first[4];
            line = NextLine(source);
        }
        else if (line.Text.StartsWith("#TYPE ", StringComparison.Ordinal) && line.Text.IndexOfAny(Delimiters) < 0)
        {
            // The old Export-Csv puts the type of its objects above the header.
            line = NextLine(source);
        }

        // The first of equals wins; a header without any is one column.
        char delimiter = told ?? Delimiters.MaxBy(each => line.Outside.Count(c => c == each));
        using StringReader reader = new(line.Text);
        CsvRecord header = new CsvReader(new CharSource(reader, name, line.Number), delimiter).Read()
            ?? throw new UgcLabException(UgcLabErrorKind.FileInvalid, $"{name} has no header: its first line must name the columns.");
        return (delimiter, header);
    }

    private static HeaderLine NextLine(CharSource source)
    {
        HeaderLine line;
        do
        {
            line = ReadLine(source);
        }
        while (string.IsNullOrWhiteSpace(line.Text) && source.Peek() >= 0);
        return line;
    }

    private static HeaderLine ReadLine(CharSource source)
    {
        int number = source.Line;
        StringBuilder text = new();
        StringBuilder outside = new();
        bool quoted = false;
        bool closed = false;
        while (source.Peek() >= 0 && (quoted || !source.ReadLineEnd()))
        {
            char read = (char)source.Read();
            if (read == '"')
            {
                // A quote opens a cell only at its start; a doubled one within closes it and opens it again.
                bool opens = !quoted && (closed || text.Length == 0 || Delimiters.Contains(text[^1]));
                (closed, quoted) = (quoted, opens);
            }
            else
            {
                closed = false;
                if (!quoted)
                {
                    outside.Append(read);
                }
            }

            text.Append(read);
            if (text.Length > CsvReader.LongestRecord)
            {
                throw source.Fault($"the header has more than {CsvReader.LongestRecord} characters.");
            }
        }

        return new HeaderLine(text.ToString(), outside.ToString(), number);
    }

    // A line with the line ends that stand within its quotes, and what of it stands outside of them.
    private sealed record HeaderLine(string Text, string Outside, int Number);
}
