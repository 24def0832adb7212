using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Binding;

public sealed class PromptTemplateTests : IDisposable
{
    private const string Rows = "[pscustomobject]@{ Color = 'red'; Product = 'mug' }, [pscustomobject]@{ Color = ' deep blue'; Product = 'bag' }";

    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public PromptTemplateTests() => _shell.Connect(_service, $"-ProjectId {Service.Project} -Model veo-3.1");

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Fact]
    public void Each_row_gets_a_prompt_of_its_own_cells_and_none_of_them_is_a_surprise()
    {
        Outcome outcome = _shell.Run($"{Rows} | New-UgcVideo -PromptTemplate 'A {{color}} {{Product}} on a {{{{table}}}}'").Clean();

        Assert.Equal(["A red mug on a {table}", "A deep blue bag on a {table}"], _service.Prompts);
        Assert.Empty(outcome.Warnings);
    }

    [Fact]
    public void A_row_with_a_blank_in_its_prompt_is_one_error_and_the_others_are_created()
    {
        Outcome outcome = _shell.Run($"@{{ Color = ' '; Product = 'cup' }}, {Rows}, @{{ Product = 'pen' }} | New-UgcVideo -PromptTemplate 'A {{Color}} {{Product}} on a table'");

        Assert.Equal(["UgcPromptTemplateEmpty", "UgcPromptTemplateEmpty"], outcome.ErrorIds);
        Assert.StartsWith("Row 1: Column 'Color' is empty", outcome.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Row 4: Column 'Color' is not in this row", outcome.Errors[1].ToString(), StringComparison.Ordinal);
        Assert.Equal(2, _service.Orders.Count);
    }

    [Theory]
    [InlineData("'A {Colr} mug on a table'", "UgcColumnSuspicious", "Did you mean Color?")]
    [InlineData("'A {Shade} mug on a table'", "UgcColumnSuspicious", "The columns are Color, Product.")]
    [InlineData("'A {Color mug'", "UgcArgumentInvalid", "never closed")]
    [InlineData("'A red mug on a table'", "UgcArgumentInvalid", "names no column")]
    [InlineData("'A {Color} mug' -Prompt 'A red mug on a table'", "UgcArgumentInvalid", "two texts")]
    [InlineData("'A {Color} mug' -Column @{ Prompt = 'Product' }", "UgcArgumentInvalid", "a column of its own and from a template")]
    public void A_template_that_does_not_fit_ends_everything_before_any_money(string template, string id, string says)
    {
        Outcome outcome = _shell.Run($"{Rows} | New-UgcVideo -PromptTemplate {template}");

        Assert.Equal([id], outcome.ErrorIds);
        Assert.NotNull(outcome.Caught);
        Assert.Contains(says, outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Empty(_service.Requests);
    }

    [Theory]
    [InlineData("@{ Color = 'red'; Prompt = 'A red mug on a table' }, 'A prompt as a row'")]
    [InlineData("@{ Color = 'red'; Text = 'A red mug on a table' }, 'A prompt as a row'")]
    public void A_row_with_a_prompt_of_its_own_has_one_too_many(string rows)
    {
        Outcome outcome = _shell.Run($"{rows} | New-UgcVideo -PromptTemplate 'A {{Color}} mug on a table'");

        Assert.Equal(["UgcPromptTwice", "UgcPromptTwice"], outcome.ErrorIds);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public void Without_a_row_there_is_nothing_to_fill_it_from() =>
        Assert.Equal(["UgcArgumentInvalid"], _shell.Run("New-UgcVideo -PromptTemplate 'A {Color} mug on a table'").ErrorIds);

    [Fact]
    public void A_blank_template_is_none() =>
        _shell.Run("@{ Prompt = 'A red mug on a table' } | New-UgcVideo -PromptTemplate ''").Clean();

    [Fact]
    public void A_cell_that_cannot_be_read_is_one_fault_and_not_two()
    {
        Outcome outcome = _shell.Run("@{ Color = 'red', 'blue'; Product = 'mug' } | New-UgcVideo -PromptTemplate 'A {Color} {Product} on a table'");

        Assert.Equal(["UgcCellInvalid"], outcome.ErrorIds);
    }

    [Fact]
    public void A_number_is_written_the_same_under_every_culture()
    {
        _shell.Run("[cultureinfo]::CurrentCulture = 'de-DE'; @{ Size = 1.5 } | New-UgcVideo -PromptTemplate 'A mug of {Size} litres'").Clean();

        Assert.Equal(["A mug of 1.5 litres"], _service.Prompts);
    }

    [Fact]
    public void A_column_that_changes_the_order_as_well_is_pointed_out_once()
    {
        Outcome outcome = _shell.Run("@{ Count = 2; Product = 'mugs' }, @{ Count = 2; Product = 'bags' } | Test-UgcVideo -PromptTemplate '{Count} {Product} on a table'").Clean();

        Assert.Equal(["2", "2"], outcome.Values("Videos"));
        Assert.Contains("Count is in the prompt, and by its name gives Variants as well", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
    }
}
