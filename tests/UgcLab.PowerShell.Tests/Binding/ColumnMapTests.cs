using System.Text.Json;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Binding;

public sealed class ColumnMapTests : IDisposable
{
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public ColumnMapTests() => _shell.Connect(_service, $"-ProjectId {Service.Project} -Model kling-2.6");

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Theory]
    [InlineData("@{ Prompt = 'Ad copy'; Duration = 'Länge' }")]
    [InlineData("([ordered]@{ text = 'AD COPY'; seconds = ' länge ' })")]
    public void A_sheet_with_names_of_its_own_is_created_as_it_is(string map)
    {
        Outcome outcome = _shell.Run($"[pscustomobject]@{{ 'Ad copy' = 'A text under another name'; 'Länge' = 10; Prompt = 'An older text' }} | New-UgcVideo -Column {map}").Clean();

        JsonElement order = Assert.Single(_service.Orders);
        Assert.Equal(("A text under another name", "10"), (order.GetProperty("prompt").GetString(), order.GetProperty("duration").GetString()));
        Assert.Equal("Columns not used: Prompt. They stay available in InputRow.", Assert.Single(outcome.Warnings));
    }

    [Theory]
    [InlineData("@{ Prompt = 'Ad txt' }", "UgcColumnSuspicious", "Did you mean Ad text?")]
    [InlineData("@{ Prompt = 'Copy' }", "UgcColumnSuspicious", "The columns are Ad text, Duration.")]
    [InlineData("@{ Colour = 'Ad text' }", "UgcArgumentInvalid", "Valid fields: Prompt, ")]
    [InlineData("@{ Prompt = 'Ad text'; Reference = 'ad text' }", "UgcArgumentInvalid", "both")]
    [InlineData("@{ Prompt = '' }", "UgcArgumentInvalid", "Prompt has no column")]
    [InlineData("@{ Prompt = 'Ad text', 'Duration' }", "UgcArgumentInvalid", "Prompt has a list")]
    public void A_map_that_does_not_fit_ends_everything_before_any_money(string map, string id, string says)
    {
        Outcome outcome = _shell.Run($"1..3 | & {{ process {{ [pscustomobject]@{{ 'Ad text' = \"A text under a name, $_\"; Duration = 5 }} }} }} | New-UgcVideo -Column {map}");

        Assert.Equal([id], outcome.ErrorIds);
        Assert.NotNull(outcome.Caught);
        Assert.Contains(says, outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public void No_map_is_as_good_as_an_empty_one() =>
        _shell.Run("row 'A row without any map' | New-UgcVideo -Column @{}; row 'A row without a map' | New-UgcVideo -Column $null").Clean();
}
