namespace UgcLab.Rows;

// Makes rows of records, whatever file they are from. Leaves out rows without a value, and columns without a name and without a value.
internal sealed class Table(string name)
{
    private readonly HashSet<int> _blankColumns = [];
    private int _blankRows;

    public char Delimiter { get; set; } = ',';

    public SheetHeader? Header { get; private set; }

    // What was left out, in a sentence; null when nothing was.
    public string? Ignored
    {
        get
        {
            string[] parts =
            [
                .. _blankColumns.Count == 0 ? Array.Empty<string>() : [Format.Count(_blankColumns.Count, "column") + " without a name"],
                .. _blankRows == 0 ? Array.Empty<string>() : [Format.Count(_blankRows, "blank row")],
            ];
            return parts.Length == 0 ? null : $"{Path.GetFileName(name)}: ignored {string.Join(" and ", parts)}.";
        }
    }

    public void CountBlankRow() => _blankRows++;

    // The first record that isn't blank names the columns.
    public IEnumerable<SheetRow> Rows(IEnumerable<CsvRecord> records)
    {
        int[] named = [];
        CsvRecord? first = null;
        int number = 0;
        foreach (CsvRecord record in records)
        {
            if (record.Cells.All(string.IsNullOrWhiteSpace) && record.LongCell is null)
            {
                _blankRows++;
            }
            else if (first is null)
            {
                first = record;
                (Header, named) = SheetHeader.Of(record, name);
                _blankColumns.UnionWith(Enumerable.Range(0, record.Cells.Count).Except(named));
            }
            else
            {
                yield return Row(record, first, named, ++number);
            }
        }
    }

    private SheetRow Row(CsvRecord record, CsvRecord first, int[] named, int number)
    {
        const int Near = 10;
        if (number <= Near && !ColumnNames.IsHeader(first.Cells) && ColumnNames.IsHeader(record.Cells))
        {
            throw Invalid(record.Line, $"this looks like the header, and above it is text: '{Shown(first)}' in line {first.Line}. "
                + "Delete the lines above the header.");
        }

        // With a delimiter too many a text was probably split, even if the last cells are blank. A worksheet has none.
        bool isWide = record.Count > first.Cells.Count && !record.IsOfWorksheet;
        for (int cell = 0; cell < record.Cells.Count && !isWide && named.Length < record.Cells.Count; cell++)
        {
            if (Array.BinarySearch(named, cell) < 0 && !string.IsNullOrWhiteSpace(record.Cells[cell]))
            {
                throw Invalid(record.Line, $"column {cell + 1} has no name, and this row has '{Redaction.Show(record.Cells[cell])}' in it. "
                    + "Give the column a name, or clear the cell.");
            }
        }

        IReadOnlyList<string> cells = named.Length == first.Cells.Count ? record.Cells
            : [.. named.Select(cell => cell < record.Cells.Count ? record.Cells[cell] : "")];
        return new SheetRow(Header!, number, record.Line, cells, isWide ? TooMany(record, first) : TooLong(record, named))
        {
            IsOfTable = true,
        };
    }

    private UgcFault TooMany(CsvRecord record, CsvRecord first) => new("CsvColumnCount", "Row", null,
        $"Line {record.Line} has {record.Count} cells and the header {first.Cells.Count}: "
        + $"a text may hold a {(Delimiter == ',' ? "comma" : FieldText.Name(Delimiter))} and have no quotes around it.",
        "Put quotes around the text.");

    private UgcFault? TooLong(CsvRecord record, int[] named) => record.LongCell is not int cell ? null
        : new("CellTooLong", Header!.Names[Math.Max(0, Array.IndexOf(named, cell - 1))], null,
            $"Line {record.Line}: the cell has more than {CsvReader.LongestCell} characters.");

    private static string Shown(CsvRecord record) => Redaction.Show(record.Cells.First(cell => !string.IsNullOrWhiteSpace(cell)));

    private UgcLabException Invalid(int line, string what) => new(UgcLabErrorKind.FileInvalid, $"{name}, line {line}: {what}");
}
