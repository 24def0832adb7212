using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Sending;

public sealed class MeasureTests : IDisposable
{
    private const string Rows = "1..3 | & { process { row $(if ($_ -eq 2) { 'short' } else { \"A row to be measured, $_\" }) @{ Reference = \"ref-$_\"; Variants = $_ } } }";

    private readonly Shell _shell = new();

    public MeasureTests() => _shell.Rehearse();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void What_was_never_created_has_no_price_and_what_was_has()
    {
        Outcome before = _shell.Run("row 'A row to be measured' | Measure-UgcVideo").Clean();
        _shell.Run("row 'A row to be bought' | New-UgcVideo").Clean();
        Outcome after = _shell.Run("row 'A row to be measured' | Measure-UgcVideo").Clean();

        Assert.Equal([null, "1", null, null], Only(before, "Credits", "UnknownVideos", "Balance", "BalanceAfter"));
        Assert.Equal(["35", "0", "9965", "9930"], Only(after, "Credits", "UnknownVideos", "Balance", "BalanceAfter"));
    }

    [Fact]
    public void A_row_with_faults_gives_the_error_that_creating_would_give_and_is_counted_apart()
    {
        Outcome outcome = _shell.Run($"{Rows} | Measure-UgcVideo");

        Assert.Equal(["UgcPromptLength"], outcome.ErrorIds);
        Assert.Null(outcome.Caught);
        Assert.Equal(["2", "4", "1"], Only(outcome, "Requests", "Videos", "InvalidRows"));
    }

    [Fact]
    public void PerRow_gives_one_for_each_row_with_its_number()
    {
        Outcome outcome = _shell.Run($"{Rows} | Measure-UgcVideo -PerRow");

        Assert.Equal(["1", "2", "3"], outcome.Values("RowNumber"));
        Assert.Equal(["ref-1", "ref-2", "ref-3"], outcome.Values("Reference"));
        Assert.Equal(["1", "0", "3"], outcome.Values("Videos"));
        Assert.Equal(["0", "1", "0"], outcome.Values("InvalidRows"));
        Assert.DoesNotContain(null, outcome.Values("InputRow"));
    }

    [Fact]
    public void It_needs_no_session()
    {
        using Shell clean = new();

        Outcome outcome = clean.Run("Measure-UgcVideo 'A row without a session' -Model sora-2-pro -Duration 15 -Tier pro -ImageUrl https://cdn.example.com/of-no-session.png -ProjectId $project").Clean();

        Assert.Equal(["1"], outcome.Values("Requests"));
    }

    [Fact]
    public void Nothing_to_measure_is_measured_too() => Assert.Equal(["Nothing to send."], _shell.Run("@() | Measure-UgcVideo").Clean().Texts);

    [Fact]
    public void WhatIf_ends_with_the_same_words()
    {
        _shell.Run("row 'A row to be bought' | New-UgcVideo").Clean();

        Outcome outcome = _shell.Run("1..2 | & { process { row \"A row to look at, $_\" } } | New-UgcVideo -WhatIf -MaxCredit 60").Clean();

        Assert.Contains(outcome.Information, line => line.StartsWith(
            "This costs more than -MaxCredit 60 allows. In all: 2 requests for 2 videos: 70 credits, known from 1 earlier charge", StringComparison.Ordinal));
    }

    [Fact]
    public void The_first_402_ends_the_run_and_no_later_row_is_sent()
    {
        _shell.Rehearse("Speed = 2000; Credits = 80");

        Outcome outcome = _shell.Run("1..5 | & { process { row \"A row on a short budget, $_\" } } | New-UgcVideo");

        Assert.Equal(["UgcInsufficientCredits"], outcome.ErrorIds);
        Assert.Null(outcome.Caught);
        Assert.Equal(2, outcome.Output.Count);
        Assert.Equal(["Refused", "Accepted", "Accepted"], _shell.Run("Get-UgcHistory").Clean().Values("State"));
    }

    private static IEnumerable<string?> Only(Outcome outcome, params string[] properties) => properties.Select(property => Assert.Single(outcome.Values(property)));
}
