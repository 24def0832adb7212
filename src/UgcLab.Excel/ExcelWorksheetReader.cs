using System.IO.Compression;
using System.Text;
using ExcelDataReader;

namespace UgcLab.Excel;

/// <summary>Reads the worksheets of .xlsx and .xlsm files.</summary>
public sealed class ExcelWorksheetReader : IWorksheetReader
{
    // More is a file that was made to fill the memory: the shared texts of a workbook are read as a whole.
    private const long MostBytes = 2L * 1024 * 1024 * 1024;

    private static readonly (string Entry, string What)[] OtherFiles =
    [
        ("xl/workbook.bin", "is a binary Excel workbook (.xlsb). Save it as .xlsx or as CSV UTF-8."),
        ("content.xml", "is an OpenDocument file. Save it as .xlsx or as CSV UTF-8."),
        ("Index/Document.iwa", "is a Numbers or Pages document. Export it as Excel or CSV."),
        ("word/document.xml", "is a Word document. Save the table as CSV UTF-8."),
        ("ppt/presentation.xml", "is a PowerPoint presentation. Save the table as CSV UTF-8."),
    ];

    /// <inheritdoc/>
    public IEnumerable<WorksheetRow> Read(Stream workbook, string name, string? worksheet)
    {
        ArgumentNullException.ThrowIfNull(workbook);
        using IExcelDataReader reader = Try(name, () => Open(workbook, name));
        bool isPending = Try(name, () => worksheet is null ? IsAtFirst(reader) : IsAt(reader, worksheet.Trim()))
            ? Try(name, reader.Read)
            : worksheet is null ? false
            : throw Invalid(name, $"has no worksheet '{worksheet}'. Worksheets: {string.Join(", ", Try(name, () => Names(reader)))}.");
        CellText texts = new();
        while (isPending)
        {
            yield return Try(name, () => new WorksheetRow(reader.Depth + 1, texts.Of(reader)));
            isPending = Try(name, reader.Read);
        }
    }

    private static IExcelDataReader Open(Stream workbook, string name)
    {
        using (ZipArchive archive = new(workbook, ZipArchiveMode.Read, leaveOpen: true))
        {
            if (archive.GetEntry("xl/workbook.xml") is null)
            {
                string? other = OtherFiles.FirstOrDefault(each => archive.GetEntry(each.Entry) is not null).What;
                throw Invalid(name, other ?? "is a ZIP and no Excel workbook. Unpack it first.");
            }

            if (archive.Entries.Sum(entry => entry.Length) > MostBytes)
            {
                throw Invalid(name, "is larger than 2 GB when it is unpacked. Save the sheet as CSV UTF-8.");
            }
        }

        // The package asks for code page 1252 even if no text is in it.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        ExcelReaderConfiguration configuration = new() { LeaveOpen = true };
        IExcelDataReader reader = ExcelReaderFactory.CreateOpenXmlReader(ErrorCells.AsTexts(workbook), configuration);
        return reader.ResultsCount > 0 ? reader
            : throw Invalid(name, "has no worksheets that can be read. "
                + "If it was saved as a Strict Open XML Spreadsheet, save it as an Excel Workbook (.xlsx).");
    }

    // Moves to the first worksheet that is visible and has a value; the next row is its first.
    private static bool IsAtFirst(IExcelDataReader reader)
    {
        do
        {
            if (IsVisible(reader) && HasValue(reader))
            {
                string name = reader.Name;
                reader.Reset();
                return IsAt(reader, name);
            }
        }
        while (reader.NextResult());
        return false;
    }

    private static bool IsAt(IExcelDataReader reader, string worksheet)
    {
        do
        {
            if (string.Equals(reader.Name, worksheet, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        while (reader.NextResult());
        return false;
    }

    private static List<string> Names(IExcelDataReader reader)
    {
        List<string> names = [];
        reader.Reset();
        do
        {
            names.Add(IsVisible(reader) ? reader.Name : $"{reader.Name} (hidden)");
        }
        while (reader.NextResult());
        return names;
    }

    private static bool IsVisible(IExcelDataReader reader) =>
        string.Equals(reader.VisibleState ?? "visible", "visible", StringComparison.OrdinalIgnoreCase);

    private static bool HasValue(IExcelDataReader reader)
    {
        while (reader.Read())
        {
            if (Enumerable.Range(0, reader.FieldCount).Any(column => reader.GetValue(column) is not (null or "")))
            {
                return true;
            }
        }

        return false;
    }

    // What the packages throw becomes one error: none of their types leaves this assembly.
    private static T Try<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not (UgcLabException or OutOfMemoryException))
        {
            throw Invalid(name, $"can't be read as an Excel workbook; it may be damaged or not completely downloaded. {error.Message}");
        }
    }

    private static UgcLabException Invalid(string name, string what) => new(UgcLabErrorKind.FileInvalid, $"{name} {what}");
}
