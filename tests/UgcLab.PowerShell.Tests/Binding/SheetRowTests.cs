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
    public void The_rows_of_a_file_are_bought_and_their_errors_name_the_line(string name, string text)
    {
        Outcome outcome = _shell.Run($"[UgcLab.Sheet]::Read('{Write(name, text)}') | New-UgcVideo");

        Assert.Equal(["UgcPromptMissing"], outcome.ErrorIds);
        Assert.StartsWith($"Row 2 (line {(name == "a.csv" ? 3 : 2)}): ", outcome.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["A paper boat sails", "A second boat sails"], _service.Prompts);
        Assert.Equal(["1", "3"], outcome.Values("RowNumber"));
        Assert.Equal("Nothing reads the columns Colour; they travel along in InputRow.", Assert.Single(outcome.Warnings));
    }

    [Fact]
    public void A_line_that_is_no_row_is_one_error_and_the_others_are_bought()
    {
        string path = Write("a.jsonl", "{\"Prompt\":\"A paper boat sails\"}\nno\n{\"Prompt\":[1]}\n{\"Prompt\":\"A second boat\",\"prompt\":1}\n{\"Prompt\":\"A third boat sails\"}\n");

        Outcome outcome = _shell.Run($"[UgcLab.Sheet]::Read('{path}') | New-UgcVideo");

        Assert.Equal(["UgcRowUnreadable", "UgcRowInvalid", "UgcRowUnreadable"], outcome.ErrorIds);
        Assert.Equal(["Row 2 (line 2)", "Row 3 (line 3)", "Row 4 (line 4)"], outcome.Errors.Select(error => error.ToString().Split(" has ")[0].Split(": ")[0]));
        Assert.Equal(2, _service.Orders.Count);
    }

    [Fact]
    public void A_row_of_a_file_goes_into_the_record_with_its_cells()
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
    public void Equal_rows_are_pointed_out_by_their_numbers() =>
        Assert.Equal(
            "Row 3 (line 4) asks for the same video as row 1. Each of these rows creates a video of its own.",
            Assert.Single(_shell.Run($"[UgcLab.Sheet]::Read('{Write("a.csv", "Prompt\nA paper boat sails\nA second boat sails\nA paper boat sails\n")}') | New-UgcVideo").Clean().Warnings));

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.ToString(), name);
        File.WriteAllText(path, text);
        return path;
    }
}
