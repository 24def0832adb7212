using System.Globalization;
using System.IO.Compression;
using System.Text;
using UgcLab.Excel;

namespace UgcLab.Client.Tests.Rows;

public sealed class WorksheetTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ugclab-xlsx-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_worksheet_is_read_like_a_CSV_file()
    {
        SheetRow row = Assert.Single(Read(new TestWorkbook().Row("Prompt", "Model", "Duration").Row("A fox & a \"crow\"\nin snow", "kling-2.6", 5)));

        Assert.Equal([new("Prompt", "A fox & a \"crow\"\nin snow"), new("Model", "kling-2.6"), new("Duration", "5")], row.Cells);
        Assert.Equal((1, 2), (row.RowNumber, row.LineNumber));
        Assert.Null(row.Fault);
    }

    [Theory]
    [InlineData(42, "00000", 0, "00042")]
    [InlineData(0.5, null, 9, "50%")]
    [InlineData(0.1234, null, 10, "12.34%")]
    [InlineData(46353, "yyyy\\-mm\\-dd", 0, "2026-11-27")]
    [InlineData(46353, null, 14, "11/27/2026")]
    [InlineData(46353.6729166667, null, 22, "11/27/2026 16:09")]
    [InlineData(0.6729166667, null, 20, "16:09")]
    [InlineData(0.6729166667, null, 46, "16:09:00")]
    [InlineData(1234.5, "\"$\"#,##0.00", 0, "$1,234.50")]
    [InlineData(1234.5, null, 44, "1,234.50")]
    [InlineData(5, "0\"s\"", 0, "5s")]
    [InlineData(5, "@", 0, "5")]
    [InlineData(1234567890123, null, 0, "1234567890123")]
    [InlineData(0.30000000000000004, null, 0, "0.3")]
    [InlineData(1e20, null, 0, "1E+20")]
    public void A_number_is_the_text_that_Excel_shows_whatever_the_culture(double value, string? format, int id, string shown)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            TestWorkbook workbook = new();
            Assert.Equal(shown, Assert.Single(Read(workbook.Row("A").Row(workbook.Number(value, format, id)))).Cells["A"]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Booleans_and_errors_are_texts()
    {
        SheetRow row = Assert.Single(Read(new TestWorkbook().Row("A", "B", "C", "D").Row(true, false, TestWorkbook.Raw("e", "#N/A"), TestWorkbook.Raw("str", "of a formula"))));

        Assert.Equal(["TRUE", "FALSE", "#N/A", "of a formula"], row.Cells.Values);
    }

    [Fact]
    public void Blank_rows_and_unnamed_columns_are_left_out_and_line_numbers_are_those_of_Excel()
    {
        SheetFile file = File(new TestWorkbook().Sheet("May").Skip(2).Row("A", null, "B").Row("1", null, "2").Row(" ", null, null).Skip(3).Row("3", "", "4", null, "  ").Row(null, null, ""));
        SheetRow[] rows = [.. file.Read()];

        Assert.Equal([["1", "2"], ["3", "4"]], rows.Select(row => row.Cells.Values.ToArray()));
        Assert.Equal([4, 9], rows.Select(row => row.LineNumber));
        Assert.Contains("1 column without a name", file.Ignored, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_below_no_name_stops_the_file_and_names_the_cell()
    {
        UgcLabException error = Fault(new TestWorkbook().Row("Prompt", "Model").Row("A fox", "b").Row("A crow", "b", null, "check this"));

        Assert.Contains("line 3: column 4 has no name, and this row has 'check this' in it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_visible_worksheet_with_a_value_is_read_or_the_one_that_is_named()
    {
        TestWorkbook workbook = new TestWorkbook().Sheet("Lists", "hidden").Row("A").Row("hidden").Sheet("Empty").Sheet("May").Row("A").Row("may").Sheet("June & July").Row("A").Row("june");

        Assert.Equal("may", Assert.Single(Read(workbook)).Cells["A"]);
        Assert.Equal("june", Assert.Single(Read(workbook, "june & july")).Cells["A"]);
        Assert.Equal("hidden", Assert.Single(Read(workbook, "Lists")).Cells["A"]);
        Assert.Empty(Read(workbook, "Empty"));
        Assert.Contains("has no worksheet 'Juni'. Worksheets: Lists (hidden), Empty, May, June & July.", Fault(workbook, "Juni").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_without_values_has_no_rows() => Assert.Empty(Read(new TestWorkbook().Sheet("A").Sheet("B")));

    [Theory]
    [InlineData("xl/workbook.bin", "binary Excel workbook (.xlsb)")]
    [InlineData("content.xml", "OpenDocument")]
    [InlineData("word/document.xml", "Word document")]
    [InlineData("ads.csv", "is a ZIP and no Excel workbook")]
    [InlineData("xl/workbook.xml", "can't be read as an Excel workbook")]
    public void Another_ZIP_is_called_what_it_is(string entry, string says)
    {
        string path = Path.Combine(_folder.FullName, "other.xlsx");
        using (ZipArchive archive = new(System.IO.File.Create(path), ZipArchiveMode.Create))
        {
            using StreamWriter part = new(archive.CreateEntry(entry).Open());
            part.Write("<no");
        }

        Assert.Contains(says, Fault(path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_in_a_form_that_is_not_read_is_not_taken_for_an_empty_one()
    {
        string path = Path.Combine(_folder.FullName, "strict.xlsx");
        using (ZipArchive archive = new(System.IO.File.Create(path), ZipArchiveMode.Create))
        {
            using StreamWriter part = new(archive.CreateEntry("xl/workbook.xml").Open());
            part.Write("<workbook xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" conformance=\"strict\"><sheets><sheet name=\"A\" sheetId=\"1\"/></sheets></workbook>");
        }

        Assert.Contains("no worksheets that can be read", Fault(path).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.99)]
    public void A_workbook_that_was_cut_is_an_error(double part)
    {
        string path = Path.Combine(_folder.FullName, "cut.xlsx");
        byte[] whole = System.IO.File.ReadAllBytes(new TestWorkbook().Row("A").Row("1").Save(path));
        System.IO.File.WriteAllBytes(path, whole[..(int)(whole.Length * part)]);

        Assert.Contains("may be damaged", Fault(path).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EncryptedPackage", "protected with a password")]
    [InlineData("Workbook", "old Excel workbook")]
    public void A_compound_file_is_an_old_workbook_or_a_protected_one(string stream, string says)
    {
        string path = Path.Combine(_folder.FullName, "old.xlsx");
        System.IO.File.WriteAllBytes(path, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[1024 - 8], .. Encoding.Unicode.GetBytes(stream), .. new byte[512]]);

        Assert.Contains(says, Fault(path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worksheet_of_a_text_file_is_an_error()
    {
        string path = Path.Combine(_folder.FullName, "a.csv");
        System.IO.File.WriteAllText(path, "A\n1\n");

        Assert.Contains("has no worksheets", Fault(path, "May").Message, StringComparison.Ordinal);
    }

    private SheetFile File(TestWorkbook workbook, string? worksheet = null) => File(workbook.Save(Path.Combine(_folder.FullName, "ads.xlsx")), worksheet);

    private static SheetFile File(string path, string? worksheet = null) => new(path, new SheetOptions { Worksheet = worksheet, Worksheets = new ExcelWorksheetReader() });

    private SheetRow[] Read(TestWorkbook workbook, string? worksheet = null) => [.. File(workbook, worksheet).Read()];

    private UgcLabException Fault(TestWorkbook workbook, string? worksheet = null) => Fault(workbook.Save(Path.Combine(_folder.FullName, "ads.xlsx")), worksheet);

    private static UgcLabException Fault(string path, string? worksheet = null)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => File(path, worksheet).Read().Count());
        Assert.Equal(UgcLabErrorKind.FileInvalid, error.Kind);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Null(error.InnerException);
        return error;
    }
}
