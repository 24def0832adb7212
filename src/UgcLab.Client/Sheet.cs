namespace UgcLab;

/// <summary>Reads a file of rows: CSV with commas, semicolons, tabs, or bars, JSON lines, or a worksheet.</summary>
public static class Sheet
{
    /// <summary>Reads a file row by row, in constant memory: UTF-8, or UTF-16 with a byte order mark. The file is opened when the first
    /// row is requested. JSON lines are recognized by the extension (.jsonl, .ndjson) or by a brace as the first character.</summary>
    /// <exception cref="UgcLabException">FileInvalid, with path and line.</exception>
    public static IEnumerable<SheetRow> Read(string path, SheetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new SheetFile(path, options ?? new SheetOptions()).Read();
    }
}
