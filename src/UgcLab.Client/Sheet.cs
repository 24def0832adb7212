namespace UgcLab;

/// <summary>Reads a file of rows, whichever way it is written: CSV with commas, semicolons or tabs, or JSON lines.</summary>
public static class Sheet
{
    // What packed files begin with. A workbook is one: .xlsx is a ZIP, .xls a compound file.
    private static readonly (byte[] Start, string What)[] NotText =
    [
        ([0x1F, 0x8B], "is compressed (gzip). Unpack it first."),
        ([0x50, 0x4B, 0x03, 0x04], "is a ZIP or an Excel workbook. Save the sheet as CSV UTF-8, or unpack it."),
        ([0x50, 0x4B, 0x05, 0x06], "is an empty ZIP."),
        ([0xD0, 0xCF, 0x11, 0xE0], "is an old Excel workbook. Save the sheet as CSV UTF-8."),
        ([0x42, 0x5A, 0x68], "is compressed (bzip2). Unpack it first."),
        ([0xFD, 0x37, 0x7A, 0x58], "is compressed (xz). Unpack it first."),
        ([0x37, 0x7A, 0xBC, 0xAF], "is compressed (7-Zip). Unpack it first."),
        ([0x28, 0xB5, 0x2F, 0xFD], "is compressed (Zstandard). Unpack it first."),
        ([0xFF, 0xFE, 0x00, 0x00], "is UTF-32. Save it as UTF-8."),
    ];

    /// <summary>
    /// Reads a file row by row, in memory that does not grow with it: UTF-8, or UTF-16 with its mark. It is opened when the first row is
    /// asked for. JSON lines are told by their ending (.jsonl, .ndjson), or by a brace as the first character.
    /// </summary>
    /// <exception cref="UgcLabException">FileInvalid, with path and line.</exception>
    public static IEnumerable<SheetRow> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ReadFile(path);
    }

    private static IEnumerable<SheetRow> ReadFile(string path)
    {
        using StreamReader reader = Open(path);
        CharSource source = new(reader, path);
        foreach (SheetRow row in IsJson(path, source) ? JsonSheet.Read(source, path) : CsvSheet.Read(source, path))
        {
            yield return row;
        }
    }

    // An array in a file called .json is refused with the way out; a header in brackets is a header.
    private static bool IsJson(string path, CharSource source) => (source.FirstVisible(), Path.GetExtension(path).ToUpperInvariant()) is
        (_, ".JSONL" or ".NDJSON") or ('{', _) or ('[', ".JSON");

    private static StreamReader Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw Invalid("is a folder.");
        }

        FileStream? file = null;
        try
        {
            // Excel keeps a sheet open for writing; reading it at the same time is fine.
            file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] start = new byte[4];
            int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (NotText.FirstOrDefault(each => start.AsSpan(0, length).StartsWith(each.Start)).What is string what)
            {
                file.Dispose();
                throw Invalid(what);
            }

            // A mark at the start overrules UTF-8. Bytes that are neither become U+FFFD, which the rules refuse in the
            // row where it stands.
            file.Position = 0;
            return new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            file?.Dispose();
            throw Invalid(e is FileNotFoundException or DirectoryNotFoundException ? "is not there." : $"cannot be read: {e.Message}", e);
        }

        UgcLabException Invalid(string what, Exception? inner = null) => new(UgcLabErrorKind.FileInvalid, $"{path} {what}", inner);
    }
}
