using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace UgcLab.Rows;

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
