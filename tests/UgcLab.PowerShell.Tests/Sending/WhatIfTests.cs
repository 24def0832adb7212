using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Sending;

public sealed class WhatIfTests : IDisposable
{
    private const string Five =
        "1..5 | & { process { if ($_ -eq 3) { row 'short' } else { row \"A sound row, number $_\" @{ Reference = \"ref-$_\"; Variants = 2 } } } } | New-UgcVideo";

    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public WhatIfTests() => _shell.Connect(_service);

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Fact]
    public void WhatIf_checks_all_rows_shows_each_by_its_number_and_sends_nothing()
    {
        Outcome outcome = _shell.Run($"{Five} -WhatIf");

        Assert.Equal(["UgcPromptLength"], outcome.ErrorIds);
        Assert.Empty(outcome.Output);
        Assert.Empty(_service.Requests);
        string[] shown = [.. _shell.Host.Lines.Where(line => line.Contains("What if", StringComparison.Ordinal))];
        Assert.Equal(4, shown.Length);
        Assert.Contains("Row 4: kling-2.6, 5 s, project clzz0000000000000project1, reference ref-4: A sound row, number 4", shown[2], StringComparison.Ordinal);
        Assert.Contains("2 videos", shown[2], StringComparison.Ordinal);
        Assert.Contains(outcome.Information, line => line.Contains("4 requests for 8 videos", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIf_leaves_nothing_in_the_store()
    {
        _shell.Run("row 'A row of what might be bought' | New-UgcVideo -WhatIf").Clean();

        Assert.Empty(_shell.Run("Get-UgcHistory -Text 'of what might be bought'").Clean().Output);
    }

    [Fact]
    public void WhatIf_needs_no_session()
    {
        using Shell clean = new();

        Outcome outcome = clean.Run("row 'A row before a session' | New-UgcVideo -WhatIf").Clean();

        Assert.Contains(clean.Host.Lines, line => line.Contains("A row before a session", StringComparison.Ordinal));
    }

    [Fact]
    public void Confirm_asks_for_each_and_creates_what_is_granted()
    {
        _shell.Host.Answer("Yes", "No", "Yes");

        _shell.Run("1..3 | & { process { row \"A row to be granted, $_\" } } | New-UgcVideo -Confirm").Clean();

        Assert.Equal(3, _shell.Host.Questions.Count);
        Assert.Contains("Row 2", _shell.Host.Questions[1], StringComparison.Ordinal);
        Assert.Equal(["A row to be granted, 1", "A row to be granted, 3"], _service.Prompts);
    }

    [Fact]
    public void There_is_no_prompt_that_was_not_requested()
    {
        _shell.Run("row 'A row that nobody asks about' | New-UgcVideo").Clean();

        Assert.Empty(_shell.Host.Questions);
        Assert.Single(_service.Requests);
    }
}
