using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Binding;

public sealed class PrecedenceTests : IDisposable
{
    private const string Other = "clzz0000000000000project9";

    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Fact]
    public void What_is_typed_wins_over_the_row_with_one_warning_a_setting()
    {
        _shell.Connect(_service);

        Outcome outcome = _shell.Run("1..3 | & { process { row \"Row $_ is passed over\" } } | New-UgcVideo -Duration 10 -ProjectId clzz0000000000000project9").Clean();

        Assert.All(_service.Orders, order => Assert.Equal("10", order.GetProperty("duration").GetString()));
        Assert.All(_service.Orders, order => Assert.Equal(Other, order.GetProperty("projectId").GetString()));
        Assert.Equal(3, _service.Orders.Count);
        Assert.Equal(2, outcome.Warnings.Count);
        Assert.Single(outcome.Warnings, warning => warning.Contains("Duration", StringComparison.Ordinal));
        Assert.Single(outcome.Warnings, warning => warning.Contains("ProjectId", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_typed_and_says_the_same_as_the_row_is_no_news()
    {
        _shell.Connect(_service);

        Assert.Empty(_shell.Run("row 'A row that agrees' | New-UgcVideo -Duration 5 -Model KLING-2.6").Clean().Warnings);
    }

    [Fact]
    public void The_row_wins_over_the_session_without_a_word()
    {
        _shell.Connect(_service, $"-ProjectId {Other} -Model veo-3.1");

        Outcome outcome = _shell.Run("row 'A row that knows better' | New-UgcVideo").Clean();

        Assert.Equal(("kling-2.6", Service.Project), (_service.Orders[0].GetProperty("model").GetString(), _service.Orders[0].GetProperty("projectId").GetString()));
        Assert.Empty(outcome.Warnings);
    }

    [Fact]
    public void The_session_fills_in_what_neither_gives()
    {
        _shell.Connect(_service, $"-ProjectId {Other} -Model veo-3.1");

        _shell.Run("[pscustomobject]@{ Prompt = 'A row that says little'; Model = ''; ProjectId = '' } | New-UgcVideo").Clean();

        Assert.Equal(("veo-3.1", Other), (_service.Orders[0].GetProperty("model").GetString(), _service.Orders[0].GetProperty("projectId").GetString()));
    }

    [Fact]
    public void A_default_of_the_shell_counts_as_typed()
    {
        _shell.Connect(_service);

        Outcome outcome = _shell.Run("$PSDefaultParameterValues = @{ 'New-UgcVideo:ProjectId' = 'clzz0000000000000project9' }; row 'A row under a default' | New-UgcVideo").Clean();

        Assert.Equal(Other, _service.Orders[0].GetProperty("projectId").GetString());
        Assert.Single(outcome.Warnings);
    }

    [Fact]
    public void A_prompt_typed_against_a_row_with_one_is_an_error()
    {
        _shell.Connect(_service);

        Outcome outcome = _shell.Run("row 'A prompt of the row' | New-UgcVideo -Prompt 'A prompt that was typed'");

        Assert.Equal(["UgcPromptTwice"], outcome.ErrorIds);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public void A_typed_prompt_serves_rows_that_have_none()
    {
        _shell.Connect(_service);

        _shell.Run("@{ Model = 'veo-3.1' }, @{ Model = 'kling-2.6'; Duration = 10 } | New-UgcVideo -Prompt 'One prompt for two models' -ProjectId clzz0000000000000project1").Clean();

        Assert.Equal(["veo-3.1", "kling-2.6"], _service.Orders.Select(order => order.GetProperty("model").GetString()));
        Assert.All(_service.Prompts, prompt => Assert.Equal("One prompt for two models", prompt));
    }
}
