using System.IO.Compression;
using System.Text.RegularExpressions;

namespace UgcLab.Excel;

// Makes texts of the errors in cells, such as #N/A. ExcelDataReader 3.6 reads them as blank, and a blank cell leaves the choice to the
// service: something else would be created than the sheet shows.
internal static partial class ErrorCells
{
    private static readonly byte[][] Marks = [[.. " t=\"e\""u8], [.. " t='e'"u8]];

    // The workbook itself, or a copy in memory if a cell has an error. The position is at the start.
    public static Stream AsTexts(Stream workbook)
    {
        workbook.Position = 0;
        using ZipArchive archive = new(workbook, ZipArchiveMode.Read, leaveOpen: true);
        if (!archive.Entries.Any(entry => IsWorksheet(entry) && HasErrors(entry)))
        {
            workbook.Position = 0;
            return workbook;
        }

        MemoryStream copy = new();
        using (ZipArchive written = new(copy, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                using Stream from = entry.Open();
                using Stream to = written.CreateEntry(entry.FullName, CompressionLevel.Fastest).Open();
                if (IsWorksheet(entry))
                {
                    Copy(from, to);
                }
                else
                {
                    from.CopyTo(to);
                }
            }
        }

        copy.Position = 0;
        return copy;
    }

    private static bool IsWorksheet(ZipArchiveEntry entry) =>
        entry.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase)
        && entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);

    private static bool HasErrors(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        int overlap = Marks[0].Length - 1;
        byte[] buffer = new byte[1 << 16];
        int kept = 0;
        while (stream.Read(buffer, kept, buffer.Length - kept) is int length && length > 0)
        {
            Span<byte> read = buffer.AsSpan(0, kept + length);
            if (read.IndexOf(Marks[0]) >= 0 || read.IndexOf(Marks[1]) >= 0)
            {
                return true;
            }

            kept = Math.Min(overlap, read.Length);
            read[^kept..].CopyTo(buffer);
        }

        return false;
    }

    private static void Copy(Stream from, Stream to)
    {
        using StreamReader reader = new(from);
        using StreamWriter writer = new(to);
        char[] block = new char[1 << 16];
        string rest = "";
        while (reader.ReadBlock(block, 0, block.Length) is int length && length > 0)
        {
            // The last tag may continue in the next block.
            string text = rest + new string(block, 0, length);
            int end = Math.Max(0, text.LastIndexOf('<'));
            writer.Write(ErrorCell().Replace(text[..end], "$1str$2"));
            rest = text[end..];
        }

        writer.Write(ErrorCell().Replace(rest, "$1str$2"));
    }

    [GeneratedRegex(@"(<(?:\w+:)?c(?:\s[^>]*)?\st=(?<quote>[""']))e(\k<quote>)")]
    private static partial Regex ErrorCell();
}
