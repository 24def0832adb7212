using UgcLab.Rows;

namespace UgcLab;

/// <summary>
/// Reads JSON lines row by row: one object a line, its members the columns. Texts are kept exactly, numbers as they are
/// written; null is a blank cell, and an object or a list its own JSON. What spoils one line is that row's <see cref="SheetRow.Fault"/>. Rows may differ in
/// their columns.
/// </summary>
public static class JsonSheet
{
    /// <summary>Reads a file: UTF-8, or UTF-16 with its mark. It is opened when the first row is asked for.</summary>
    /// <exception cref="UgcLabException">FileInvalid: it cannot be read, it is a JSON array, or a line has no end.</exception>
    public static IEnumerable<SheetRow> Read(string path)
    {
        using StreamReader reader = SheetFile.Open(path);
        foreach (SheetRow row in Read(reader, path))
        {
            yield return row;
        }
    }

    /// <summary>Reads text that is open already; <paramref name="name"/> is what messages call it.</summary>
    /// <exception cref="UgcLabException">FileInvalid, as above.</exception>
    public static IEnumerable<SheetRow> Read(TextReader reader, string name) => Read(new CharSource(reader, name), name);

    internal static IEnumerable<SheetRow> Read(CharSource source, string name)
    {
        JsonRowReader rows = new(source, name);
        while (rows.Read() is SheetRow row)
        {
            yield return row;
        }
    }
}
