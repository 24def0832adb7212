using UgcLab.Rows;

namespace UgcLab;

/// <summary>Reads a file of rows, whichever way it is written: CSV with commas, semicolons or tabs, or JSON lines.</summary>
public static class Sheet
{
    private static readonly string[] JsonEndings = [".jsonl", ".ndjson"];

    /// <summary>
    /// Reads a file row by row, in memory that does not grow with it. It is opened when the first row is asked for. JSON
    /// lines are told by their ending (.jsonl, .ndjson), or by a brace as the first character.
    /// </summary>
    /// <exception cref="UgcLabException">FileInvalid, with path and line.</exception>
    public static IEnumerable<SheetRow> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ReadFile(path);
    }

    private static IEnumerable<SheetRow> ReadFile(string path)
    {
        using StreamReader reader = SheetFile.Open(path);
        CharSource source = new(reader, path);
        foreach (SheetRow row in IsJson(path, source) ? JsonSheet.Read(source, path) : CsvSheet.Read(source, path))
        {
            yield return row;
        }
    }

    private static bool IsJson(string path, CharSource source)
    {
        string ending = Path.GetExtension(path);
        char? first = source.FirstVisible();

        // An array in a file called .json is refused with the way out; a header in brackets is a header.
        return JsonEndings.Contains(ending, StringComparer.OrdinalIgnoreCase)
            || first is '{'
            || (first is '[' && string.Equals(ending, ".json", StringComparison.OrdinalIgnoreCase));
    }
}
