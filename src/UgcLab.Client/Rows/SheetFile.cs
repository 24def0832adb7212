using System.Text;

namespace UgcLab.Rows;

/// <summary>Opens a file as text, if text is what it is.</summary>
internal static class SheetFile
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

    public static StreamReader Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new UgcLabException(UgcLabErrorKind.FileInvalid, $"{path} is a folder.");
        }

        FileStream? file = null;
        try
        {
            // Excel keeps a sheet open for writing; reading it at the same time is fine.
            file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] start = new byte[4];
            int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            foreach ((byte[] mark, string what) in NotText)
            {
                if (start.AsSpan(0, length).StartsWith(mark))
                {
                    throw new UgcLabException(UgcLabErrorKind.FileInvalid, $"{path} {what}");
                }
            }

            // A mark at the start overrules UTF-8. Bytes that are neither become U+FFFD, which the rules refuse in the
            // row where it stands.
            file.Position = 0;
            return new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (e is FileNotFoundException or DirectoryNotFoundException)
            {
                throw new UgcLabException(UgcLabErrorKind.FileInvalid, $"{path} is not there.", e);
            }

            if (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                throw new UgcLabException(UgcLabErrorKind.FileInvalid, $"{path} cannot be read: {e.Message}", e);
            }

            throw;
        }
    }
}
