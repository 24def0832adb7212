using UgcLab.Rows;

namespace UgcLab;

/// <summary>
/// Reads a CSV file row by row, and alters nothing in its cells. Commas, semicolons and tabs are told apart by the
/// header. What makes the rest of the file doubtful is thrown; what spoils one row is that row's <see cref="SheetRow.Fault"/>.
/// </summary>
public static class CsvSheet
{
    /// <summary>Reads a file: UTF-8, or UTF-16 with its mark. It is opened when the first row is asked for.</summary>
    /// <exception cref="UgcLabException">FileInvalid, with path, line and column.</exception>
    public static IEnumerable<SheetRow> Read(string path)
    {
        using StreamReader reader = SheetFile.Open(path);
        foreach (SheetRow row in Read(reader, path))
        {
            yield return row;
        }
    }

    /// <summary>Reads text that is open already; <paramref name="name"/> is what messages call it.</summary>
    /// <exception cref="UgcLabException">FileInvalid, with name, line and column.</exception>
    public static IEnumerable<SheetRow> Read(TextReader reader, string name) => Read(new CharSource(reader, name), name);

    internal static IEnumerable<SheetRow> Read(CharSource source, string name)
    {
        (char delimiter, CsvRecord first) = CsvDialect.Read(source, name);
        SheetHeader header = SheetHeader.Of(first, name);
        CsvReader records = new(source, delimiter);
        for (int number = 1; records.Read() is CsvRecord record; number++)
        {
            yield return new SheetRow(header, number, record.Line, record.Cells, Fault(record, header));
        }
    }

    private static UgcFault? Fault(CsvRecord record, SheetHeader header)
    {
        // Blank cells at the end are too many as well: a comma that is not quoted pushes blank ones out first.
        if (record.Count > header.Names.Count)
        {
            return new(
                "CsvColumnCount", "Row", null,
                $"Line {record.Line} has {record.Count} cells and the header {header.Names.Count}: a text may hold a comma and have no quotes around it.",
                "Put quotes around the text.");
        }

        return record.LongCell is int cell
            ? new("CellTooLong", header.Names[cell - 1], null, $"Line {record.Line}: the cell has more than {CsvReader.LongestCell} characters.")
            : null;
    }
}
