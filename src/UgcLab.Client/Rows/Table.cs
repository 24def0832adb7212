using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace UgcLab.Rows;

// Makes rows of records, whatever file they are from. Leaves out rows without a value, and columns without a name and without a value.
internal sealed class Table(string name)
{
    private int _blankColumns;
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
                .. _blankColumns == 0 ? Array.Empty<string>() : [Format.Count(_blankColumns, "column") + " without a name"],
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
                _blankColumns = record.Cells.Count - named.Length;
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

// The names of a table's columns: none blank, none twice.
internal sealed class SheetHeader(IReadOnlyList<string> names)
{
    private readonly Dictionary<string, int> _indexes =
        names.Select((name, index) => KeyValuePair.Create(name, index)).ToDictionary(StringComparer.OrdinalIgnoreCase);

    // Of a row that could not be read.
    public static SheetHeader None { get; } = new([]);

    public IReadOnlyList<string> Names { get; } = names;

    // A sheet that this module wrote, with a line for each video.
    public bool IsOfResults { get; } = ResultColumns.AreIn(names);

    public int IndexOf(string name) => _indexes.GetValueOrDefault(name, -1);

    // The columns that have a name, and where they are.
    public static (SheetHeader Header, int[] Named) Of(CsvRecord record, string file)
    {
        string[] names = [.. record.Cells.Select(name => name.Trim())];
        string? wrong = record.Count > CsvReader.MostColumns
            ? $"the header has {record.Count} columns; at most {CsvReader.MostColumns} are read."
            : record.LongCell is int cell ? $"the name of column {cell} has more than {CsvReader.LongestCell} characters."
            : Wrong(names, mayBeBlank: true);
        int[] named = [.. Enumerable.Range(0, names.Length).Where(column => names[column].Length > 0)];
        return wrong is null ? (new SheetHeader([.. named.Select(column => names[column])]), named)
            : throw new UgcLabException(UgcLabErrorKind.FileInvalid, $"{file}, line {record.Line}: {wrong}");
    }

    // Why names cannot be those of columns, as the end of a sentence; null when they can.
    public static string? Wrong(IReadOnlyList<string> names, bool mayBeBlank = false)
    {
        Dictionary<string, int> seen = [];
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i].Length == 0)
            {
                if (mayBeBlank)
                {
                    continue;
                }

                return $"column {i + 1} has no name. Give it one, or take the column out.";
            }

            if (names[i].Length > CsvReader.LongestCell)
            {
                return $"the name of column {i + 1} has more than {CsvReader.LongestCell} characters.";
            }

            // "Image Url" and "imageurl" would be one field with two values.
            string key = ColumnNames.Normalize(names[i]);
            if (!seen.TryAdd(key, i))
            {
                return $"columns {seen[key] + 1} and {i + 1} have one name, '{Redaction.Show(names[i])}'. Rename one of them.";
            }
        }

        return null;
    }
}

/// <summary>A row of a table, as read from the file.</summary>
public sealed class SheetRow
{
    private readonly SheetHeader _header;

    internal SheetRow(SheetHeader header, int rowNumber, int lineNumber, IReadOnlyList<string> cells, UgcFault? fault)
    {
        _header = header;
        RowNumber = rowNumber;
        LineNumber = lineNumber;
        Cells = new CellsByHeader(header, cells);
        Fault = fault;
    }

    /// <summary>Which row it is; 1 is the first below the header. Blank lines are not counted.</summary>
    public int RowNumber { get; }

    /// <summary>The line of the file on which it begins; 1 is the first. Every line counts, also those within quotes.</summary>
    public int LineNumber { get; }

    /// <summary>The names of the columns, in the order of the file.</summary>
    public IReadOnlyList<string> Headers => _header.Names;

    /// <summary>The cells by column, in that order; case does not matter. A blank cell, or one that is not there, is empty text.</summary>
    public IReadOnlyDictionary<string, string> Cells { get; }

    /// <summary>Why nothing can be created from this row, whatever its cells contain; null if it is valid.</summary>
    public UgcFault? Fault { get; }

    // Whether all rows of its file have its columns, as those of a table do.
    internal bool IsOfTable { get; init; }

    /// <summary>
    /// An error for each cell that holds a JSON object or list: it applies if
    /// a single value is expected, but not in a column of actors or scenes.
    /// </summary>
    public IReadOnlyList<UgcFault> Nested { get; init; } = [];

    /// <summary>The position of the row.</summary>
    public override string ToString() => $"row {RowNumber}, line {LineNumber}";

    // One header for all rows: a dictionary a row would hold the names a hundred thousand times.
    private sealed class CellsByHeader(SheetHeader header, IReadOnlyList<string> cells) : IReadOnlyDictionary<string, string>
    {
        public int Count => header.Names.Count;

        public IEnumerable<string> Keys => header.Names;

        public IEnumerable<string> Values => header.Names.Select((_, index) => At(index));

        public string this[string key] => TryGetValue(key, out string? value) ? value
            : throw new KeyNotFoundException($"There is no column '{key}'.");

        public bool ContainsKey(string key) => header.IndexOf(key) >= 0;

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
        {
            int index = header.IndexOf(key);
            value = index < 0 ? null : At(index);
            return index >= 0;
        }

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
            header.Names.Select((name, index) => KeyValuePair.Create(name, At(index))).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private string At(int index) => index >= cells.Count ? "" : header.IsOfResults ? CsvLine.Unprotected(cells[index]) : cells[index];
    }
}
