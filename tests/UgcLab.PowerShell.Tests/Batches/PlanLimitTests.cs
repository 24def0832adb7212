using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Batches;

/// <summary>What a batch costs by known prices, and where its files go, is checked before its first request.</summary>
public sealed class PlanLimitTests : IDisposable
{
    private const string Run = "Invoke-UgcBatch $sheet -Destination $videos -Force";

    // Makes the price known: 150 credits.
    private const string Learn = "$null = New-UgcVideo 'A video of the same kind' -Model sora-2-pro -Tier pro -Duration 10 -Force";

    private readonly Rehearsal _rehearsal = new();

    public PlanLimitTests() => _rehearsal.Sheet("Reference,Prompt,Model,Tier,Duration\n"
        + string.Concat(Enumerable.Range(1, 10).Select(n => $"ad-{n},A paper boat sails down street number {n},sora-2-pro,pro,10\n")));

    public void Dispose() => _rehearsal.Dispose();

    [Theory]
    [InlineData("-MaxCredit 450", "", "-MaxCredit allows 450")]
    [InlineData("", "-MaxCreditPerDay 600", "the limit of 600 credits a day leaves 450")]
    public void A_plan_beyond_a_limit_sends_nothing_and_says_how_many_rows_fit(string typed, string session, string why)
    {
        using Shell shell = _rehearsal.Open(more: session);
        shell.Run(Learn).Clean();
        (int Any, int Orders) arrived = _rehearsal.Arrived;

        Outcome outcome = shell.Run($"{Run} {typed}");

        Assert.Equal(["UgcSpendingLimit"], outcome.ErrorIds);
        Assert.Empty(outcome.Output);
        Assert.Contains($"cost 1,500 credits by known prices, and {why}. The first 3 rows to send fit: -First 3.", outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Equal(arrived, _rehearsal.Arrived);
        Assert.Equal(3, RunResult.Of(shell.Run($"{Run} {typed} -First 3").Clean()).Created);
    }

    [Fact]
    public void AllowPartial_creates_rows_until_the_limit()
    {
        using Shell shell = _rehearsal.Open();
        shell.Run(Learn).Clean();

        Outcome outcome = shell.Run($"{Run} -MaxCredit 450 -AllowPartial");

        Assert.Equal((3, 4), (RunResult.Of(outcome).Created, RunResult.Of(outcome).ExitCode));
    }

    [Fact]
    public void Rows_that_exist_cost_nothing_and_count_for_First()
    {
        using Shell shell = _rehearsal.Open();
        shell.Run($"{Run} -First 2").Clean();

        Outcome outcome = shell.Run($"{Run} -MaxCredit 450");

        Assert.Contains("The first 3 rows to send fit: -First 5.", outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, RunResult.Of(shell.Run($"{Run} -MaxCredit 450 -First 5").Clean()).Created);
    }

    [Fact]
    public void KeepCredit_is_compared_with_the_last_known_balance()
    {
        using Shell shell = _rehearsal.Open("Speed = 3000; Credits = 1000");
        shell.Run($"{Run} -First 1").Clean();

        Outcome outcome = shell.Run($"{Run} -KeepCredit 500");

        Assert.Contains("-KeepCredit 500 allows 350, because the balance was 850", outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, _rehearsal.Arrived.Orders);
    }

    [Fact]
    public void With_WhatIf_the_limit_is_only_shown()
    {
        using Shell shell = _rehearsal.Open();
        shell.Run(Learn).Clean();

        Outcome outcome = shell.Run($"{Run} -MaxCredit 450 -WhatIf").Clean();

        Assert.Contains(outcome.Information, line => line.Contains("The first 3 rows to send fit: -First 3.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-FileName '{Nope}'", "{Nope}")]
    [InlineData("-FileName '{Reference'", "never closed")]
    [InlineData("-Destination $sheet", "is a file")]
    [InlineData("-Destination Env:/videos", "not a path of the file system")]
    public void Names_and_folders_that_cannot_be_used_are_errors_before_anything_is_sent(string typed, string message)
    {
        using Shell shell = _rehearsal.Open();

        Outcome outcome = shell.Run($"{(typed.Contains("-Destination", StringComparison.Ordinal) ? "Invoke-UgcBatch $sheet -Force" : Run)} {typed}");

        Assert.Contains(message, outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, _rehearsal.Arrived.Any);
        Assert.Empty(_rehearsal.Files);
    }

    [Fact]
    public void A_file_name_may_contain_any_column_of_the_rows()
    {
        using Shell shell = _rehearsal.Sheet("Sku,Color,Prompt,Model,Duration\n1,red,A paper boat sails down a street,kling-2.6,5\n").Open();

        shell.Run($"{Run} -FileName '{{color}}-{{UgcId}}'").Clean();

        Assert.StartsWith("red-", Assert.Single(_rehearsal.Files), StringComparison.Ordinal);
    }

    [Fact]
    public void Skipped_rows_do_not_end_a_script()
    {
        using Shell shell = _rehearsal.Sheet("Prompt,Model,Duration\nshort,kling-2.6,5\nA paper boat sails down a street,kling-2.6,5\n").Open();

        Outcome outcome = shell.Run($"$ErrorActionPreference = 'Stop'; {Run} -SkipInvalid").Clean();

        Assert.Equal((1, 1), (RunResult.Of(outcome).Created, RunResult.Of(outcome).ExitCode));
    }
}
