namespace UgcLab.Rows;

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
