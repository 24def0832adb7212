using System.IO.Compression;
using System.Text;

namespace UgcLab.Client.Tests.Rows;

public sealed class CsvFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ugclab-csv-");

    public static TheoryData<string> Encodings => new("utf-8", "utf-8 with mark", "utf-16", "utf-16BE");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_file_is_read_in_the_encoding_it_is_marked_with(string name)
    {
        Encoding encoding = name switch
        {
            "utf-8" => new UTF8Encoding(false),
            "utf-8 with mark" => new UTF8Encoding(true),
            _ => Encoding.GetEncoding(name),
        };
        string path = Write("a[1].csv", [.. encoding.GetPreamble(), .. encoding.GetBytes("Prompt,Model\ncaf\u00E9 \U0001F98A,b\n")]);

        SheetRow row = Assert.Single(Sheet.Read(path));
        Assert.Equal("caf\u00E9 \U0001F98A", row.Cells["Prompt"]);
        Assert.Equal("Prompt", row.Headers[0]);
    }

    [Theory]
    [InlineData("Prompt,Model\nA fox in a caf\u00E9,veo-3.1\n", 2)]
    [InlineData("Prompt,Model\r\nA fox,veo-3.1\r\n\r\nA fox,\u00FC\r\n", 4)]
    [InlineData("Pr\u00F6mpt\n", 1)]
    public void Bytes_of_another_encoding_are_an_error_with_their_line_until_it_is_specified(string text, int line)
    {
        string path = Write("a.csv", Encoding.Latin1.GetBytes(text));

        string message = Fault(path).Message;
        Assert.StartsWith($"{path}, line {line}: there is a byte that isn't valid", message, StringComparison.Ordinal);
        Assert.Contains("-Encoding windows-1252", message, StringComparison.Ordinal);
        Encoding windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        Assert.DoesNotContain(Sheet.Read(path, new SheetOptions { Encoding = windows }), row => row.Fault is not null);
    }

    [Fact]
    public void A_mark_overrules_the_specified_encoding_and_replacement_characters_stay()
    {
        string path = Write("a.csv", [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes("Prompt\ncaf\u00E9 \uFFFD\n")]);

        Assert.Equal("caf\u00E9 \uFFFD", Assert.Single(Sheet.Read(path, new SheetOptions { Encoding = Encoding.Latin1 })).Cells["Prompt"]);
    }

    [Theory]
    [InlineData("Prompt;Model\na;b", ';')]
    [InlineData("Prompt\tModel\na\tb", '\t')]
    [InlineData("sep=|\nPrompt|Model\na|b", '|')]
    [InlineData("Prompt;M\u00F6del\na;b", ';')]
    [InlineData("{\"Prompt\":\"a;b\"}", ',')]
    [InlineData("", ',')]
    public void The_delimiter_of_a_file_can_be_asked_for(string text, char delimiter) =>
        Assert.Equal(delimiter, SheetFile.DelimiterOf(Write("a.csv", Encoding.Latin1.GetBytes(text))));

    [Fact]
    public void A_file_that_is_gone_has_commas() => Assert.Equal(',', SheetFile.DelimiterOf(Path.Combine(_folder.FullName, "none.csv")));

    [Fact]
    public void Text_of_two_bytes_without_a_mark_is_noticed()
    {
        string path = Write("a.csv", Encoding.Unicode.GetBytes("Prompt,Model\na,b\n"));

        Assert.Contains("line 1, column 2: there is a NUL", Fault(path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Packed_files_are_not_unpacked()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("Prompt\nfox"u8);
        }

        Assert.Contains("compressed", Fault(Write("a.csv.gz", packed.ToArray())).Message, StringComparison.Ordinal);
        Assert.Contains("Excel workbook", Fault(Write("a.xlsx", [0x50, 0x4B, 3, 4, 20, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("Excel workbook", Fault(Write("a.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1])).Message, StringComparison.Ordinal);
        Assert.Contains("UTF-32", Fault(Write("a32.csv", Encoding.UTF32.GetPreamble())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_named()
    {
        Assert.Contains("doesn't exist", Fault(Path.Combine(_folder.FullName, "none.csv")).Message, StringComparison.Ordinal);
        Assert.Contains("doesn't exist", Fault(Path.Combine(_folder.FullName, "none", "none.csv")).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Fault(_folder.FullName).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_locked_file_is_named()
    {
        string path = Write("locked.csv", [65]);
        using FileStream held = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Contains("cannot be read", Fault(path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_let_go_when_its_reader_stops_early()
    {
        string path = Write("a.csv", "A\n1\n2\n3\n"u8.ToArray());

        Assert.Equal("1", Sheet.Read(path).First().Cells["A"]);
        using FileStream alone = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Equal(8, alone.Length);
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static UgcLabException Fault(string path)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => Sheet.Read(path).Count());
        Assert.Equal(UgcLabErrorKind.FileInvalid, error.Kind);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        return error;
    }
}
