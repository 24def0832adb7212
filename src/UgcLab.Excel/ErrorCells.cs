using System.IO.Compression;
using System.Xml;

namespace UgcLab.Excel;

// Makes texts of the errors in cells, such as #N/A. ExcelDataReader 3.6 reads them as blank, and a blank cell leaves the choice to the
// service: something else would be created than the sheet shows.
internal static class ErrorCells
{
    private const string Cell = "c";
    private const string Type = "t";

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
            foreach (byte[] mark in Marks)
            {
                if (read.IndexOf(mark) >= 0)
                {
                    return true;
                }
            }

            kept = Math.Min(overlap, read.Length);
            read[^kept..].CopyTo(buffer);
        }

        return false;
    }

    private static void Copy(Stream from, Stream to)
    {
        using XmlReader reader = XmlReader.Create(from, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        using XmlWriter writer = XmlWriter.Create(to);
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    bool isEmpty = reader.IsEmptyElement;
                    bool isError = reader.LocalName == Cell && reader.GetAttribute(Type) == "e";
                    writer.WriteStartElement(reader.Prefix, reader.LocalName, reader.NamespaceURI);
                    while (reader.MoveToNextAttribute())
                    {
                        string value = isError && reader.Name == Type ? "str" : reader.Value;
                        writer.WriteAttributeString(reader.Prefix, reader.LocalName, reader.NamespaceURI, value);
                    }

                    if (isEmpty)
                    {
                        writer.WriteEndElement();
                    }

                    break;
                case XmlNodeType.EndElement: writer.WriteFullEndElement(); break;
                case XmlNodeType.Text or XmlNodeType.CDATA: writer.WriteString(reader.Value); break;
                case XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace: writer.WriteWhitespace(reader.Value); break;
            }
        }
    }
}
