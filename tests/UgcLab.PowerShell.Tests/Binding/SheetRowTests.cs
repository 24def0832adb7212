using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Binding;

public sealed class SheetRowTests : IDisposable
{
    private readonly Service _service = new();
    private readonly Shell _shell = new();
    private readonly ScratchFolder _folder = new();

    public SheetRowTests() => _shell.Connect(_service, $"-ProjectId {Service.Project} -Model veo-3.1");

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("a.csv", "Prompt,Colour\nA paper boat sails,red\n,grey\nA second boat sails,blue\n")]
    [InlineData("a.jsonl", "{\"Prompt\":\"A paper boat sails\",\"Colour\":\"red\"}\n{\"Prompt\":null}\n{\"Colour\":4,\"Prompt\":\"A second boat sails\"}\n")]
    public void The_rows_of_a_file_are_created_and_their_errors_name_the_line(string name, string text)
    {
        Outcome outcome = _shell.Run($"[UgcLab.Sheet]::Read('{Write(name, text)}') | New-UgcVideo");

        Assert.Equal(["UgcPromptMissing"], outcome.ErrorIds);
        Assert.StartsWith($"Row 2 (line {(name == "a.csv" ? 3 : 2)}): ", outcome.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["A paper boat sails", "A second boat sails"], _service.Prompts);
        Assert.Equal(["1", "3"], outcome.Values("RowNumber"));
        Assert.Equal("Columns not used: Colour. They stay available in InputRow.", Assert.Single(outcome.Warnings));
    }

    [Fact]
    public void A_line_that_is_no_row_is_one_error_and_the_others_are_created()
    {
        string path = Write("a.jsonl", "{\"Prompt\":\"A paper boat sails\"}\nno\n{\"Prompt\":[1]}\n{\"Prompt\":\"A second boat\",\"prompt\":1}\n{\"Prompt\":\"A third boat sails\"}\n");

        Outcome outcome = _shell.Run($"[UgcLab.Sheet]::Read('{path}') | New-UgcVideo");

        Assert.Equal(["UgcRowUnreadable", "UgcRowInvalid", "UgcRowUnreadable"], outcome.ErrorIds);
        Assert.Equal(["Row 2 (line 2)", "Row 3 (line 3)", "Row 4 (line 4)"], outcome.Errors.Select(error => error.ToString().Split(" has ")[0].Split(": ")[0]));
        Assert.Equal(2, _service.Orders.Count);
    }

    [Fact]
    public void A_row_of_a_file_is_stored_with_its_cells()
    {
        _shell.Run($"[UgcLab.Sheet]::Read('{Write("a.csv", "Prompt,RowId\nA boat with an identity, mug-1 \n")}') | New-UgcVideo").Clean();

        Assert.Equal([" mug-1 "], _shell.Run("(Get-UgcHistory -Text 'A boat with an identity').Cells['RowId']").Clean().Texts);
    }

    [Fact]
    public void An_identity_belongs_to_one_row_and_is_neither_sent_nor_a_surprise()
    {
        Outcome outcome = _shell.Run("""
            1..4 | & { process { @{ Prompt = "A paper boat sails, number $_"; 'Row Id' = ('a', 'A', ' a ', '')[$_ - 1] } } } | New-UgcVideo
            """);

        Assert.Equal(["UgcRowIdTwice"], outcome.ErrorIds);
        Assert.StartsWith("Row 3: RowId 'a' is that of row 1 already.", outcome.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(3, _service.Orders.Count);
        Assert.All(_service.Orders, order => Assert.DoesNotContain(order.EnumerateObject(), member => member.Name.Contains("row", StringComparison.OrdinalIgnoreCase)));
        Assert.Empty(outcome.Warnings);
    }

    [Fact]
    public void An_identity_that_is_none_spoils_its_row() =>
        Assert.Equal(["UgcRowIdInvalid"], _shell.Run("@{ Prompt = 'A paper boat sails'; RowId = 'x' * 201 } | New-UgcVideo").ErrorIds);

    [Fact]
    public void Equal_rows_are_pointed_out_in_one_line()
    {
        Assert.Equal(
            "1 row is equal to an earlier row. Row 3 (line 4) asks for the same video as row 1. Each of these rows creates a video of its own.",
            Assert.Single(_shell.Run($"[UgcLab.Sheet]::Read('{Write("a.csv", "Prompt\nA paper boat sails\nA second boat sails\nA paper boat sails \n")}') | New-UgcVideo").Clean().Warnings));
        foreach (string command in new[] { "New-UgcVideo -WhatIf", "Measure-UgcVideo", "Test-UgcVideo" })
        {
            Assert.Equal(
                "29 rows are equal to an earlier row. Row 2 asks for the same video as row 1. Each of these rows creates a video of its own.",
                Assert.Single(_shell.Run($"1..30 | & {{ process {{ @{{ Prompt = 'A paper boat sails' }} }} }} | {command}").Clean().Warnings));
        }
    }

    [Fact]
    public void Text_that_was_read_in_another_encoding_is_named_once_for_each_column()
    {
        string path = Write("a.csv", "Prompt,Reference,Note\nA paper boat sails,GrÃ¼n,donâ€™t\nA second boat sails,GrÃ¼n,don\uFFFDt\n");

        IReadOnlyList<string> warnings = _shell.Run($"[UgcLab.Sheet]::Read('{path}') | New-UgcVideo -WhatIf").Clean().Warnings;

        Assert.Contains("Row 1 (line 2), column Reference: 'GrÃ¼n' reads 'Grün' in UTF-8, and was read as Windows-1252. Save the file as UTF-8, or specify -Encoding.", warnings);
        Assert.Single(warnings, text => text.Contains("column Note: 'donâ€™t' reads 'don’t'", StringComparison.Ordinal));
        Assert.Equal(3, warnings.Count);
    }

    [Fact]
    public void A_letter_that_could_not_be_read_in_a_label_is_named() =>
        Assert.Equal(
            "Row 1, column Reference: 'Gr\uFFFDn' holds U+FFFD, which stands where a letter could not be read. Save the file as UTF-8, or specify -Encoding.",
            Assert.Single(_shell.Run("@{ Prompt = 'A paper boat sails'; Reference = \"Gr$([char]0xFFFD)n\" } | New-UgcVideo -WhatIf").Clean().Warnings));

    [Theory]
    [InlineData("'A {Product} on a {Color} table' | New-UgcVideo -WhatIf", "-PromptTemplate")]
    [InlineData("New-UgcVideo -Prompt 'A {Product} on a {Color} table' -WhatIf", "-PromptTemplate")]
    [InlineData("New-UgcVideo -Prompt '=A1&\" on a table\"' -WhatIf", "formula")]
    [InlineData("@{ Prompt = 'A paper boat sails'; Reference = '=B2' } | New-UgcVideo -WhatIf", "formula")]
    public void A_template_without_its_parameter_and_a_formula_are_warned_of(string script, string word) =>
        Assert.Contains(word, Assert.Single(_shell.Run(script).Clean().Warnings), StringComparison.Ordinal);

    [Fact]
    public void Braces_that_a_template_made_are_meant() =>
        Assert.Empty(_shell.Run("@{ Product = 'mug' } | New-UgcVideo -PromptTemplate 'A {{Product}} {Product} on a table' -WhatIf").Clean().Warnings);

    [Theory]
    [InlineData("New-UgcVideo -Prompt \"A boat `e[31m sails\" -Model veo-3.1", "UgcPromptControlChar")]
    [InlineData("New-UgcVideo -Prompt 'A paper boat sails' -Reference \"a`bb\"", "UgcReferenceInvalid")]
    [InlineData("New-UgcVideo -Prompt \"A $(@(1,2).GetType()) boat sails\"", "UgcPlaceholder")]
    [InlineData("@{ Prompt = 'A paper boat sails'; RowId = '#N/D' } | New-UgcVideo", "UgcSpreadsheetError")]
    [InlineData("@{ Prompt = 'A paper boat sails'; RowId = 'System.Object[]' } | New-UgcVideo", "UgcPlaceholder")]
    [InlineData("@{ Color = 'Err:502' } | New-UgcVideo -PromptTemplate 'A {Color} boat sails'", "UgcSpreadsheetError")]
    [InlineData("@{ Color = '@{Name=red}' } | New-UgcVideo -PromptTemplate 'A {Color} boat sails'", "UgcPlaceholder")]
    [InlineData("New-UgcVideo -Prompt 'A paper boat sails' -AdditionalProperty @{ note = \"a`bb\" }", "UgcAdditionalPropertyInvalid")]
    public void What_is_no_text_is_refused_however_it_comes(string script, string error)
    {
        Assert.Equal([error], _shell.Run(script).ErrorIds);
        Assert.Empty(_service.Orders);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.ToString(), name);
        File.WriteAllText(path, text);
        return path;
    }
}
