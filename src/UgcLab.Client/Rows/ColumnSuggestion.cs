using System.Text.RegularExpressions;

namespace UgcLab.Rows;

// What to write for -Column where the names of columns aren't those of fields: "prompt text" is probably the Prompt.
internal static partial class ColumnSuggestion
{
    // The map as PowerShell reads it, for the fields that no column gives and whose name is a word of an unused column's name;
    // null if there is none.
    public static string? Of(CreationDescriptor kind, RowColumns columns)
    {
        List<(CreationField, string)> pairs = ByWord(kind, columns);
        return pairs.Count == 0 ? null : Line(pairs);
    }

    // The same, and always with the field that has the text: its column may be the one with the longest cell, if that is a sentence.
    // Where none is, the text may be made of several columns.
    public static string WithText(CreationDescriptor kind, RowColumns columns, IReadOnlyDictionary<string, string> cells)
    {
        List<(CreationField Field, string Column)> pairs = ByWord(kind, columns);
        if (pairs.Exists(pair => pair.Field == kind.TextField))
        {
            return Line(pairs);
        }

        string[] free = [.. columns.Unrecognized.Except(pairs.Select(pair => pair.Column))];
        string? text = free.Where(column => Sentence().IsMatch(cells[column])).MaxBy(column => cells[column].Length);
        string line = Line(pairs.Prepend((kind.TextField, text ?? "NAME OF THE COLUMN")));
        string[] parts = [.. free.Take(2).Select(column => $"{{{Quoted(column)}}}")];
        return text is not null || parts.Length < 2 ? line
            : $"{line}, or make the {kind.TextField} of several columns: -PromptTemplate 'TEXT {string.Join(" TEXT ", parts)} TEXT'";
    }

    // Whether the column names are probably the cells of a row: a model, a number, a ratio, or a sentence isn't a column name.
    public static bool IsRow(IEnumerable<string> headers) => headers.Any(header =>
        header.Length > 60 || Number().IsMatch(header)
            || CreationDescriptor.All.Any(kind => ModelCatalog.Find(header, kind.Kind) is not null));

    private static List<(CreationField Field, string Column)> ByWord(CreationDescriptor kind, RowColumns columns)
    {
        List<string> free = [.. columns.Unrecognized];
        List<(CreationField, string)> pairs = [];
        foreach (CreationField field in kind.Fields.Where(field => columns.Column(field) is null))
        {
            if (free.Find(column => Words(column).Any(word => ColumnNames.Of(kind).Field(word) == field)) is string meant)
            {
                free.Remove(meant);
                pairs.Add((field, meant));
            }
        }

        return pairs;
    }

    private static string Line(IEnumerable<(CreationField Field, string Column)> pairs) =>
        $"-Column @{{ {string.Join("; ", pairs.Select(pair => $"{pair.Field} = '{Quoted(pair.Column)}'"))} }}";

    private static string Quoted(string column) => Redaction.Show(column).Replace("'", "''", StringComparison.Ordinal);

    // Single words, and pairs of them: Aspect ratio (w:h) has AspectRatio in it.
    private static IEnumerable<string> Words(string column)
    {
        string[] words = [.. Word().Matches(column).Select(word => word.Value.ToUpperInvariant())];
        return words.Zip(words.Skip(1), string.Concat).Concat(words);
    }

    // Three words.
    [GeneratedRegex(@"\w\s+\w+\s+\w")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\s*[0-9]+\s*(s|[:x/]\s*[0-9]+)?\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
