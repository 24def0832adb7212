using System.Text.RegularExpressions;

namespace UgcLab.Rows;

// A file of rows, which can be read several times, and what the last reading found out about it.
internal sealed partial class SheetFile(string path, SheetOptions options)
{
    // What packed files and documents begin with.
    private static readonly (byte[] Start, string What)[] NotText =
    [
        ([0x1F, 0x8B], "is compressed (gzip). Unpack it first."),
        ([0x50, 0x4B, 0x05, 0x06], "is an empty ZIP."),
        ([0x42, 0x5A, 0x68], "is compressed (bzip2). Unpack it first."),
        ([0xFD, 0x37, 0x7A, 0x58], "is compressed (xz). Unpack it first."),
        ([0x37, 0x7A, 0xBC, 0xAF], "is compressed (7-Zip). Unpack it first."),
        ([0x28, 0xB5, 0x2F, 0xFD], "is compressed (Zstandard). Unpack it first."),
        ([0xFF, 0xFE, 0x00, 0x00], "is UTF-32. Save it as UTF-8."),
        ([.. "%PDF"u8], "is a PDF document. Save the table as CSV UTF-8."),
        ([.. "{\\rtf"u8], "is an RTF document. Save the table as CSV UTF-8."),
    ];

    private static readonly byte[] Zip = [0x50, 0x4B, 0x03, 0x04];
    private static readonly byte[] CompoundFile = [0xD0, 0xCF, 0x11, 0xE0];

    private Table _table = new(path);

    public string Path => path;

    // What separates the cells; a comma where nothing does.
    public char Delimiter => _table.Delimiter;

    // Null until a table's header was read.
    public SheetHeader? Header => _table.Header;

    public string? Ignored => _table.Ignored;

    // Of a file that was read earlier: a comma when it can't be read any more.
    public static char DelimiterOf(string? path)
    {
        if (!File.Exists(path))
        {
            return ',';
        }

        SheetFile file = new(path, new SheetOptions { Encoding = Encoding.Latin1 });
        try
        {
            _ = file.Read().Any();
        }
        catch (UgcLabException)
        {
            // The header may have been read anyway.
        }

        return file.Delimiter;
    }

    public IEnumerable<SheetRow> Read()
    {
        _table = new Table(path);
        if (Directory.Exists(path))
        {
            throw Invalid("is a folder.");
        }

        // Excel keeps a sheet open for writing; reading it at the same time is fine.
        using FileStream file = Attempt(() =>
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        byte[] start = Attempt(() => StartOf(file));
        foreach (SheetRow row in start.AsSpan().StartsWith(Zip) ? Worksheet(file) : Text(file, start))
        {
            yield return row;
        }
    }

    private IEnumerable<SheetRow> Worksheet(FileStream file)
    {
        IWorksheetReader reader = options.Worksheets
            ?? throw new UgcLabException(
                UgcLabErrorKind.FileInvalid, $"{path} is a ZIP or an Excel workbook. Save the sheet as CSV UTF-8, or unpack it.",
                "Invoke-UgcBatch -Path reads a workbook.");
        IEnumerable<CsvRecord> records = reader.Read(file, path, options.Worksheet)
            .Select(row => new CsvRecord(row.Cells, row.Cells.Count, row.Number, null) { IsOfWorksheet = true });
        return _table.Rows(records);
    }

    private IEnumerable<SheetRow> Text(FileStream file, byte[] start)
    {
        if (options.Worksheet is string worksheet)
        {
            throw Invalid($"has no worksheets, so there is no '{Redaction.Show(worksheet)}' in it. -Worksheet is for Excel workbooks.");
        }

        using StreamReader reader = new(file, EncodingOf(start), detectEncodingFromByteOrderMarks: false);
        CharSource source = new(reader, path);
        if (Markup().IsMatch(source.Start))
        {
            throw Invalid("is a web page or XML, not a table. "
                + "If it was downloaded, the page may ask to sign in: open it in a browser, and download the table again.");
        }

        foreach (SheetRow row in IsJson(source.Start) ? JsonSheet.Read(source) : CsvSheet.Read(source, _table))
        {
            yield return row;
        }
    }

    // A mark at the start overrules what was specified.
    private Encoding EncodingOf(byte[] start)
    {
        Encoding encoding = (Encoding)(start switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => options.Encoding ?? Encoding.UTF8,
        }).Clone();
        encoding.DecoderFallback = new DecoderReplacementFallback(CharSource.Undecodable.ToString());
        return encoding;
    }

    // An array is refused with the way out; a header in brackets is a header.
    private bool IsJson(ReadOnlySpan<char> start) => System.IO.Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".JSONL" or ".NDJSON" => true,
        ".JSON" when start is ['[', ..] => true,
        _ => start is ['{', ..] || (start is ['[', ..] && start[1..].TrimStart() is ['{' or '[' or ']', ..]),
    };

    private T Attempt<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Invalid(e is FileNotFoundException or DirectoryNotFoundException ? "doesn't exist." : $"cannot be read: {e.Message}", e);
        }
    }

    private byte[] StartOf(FileStream file)
    {
        byte[] start = new byte[8];
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return Refusal(file, start[..length]) is string what ? throw Invalid(what) : start[..length];
    }

    private static string? Refusal(FileStream file, byte[] start) => !start.AsSpan().StartsWith(CompoundFile)
        ? NotText.FirstOrDefault(each => start.AsSpan().StartsWith(each.Start)).What
        : IsEncrypted(file)
            ? "is an Excel workbook that is protected with a password. "
                + "Remove the password (File > Info > Protect Workbook), or save the sheet as CSV UTF-8."
            : "is an old Excel workbook (.xls). Save it as .xlsx or as CSV UTF-8.";

    // A protected workbook is a compound file with a stream of this name, whose directory is in one of its sectors.
    private static bool IsEncrypted(FileStream file)
    {
        const int Sector = 512;
        byte[] name = Encoding.Unicode.GetBytes("EncryptedPackage");
        byte[] sector = new byte[Sector];
        while (file.ReadAtLeast(sector, Sector, throwOnEndOfStream: false) is int length && length > 0)
        {
            if (sector.AsSpan(0, length).IndexOf(name) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private UgcLabException Invalid(string what, Exception? inner = null) => new(UgcLabErrorKind.FileInvalid, $"{path} {what}", inner);

    // No header begins like this.
    [GeneratedRegex("^<(!|[?]xml|html|head|body|title|meta|script|style|table|div|error)", RegexOptions.IgnoreCase)]
    private static partial Regex Markup();
}

/// <summary>How to read a file of rows.</summary>
public sealed record SheetOptions
{
    /// <summary>The encoding of a text file that has no mark of its own; null for UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The worksheet of a workbook; null for the first visible one that isn't empty.</summary>
    public string? Worksheet { get; init; }

    /// <summary>Reads workbooks; null if none are to be read.</summary>
    public IWorksheetReader? Worksheets { get; init; }
}

/// <summary>Reads the worksheets of workbooks. UgcLab.Excel has one for .xlsx; the client has none, so that it needs no packages.</summary>
public interface IWorksheetReader
{
    /// <summary>Reads a worksheet row by row, with its cells as the program shows them in the invariant culture.</summary>
    /// <param name="workbook">The file. It stays open until the last row.</param>
    /// <param name="name">What messages call the file.</param>
    /// <param name="worksheet">The worksheet's name in any case; null for the first visible one that isn't empty.</param>
    /// <exception cref="UgcLabException">FileInvalid: the file isn't a workbook or is damaged, or it has no worksheet of this
    /// name.</exception>
    IEnumerable<WorksheetRow> Read(Stream workbook, string name, string? worksheet);
}

/// <summary>A row of a worksheet.</summary>
/// <param name="Number">Its number in the worksheet, from 1.</param>
/// <param name="Cells">The texts of its cells, from the first column to the last that has one.</param>
public sealed record WorksheetRow(int Number, IReadOnlyList<string> Cells);
