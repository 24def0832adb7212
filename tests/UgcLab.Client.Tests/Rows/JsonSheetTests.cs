using System.Globalization;
using System.Text;

namespace UgcLab.Client.Tests.Rows;

public class JsonSheetTests
{
    [Theory]
    [InlineData("{\"Prompt\":\"a\",\"Model\":\"b\"}")]
    [InlineData(" { \"Prompt\" : \"a\" , \"Model\" : \"b\" } \n")]
    [InlineData("\uFEFF{\"Prompt\":\"a\",\"Model\":\"b\"}\r\n")]
    [InlineData("\n\n{\"\\u0050rompt\":\"\\u0061\",\" Model \":\"b\"}\n\n \t\n")]
    public void The_same_row_is_read_from_each_way_to_write_it(string text)
    {
        SheetRow row = Assert.Single(Read(text));

        Assert.Equal(["Prompt", "Model"], row.Headers);
        Assert.Equal([new("Prompt", "a"), new("Model", "b")], row.Cells);
        Assert.Null(row.Fault);
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData("8.0", "8.0")]
    [InlineData("-1E+2", "-1E+2")]
    [InlineData("12345678901234567890.10", "12345678901234567890.10")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("null", "")]
    [InlineData("\"\"", "")]
    [InlineData("\"  two  \"", "  two  ")]
    [InlineData("\"a\\r\\n\\t\\b\\f\\\\\\/\\\"z\"", "a\r\n\t\b\f\\/\"z")]
    [InlineData("\"caf\\u00e9 \\uD83E\\uDD8A\"", "caf\u00E9 \U0001F98A")]
    [InlineData("\"caf\u00E9 \U0001F98A\"", "caf\u00E9 \U0001F98A")]
    [InlineData("\"{\\u007b\"", "{{")]
    public void A_value_is_kept_as_it_is_written(string value, string cell) =>
        Assert.Equal(cell, Assert.Single(Read($"{{\"A\":{value}}}")).Cells["A"]);

    [Fact]
    public void Half_a_surrogate_pair_is_left_to_the_rules()
    {
        SheetRow row = Assert.Single(Read("{\"Prompt\":\"A fox \\uD83E in the snow\",\"\\uDD8A\":1}"));

        Assert.Null(row.Fault);
        Assert.Equal("A fox \uD83E in the snow", row.Cells["Prompt"]);
        Assert.Contains("PromptNotUnicode", CreationDescriptor.Video.Check(RowColumns.Match(CreationDescriptor.Video, row.Headers).Read(column => row.Cells[column]).Draft).Faults.Select(fault => fault.Code));
    }

    [Fact]
    public void Rows_are_numbered_without_blank_lines_and_lines_are_with_them()
    {
        SheetRow[] rows = [.. Read("\n{\"A\":1}\r\n\r\n  \r{\"A\":2}\nno\n{\"A\":4}")];

        Assert.Equal([1, 2, 3, 4], rows.Select(row => row.RowNumber));
        Assert.Equal([2, 5, 6, 7], rows.Select(row => row.LineNumber));
        Assert.Equal([null, null, "RowUnreadable", null], rows.Select(row => row.Fault?.Code));
    }

    [Theory]
    [InlineData("5", "RowUnreadable", "Line 2 isn't a JSON object")]
    [InlineData("\"text\"", "RowUnreadable", "isn't a JSON object")]
    [InlineData("null", "RowUnreadable", "isn't a JSON object")]
    [InlineData("[{\"A\":1}]", "RowUnreadable", "isn't a JSON object")]
    [InlineData("Prompt,Model", "RowUnreadable", "the error is at character 1")]
    [InlineData("{\"A\":\"\u00E9\u00E9\",}", "RowUnreadable", "the error is at character 11")]
    [InlineData("{\"A\":1", "RowUnreadable", "isn't a complete JSON object")]
    [InlineData("{", "RowUnreadable", "isn't a complete JSON object")]
    [InlineData("{\"A\":1} {\"A\":2}", "RowUnreadable", "the error is at character 9")]
    [InlineData("{\"A\":\"a\tb\"}", "RowUnreadable", "the error is at character 8")]
    [InlineData("{'A':1}", "RowUnreadable", "the error is at character 2")]
    [InlineData("{\"A\":1} // a note", "RowUnreadable", "the error is at character 9")]
    [InlineData("{}", "RowUnreadable", "empty object")]
    [InlineData("{\"A\":1,\"\":2}", "RowUnreadable", "column 2 has no name")]
    [InlineData("{\"A\":1,\"A\":2}", "RowUnreadable", "columns 1 and 2 have one name, 'A'")]
    [InlineData("{\"Image Url\":1,\"B\":0,\"image_url\":2}", "RowUnreadable", "columns 1 and 3 have one name")]
    public void What_spoils_a_line_is_that_rows_fault_and_no_others(string line, string code, string says)
    {
        SheetRow[] rows = [.. Read($"{{\"A\":\"x\"}}\n{line}\n{{\"A\":\"z\"}}")];

        Assert.Equal([null, code, null], rows.Select(row => row.Fault?.Code));
        Assert.Contains(says, rows[1].Fault!.Message, StringComparison.Ordinal);
        Assert.Equal("z", rows[2].Cells["A"]);
    }

    [Theory]
    [InlineData("{\"A\":1,\"B\":{\"C\":[2]}}", "B", "{\"C\":[2]}")]
    [InlineData("{\"A\":[],\"B\":2}", "A", "[]")]
    [InlineData("{\"A\": [ \"\u00E9\", {\"x\": 1.0} ] ,\"B\":2}", "A", "[ \"\u00E9\", {\"x\": 1.0} ]")]
    public void An_object_or_a_list_is_kept_as_it_is_written_and_distinguished(string line, string column, string cell)
    {
        SheetRow row = Assert.Single(Read(line));

        Assert.Null(row.Fault);
        UgcFault fault = Assert.Single(row.Nested);
        Assert.Equal(("CellInvalid", column), (fault.Code, fault.Field));
        Assert.Contains($"Line 1: column {column} holds an object or a list", fault.Message, StringComparison.Ordinal);
        Assert.Equal(cell, row.Cells[column]);
    }

    [Fact]
    public void Each_cell_that_holds_more_than_one_value_is_named_and_the_other_cells_are_read()
    {
        SheetRow row = Assert.Single(Read("{\"A\":1,\"B\":[1,[2]],\"C\":3,\"D\":{}}"));

        Assert.Equal(["B", "D"], row.Nested.Select(fault => fault.Field));
        Assert.Equal(["1", "[1,[2]]", "3", "{}"], row.Cells.Values);
        Assert.Empty(Assert.Single(Read("{\"A\":1}")).Nested);
    }

    [Fact]
    public void Rows_with_the_same_names_share_one_header()
    {
        string text = string.Concat(Enumerable.Range(0, 100).Select(i => i % 3 == 0 ? "{\"A\":1,\"B\":2}\n" : i % 3 == 1 ? "{\"B\":1,\"A\":2}\n" : "{\"A\":1}\n"));

        SheetRow[] rows = [.. Read(text)];

        Assert.Equal(3, rows.Select(row => row.Headers).Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.Equal(["B", "A"], rows[1].Headers);
        Assert.Equal("2", rows[1].Cells["a"]);
    }

    [Fact]
    public void As_many_sets_of_names_as_rows_are_read_as_well()
    {
        string text = string.Concat(Enumerable.Range(0, 200).Select(i => $"{{\"N{i % 100}\":{i}}}\n"));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), Read(text).Select(row => Assert.Single(row.Cells).Value));
    }

    [Fact]
    public void A_cell_has_65536_characters_at_most_and_a_longer_one_spoils_its_row_only()
    {
        string longest = new('x', 65_536);
        SheetRow[] rows = [.. Read($"{{\"A\":\"{longest}\"}}\n{{\"B\":1,\"A\":\"{longest}x\"}}\n{{\"A\":2}}")];

        Assert.Equal([null, "CellTooLong", null], rows.Select(row => row.Fault?.Code));
        Assert.Equal(longest, rows[0].Cells["A"]);
        Assert.Equal("A", rows[1].Fault!.Field);
    }

    [Theory]
    [InlineData(256, null)]
    [InlineData(257, "CsvColumnCount")]
    [InlineData(10_000, "CsvColumnCount")]
    public void A_row_has_256_columns_at_most(int columns, string? code)
    {
        SheetRow row = Assert.Single(Read($"{{{string.Join(',', Enumerable.Range(0, columns).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"c{i}\":{i}")))}}}"));

        Assert.Equal(code, row.Fault?.Code);
        Assert.Equal(code is null ? columns : 0, row.Cells.Count);
    }

    [Theory]
    [InlineData("[\n{\"A\":1}\n]", "line 1: this is a JSON array")]
    [InlineData("\n [{\"A\":1}]", "line 2: this is a JSON array")]
    [InlineData("\uFEFF[]", "this is a JSON array")]
    [InlineData("{\n  \"A\": 1\n}\n", "goes over several lines")]
    [InlineData("{\"A\":1}\n{\"A\":\"x\0y\"}", "line 2, column 8: there is a NUL")]
    public void What_is_written_another_way_is_refused_with_the_way_to_write_it(string text, string says)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => Read(text).Count());

        Assert.Equal(UgcLabErrorKind.FileInvalid, error.Kind);
        Assert.StartsWith("sheet.jsonl", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_an_end_is_given_up_before_memory_grows()
    {
        using EndlessReader reader = new("{\"A\":\"", "x");

        UgcLabException error = Assert.Throws<UgcLabException>(() => JsonSheet.Read(new CharSource(reader, "sheet.jsonl")).Count());

        Assert.Contains("4194304 characters", error.Message, StringComparison.Ordinal);
        Assert.InRange(reader.Given, 4_194_304, 4_300_000);
    }

    [Fact]
    public void Rows_are_read_as_they_are_asked_for()
    {
        using EndlessReader reader = new("", "{\"A\":\"fox\"}\n");

        Assert.Equal(100, JsonSheet.Read(new CharSource(reader, "sheet.jsonl")).Take(100).Count());
        Assert.InRange(reader.Given, 1, 20_000);
    }

    [Fact]
    public void Every_text_comes_back_as_it_was()
    {
        Random random = new(20261123);
        string[] texts = [.. Enumerable.Range(0, 500).Select(_ => string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => (char)random.Next(1, 0x3000))))];
        StringBuilder file = new();
        foreach (string text in texts)
        {
            file.Append("{\"A\":").Append(System.Text.Json.JsonSerializer.Serialize(text)).Append("}\n");
        }

        Assert.Equal(texts, Read(file.ToString()).Select(row => row.Cells["A"]));
    }

    private static IEnumerable<SheetRow> Read(string text) => JsonSheet.Read(new CharSource(new StringReader(text), "sheet.jsonl"));

    private sealed class EndlessReader(string start, string again) : TextReader
    {
        public int Given { get; private set; }

        public override int Read(char[] buffer, int index, int count)
        {
            for (int i = 0; i < count; i++, Given++)
            {
                buffer[index + i] = Given < start.Length ? start[Given] : again[(Given - start.Length) % again.Length];
            }

            return count;
        }
    }
}
