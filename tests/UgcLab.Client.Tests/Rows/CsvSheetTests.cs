namespace UgcLab.Client.Tests.Rows;

public class CsvSheetTests
{
    [Theory]
    [InlineData("Prompt,Model\na,b\n")]
    [InlineData("Prompt;Model\na;b\n")]
    [InlineData("Prompt\tModel\na\tb\n")]
    [InlineData("sep=;\nPrompt;Model\na;b\n")]
    [InlineData("SEP=|\r\nPrompt|Model\r\na|b")]
    [InlineData("\"sep=;\"\nPrompt;Model\na;b\n")]
    [InlineData("sep=;;;\nPrompt;Model\na;b\n")]
    [InlineData("\"sep=,\",,,\nPrompt,Model\na,b\n")]
    [InlineData("sep=; \nPrompt;Model\na;b\n")]
    [InlineData("sep=\t\nPrompt\tModel\na\tb\n")]
    [InlineData("sep=\\t\nPrompt\tModel\na\tb\n")]
    [InlineData("Sep = ^\nPrompt^Model\na^b\n")]
    [InlineData("sep=\nPrompt;Model\na;b\n")]
    [InlineData("Prompt|Model\na|b\n")]
    [InlineData("Prompt,Model,,,\na,b,,,\n,,,,\n,,,,\n")]
    [InlineData("Prompt;;Model;\na;;b;\n;;;\n")]
    [InlineData(",,\n;;\nPrompt,Model\na,b\n")]
    [InlineData("\"Prompt\",\"Model\"\n\"a\",\"b\"\n\"\",\"\"\n\" \",\"\"\n")]
    [InlineData("#TYPE System.Management.Automation.PSCustomObject\nPrompt,Model\na,b\n")]
    [InlineData("\uFEFFPrompt,Model\na,b\n")]
    [InlineData("\"Prompt\",\"Model\"\n\"a\",\"b\"")]
    [InlineData(" Prompt , Model \na,b")]
    [InlineData("\n\nPrompt,Model\n\na,b\n\n\n")]
    [InlineData("Prompt,Model\ra,b\r")]
    [InlineData("Prompt,Model\r\na,b")]
    public void The_same_table_is_read_from_each_way_to_write_it(string text)
    {
        SheetRow row = Assert.Single(Read(text));

        Assert.Equal(["Prompt", "Model"], row.Headers);
        Assert.Equal([new("Prompt", "a"), new("Model", "b")], row.Cells);
        Assert.Null(row.Fault);
    }

    [Theory]
    [InlineData("\"a;b;c\",d\n1,2", ',')]
    [InlineData("\"a,b,c\";d\n1;2", ';')]
    [InlineData("\"a\"\",;\tb\";d\n1;2", ';')]
    [InlineData("a\"\";b;c\n1;2;3", ';')]
    [InlineData("\"a\nb,c,d\";e\n1;2", ';')]
    public void A_delimiter_within_quotes_is_none(string text, char delimiter)
    {
        SheetRow row = Assert.Single(Read(text));

        Assert.Null(row.Fault);
        Assert.Equal(text[(text.LastIndexOf('\n') + 1)..].Split(delimiter), row.Cells.Values);
    }

    [Fact]
    public void A_first_name_with_a_number_sign_is_a_name() => Assert.Equal(["#", "Prompt"], Assert.Single(Read("#,Prompt\n1,a")).Headers);

    [Fact]
    public void Cells_are_kept_exactly()
    {
        SheetRow row = Assert.Single(Read("A,B,C,D\n\"one\r\n\r\n two\",\" \"\"x\"\", y \", z ,5\" wide\n"));

        Assert.Equal(["one\r\n\r\n two", " \"x\", y ", " z ", "5\" wide"], row.Cells.Values);
    }

    [Fact]
    public void Rows_are_numbered_without_blank_lines_and_lines_are_with_them()
    {
        SheetRow[] rows = [.. Read("A,B\r\n\r\n1,\"x\r\ny\rz\n\"\n\n  \n2,\r3,\"\"\n\n")];

        Assert.Equal([1, 2, 3], rows.Select(row => row.RowNumber));
        Assert.Equal([3, 9, 10], rows.Select(row => row.LineNumber));
        Assert.Equal("row 2, line 9", rows[1].ToString());
    }

    [Fact]
    public void A_row_without_a_value_is_none_and_is_not_counted() =>
        Assert.Equal([(1, 6)], Read("A,B\n\n\"\",\n,\n  , \nx,\n,\n").Select(row => (row.RowNumber, row.LineNumber)));

    [Theory]
    [InlineData("Prompt,Model,,,\na,b,,,\n,,,,\n,,,,\n", "a.csv: ignored 3 columns without a name and 2 blank rows.")]
    [InlineData("Prompt;;Model\na;;b\n", "a.csv: ignored 1 column without a name.")]
    [InlineData(",\nPrompt,Model\na,b\n,\n", "a.csv: ignored 2 blank rows.")]
    [InlineData("\n\nPrompt,Model\n\na,b\n\n", null)]
    public void What_is_left_out_is_reported_in_one_line(string text, string? says)
    {
        Table table = new("a.csv");
        Assert.Single(CsvSheet.Read(new CharSource(new StringReader(text), "a.csv"), table));

        Assert.Equal(says, table.Ignored);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("\uFEFF")]
    [InlineData("sep=;\n")]
    [InlineData(",,,\n,,,\n")]
    [InlineData("Prompt,Model\n")]
    [InlineData("Prompt,Model\n,\n")]
    public void A_file_without_values_below_a_header_has_no_rows(string text) => Assert.Empty(Read(text));

    [Theory]
    [InlineData("Ads for May\nPrompt,Model\na,b\n", 2)]
    [InlineData("Ads for May\nPrompt\na\n", 2)]
    [InlineData("Ads for May;;\n\nPrompt;Model;Tier\na;b;c\n", 3)]
    [InlineData("Ads for May, June, and July\nby Ann\nPrompt;Model\na;b\n", 3)]
    public void A_title_above_the_header_is_named(string text, int line) =>
        Assert.StartsWith($"sheet.csv, line {line}: this looks like the header, and above it is text: 'Ads for May", Fault(text).Message, StringComparison.Ordinal);

    [Fact]
    public void Too_few_cells_are_blank_ones_and_case_does_not_matter()
    {
        SheetRow row = Assert.Single(Read("Prompt,Model,Tier\nfox"));

        Assert.Equal("fox", row.Cells["PROMPT"]);
        Assert.Equal("", row.Cells["tier"]);
        Assert.Equal(3, row.Cells.Count);
        Assert.Equal(["Prompt", "Model", "Tier"], row.Cells.Keys);
        Assert.False(row.Cells.ContainsKey("Other"));
        Assert.False(row.Cells.TryGetValue("Other", out _));
        Assert.Throws<KeyNotFoundException>(() => row.Cells["Other"]);
        Assert.Null(row.Fault);
    }

    [Theory]
    [InlineData("A cat, asleep,veo-3.1", 3)]
    [InlineData("A cat, asleep,", 3)]
    [InlineData("a,b,,,", 5)]
    public void Too_many_cells_spoil_their_row_only(string line, int count)
    {
        SheetRow[] rows = [.. Read($"Prompt,Model\nx,y\n{line}\nz,w")];

        Assert.Equal([null, "CsvColumnCount", null], rows.Select(row => row.Fault?.Code));
        Assert.Contains($"Line 3 has {count} cells and the header 2", rows[1].Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_has_65536_characters_at_most_and_a_longer_one_spoils_its_row_only()
    {
        string longest = new('x', 65_536);
        SheetRow[] rows = [.. Read($"A,B\n1,{longest}\n2,{longest}x\n3,\"{new string('y', 1_000_000)}\"\n4,z")];

        Assert.Equal([null, "CellTooLong", "CellTooLong", null], rows.Select(row => row.Fault?.Code));
        Assert.Equal(longest, rows[0].Cells["B"]);
        Assert.Equal("B", rows[1].Fault!.Field);
        Assert.Contains("Line 4", rows[2].Fault!.Message, StringComparison.Ordinal);
        Assert.Equal("z", rows[3].Cells["B"]);
    }

    [Fact]
    public void A_table_has_256_columns_at_most()
    {
        static string Header(int columns) => string.Join(',', Enumerable.Range(1, columns).Select(i => $"c{i}"));

        Assert.Equal(256, Assert.Single(Read(Header(256) + "\n1")).Headers.Count);
        Assert.Contains("257 columns", Fault(Header(257) + "\n1").Message, StringComparison.Ordinal);
        Assert.Contains("10000 columns", Fault(Header(10_000) + "\n1").Message, StringComparison.Ordinal);
        Assert.Equal("CsvColumnCount", Assert.Single(Read("A,B\n" + Header(10_000))).Fault!.Code);
    }

    [Theory]
    [InlineData("A,B\n1,2\n3,\"never closed\n4,5\n6,7\n", 3, 3, "never closed")]
    [InlineData("A,\"B\n1,2\n", 1, 3, "never closed")]
    [InlineData("A,B\n\"one\"two,3\n", 2, 6, "text follows a closing quote")]
    [InlineData("A,B\n\"one\n two\"x\",3\n", 3, 6, "began in line 2, column 1")]
    [InlineData("A,B\n1, \"two, three\"\n", 2, 4, "space before a quote")]
    [InlineData("A,B\n1,t\0w\n", 2, 4, "NUL")]
    public void What_makes_the_rest_of_the_file_unconfirmed_names_line_and_column(string text, int line, int column, string says)
    {
        UgcLabException error = Fault(text);

        Assert.StartsWith($"sheet.csv, line {line}, column {column}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A,,B\n1,2,3", "column 2 has no name")]
    [InlineData("A,B,\n1,2,3", "column 3 has no name")]
    [InlineData("A,\" \"\n1,2", "column 2 has no name")]
    [InlineData("Image Url,B,imageurl\n1,2,3", "columns 1 and 3 have one name")]
    [InlineData("Variants,variants\n1,2", "columns 1 and 2 have one name")]
    public void A_header_names_every_column_once(string text, string says) =>
        Assert.Contains(says, Fault(text).Message, StringComparison.Ordinal);

    [Fact]
    public void Rows_before_the_damage_come_out_first()
    {
        List<string> seen = [];
        Assert.Throws<UgcLabException>(() =>
        {
            foreach (SheetRow row in Read("A\nx\ny\n\"z"))
            {
                seen.Add(row.Cells["A"]);
            }
        });

        Assert.Equal(["x", "y"], seen);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("")]
    public void A_row_without_an_end_is_given_up_before_memory_grows(string quote)
    {
        using EndlessReader reader = new("A,B\n1," + quote, 'x');

        UgcLabException error = Assert.Throws<UgcLabException>(() => CsvSheet.Read(new CharSource(reader, "sheet.csv"), new Table("sheet.csv")).Count());
        Assert.Contains("4194304 characters", error.Message, StringComparison.Ordinal);
        Assert.InRange(reader.Given, 4_194_304, 4_300_000);
    }

    [Fact]
    public void Rows_are_read_as_they_are_asked_for()
    {
        using EndlessReader reader = new("A\n", '\n', "fox");

        Assert.Equal(100, CsvSheet.Read(new CharSource(reader, "sheet.csv"), new Table("sheet.csv")).Take(100).Count());
        Assert.InRange(reader.Given, 1, 20_000);
    }

    private static IEnumerable<SheetRow> Read(string text) => CsvSheet.Read(new CharSource(new StringReader(text), "sheet.csv"), new Table("sheet.csv"));

    private static UgcLabException Fault(string text)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => Read(text).Count());
        Assert.Equal(UgcLabErrorKind.FileInvalid, error.Kind);
        Assert.StartsWith("sheet.csv", error.Message, StringComparison.Ordinal);
        return error;
    }

    private sealed class EndlessReader(string start, char last, string before = "") : TextReader
    {
        public int Given { get; private set; }

        public override int Read(char[] buffer, int index, int count)
        {
            for (int i = 0; i < count; i++, Given++)
            {
                int place = Given - start.Length;
                buffer[index + i] = place < 0 ? start[Given] : place % (before.Length + 1) is int at && at < before.Length ? before[at] : last;
            }

            return count;
        }
    }
}
