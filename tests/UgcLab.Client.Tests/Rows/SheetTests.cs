using System.Text;

namespace UgcLab.Client.Tests.Rows;

public sealed class SheetTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ugclab-sheet-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("a.csv", "Prompt,Model\nfox,b\n")]
    [InlineData("a.tsv", "Prompt\tModel\nfox\tb\n")]
    [InlineData("a.txt", " Prompt;Model\nfox;b\n")]
    [InlineData("a.jsonl", "{\"Prompt\":\"fox\",\"Model\":\"b\"}\n")]
    [InlineData("A.NDJSON", "\n{\"Prompt\":\"fox\",\"Model\":\"b\"}\n")]
    [InlineData("a.json", "{\"Prompt\":\"fox\",\"Model\":\"b\"}\n")]
    [InlineData("a", " \r\n\t {\"Prompt\":\"fox\",\"Model\":\"b\"}\n")]
    public void A_file_is_read_as_what_it_is(string name, string text)
    {
        foreach (Encoding encoding in new Encoding[] { new UTF8Encoding(true), new UTF8Encoding(false), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            SheetRow row = Assert.Single(Sheet.Read(Write(name, text, encoding)));

            Assert.Equal([new("Prompt", "fox"), new("Model", "b")], row.Cells);
            Assert.Null(row.Fault);
        }
    }

    [Theory]
    [InlineData("a.json", "[{\"A\":1}]", "JSON array")]
    [InlineData("a.jsonl", "\n[\n", "JSON array")]
    [InlineData("a.json", "{\n\"A\":1\n}", "several lines")]
    [InlineData("a.csv", "[{\"A\":1}]", "JSON array")]
    [InlineData("a.csv", "[\r\n  {\"A\":1}]", "JSON array")]
    [InlineData("a.csv", "{\"error\": {\r\n\"A\":1}}", "several lines")]
    [InlineData("a.csv", "<!DOCTYPE html>\n<html><title>Sign in</title></html>", "web page")]
    [InlineData("a.csv", "\uFEFF\n <HTML lang=\"en\">", "web page")]
    [InlineData("a.jsonl", "<!-- moved --><body>", "web page")]
    [InlineData("a.xlsx", "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>", "web page")]
    [InlineData("a.csv", "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "web page or XML")]
    [InlineData("a.csv", "%PDF-1.7", "PDF")]
    [InlineData("a.csv", "{\\rtf1\\ansi Prompt", "RTF")]
    public void A_file_that_is_no_table_is_named(string name, string text, string says)
    {
        string path = Write(name, text, new UTF8Encoding(false));

        UgcLabException error = Assert.Throws<UgcLabException>(() => Sheet.Read(path).Count());

        Assert.Equal(UgcLabErrorKind.FileInvalid, error.Kind);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_in_brackets_is_a_header() =>
        Assert.Equal(["[A]", "B"], Assert.Single(Sheet.Read(Write("a.csv", "[A],B\n1,2", new UTF8Encoding(false)))).Headers);

    [Fact]
    public void An_empty_file_of_lines_has_no_rows() => Assert.Empty(Sheet.Read(Write("a.jsonl", "\n \n", new UTF8Encoding(false))));

    [Fact]
    public void A_file_is_opened_when_the_first_row_is_asked_for_and_let_go_after_the_last()
    {
        IEnumerable<SheetRow> none = Sheet.Read(Path.Combine(_folder.FullName, "none.csv"));
        Assert.Contains("doesn't exist", Assert.Throws<UgcLabException>(() => none.Any()).Message, StringComparison.Ordinal);

        string path = Write("a.jsonl", "{\"A\":1}\n{\"A\":2}\n", new UTF8Encoding(false));
        Assert.Equal(2, Sheet.Read(path).Count());
        Assert.True(Sheet.Read(path).Any());
        using FileStream alone = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    private string Write(string name, string text, Encoding encoding)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text, encoding);
        return path;
    }
}
