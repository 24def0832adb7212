using UgcLab.Http;

namespace UgcLab.Rows;

/// <summary>The names of a table's columns: none blank, none twice.</summary>
internal sealed class SheetHeader
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of names that nothing is wrong with.</summary>
    public SheetHeader(IReadOnlyList<string> names)
    {
        Names = names;
        for (int i = 0; i < names.Count; i++)
        {
            _indexes.Add(names[i], i);
        }
    }

    /// <summary>Of a row that could not be read.</summary>
    public static SheetHeader None { get; } = new([]);

    public IReadOnlyList<string> Names { get; }

    public int IndexOf(string name) => _indexes.GetValueOrDefault(name, -1);

    public static SheetHeader Of(CsvRecord record, string file)
    {
        if (record.Count > CsvReader.MostColumns)
        {
            throw Fault($"the header has {record.Count} columns; at most {CsvReader.MostColumns} are read.");
        }

        if (record.LongCell is int cell)
        {
            throw Fault($"the name of column {cell} has more than {CsvReader.LongestCell} characters.");
        }

        string[] names = [.. record.Cells.Select(name => name.Trim())];
        return Wrong(names) is string wrong ? throw Fault(wrong) : new SheetHeader(names);

        UgcLabException Fault(string what) => new(UgcLabErrorKind.FileInvalid, $"{file}, line {record.Line}: {what}");
    }

    /// <summary>Why names cannot be those of columns, as the end of a sentence; null when they can.</summary>
    public static string? Wrong(IReadOnlyList<string> names)
    {
        Dictionary<string, int> seen = [];
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i].Length == 0)
            {
                return $"column {i + 1} has no name. Give it one, or take the column out.";
            }

            if (names[i].Length > CsvReader.LongestCell)
            {
                return $"the name of column {i + 1} has more than {CsvReader.LongestCell} characters.";
            }

            // "Image Url" and "imageurl" would be one field with two values.
            string key = ColumnName.Squeeze(names[i]);
            if (!seen.TryAdd(key, i))
            {
                return $"columns {seen[key] + 1} and {i + 1} have one name, '{Redaction.Show(names[i])}'. Rename one of them.";
            }
        }

        return null;
    }
}
