using System.Management.Automation;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Sending;

/// <summary>-MaxCredit and -KeepCredit, with a service that charges 10 for a video.</summary>
public sealed class SpendingLimitTests : IDisposable
{
    private const string Five = "1..5 | & { process { row \"A row with a bound, $_\" @{ Reference = $_; Tier = 'pro'; Model = 'sora-2-pro'; Duration = '10' } } } | New-UgcVideo";

    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public SpendingLimitTests() => _shell.Connect(_service);

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Fact]
    public void MaxCredit_ends_creation_and_the_rest_of_the_pipeline_continues()
    {
        Outcome outcome = _shell.Run(Five + " -MaxCredit 25 | & { process { $_ } end { 'the end' } }");

        Assert.Null(outcome.Caught);
        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Contains("2 more requests were not sent.", outcome.Warnings);
        Assert.Equal("UgcSpendingLimit", Outcome.Id(error));
        Assert.Equal(ErrorCategory.QuotaExceeded, error.CategoryInfo.Category);
        Assert.StartsWith("Row 3, 3: Stopped by -MaxCredit 25: this run has spent 20 credits", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("higher -MaxCredit", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(3, outcome.Output.Count);
        Assert.Equal("the end", outcome.Texts[^1]);
        Assert.Equal(2, _service.Orders.Count);
    }

    [Fact]
    public void KeepCredit_holds_to_the_balance_of_the_last_answer()
    {
        // The record is shared by all tests here; of this project it has no balance, so the first row goes out.
        Outcome outcome = _shell.Run($"{Five.Replace("@{ ", "@{ ProjectId = 'clzz000000000000project77'; ", StringComparison.Ordinal)} -KeepCredit 985");

        Assert.Contains(outcome.Warnings, warning => warning.Contains("can't stop that purchase", StringComparison.Ordinal));
        Assert.Equal("UgcSpendingLimit", Outcome.Id(Assert.Single(outcome.Errors)));
        Assert.Single(_service.Requests);
    }

    [Fact]
    public void A_bound_that_is_not_reached_is_not_felt()
    {
        Outcome outcome = _shell.Run($"{Five} -MaxCredit 50 -KeepCredit 100 3>$null").Clean();

        Assert.Equal(5, outcome.Output.Count);
    }

    [Theory]
    [InlineData("-MaxCredit -1")]
    [InlineData("-MaxCredit -0.5")]
    [InlineData("-KeepCredit -1")]
    [InlineData("-KeepCredit $null")]
    [InlineData("-MaxCredit ''")]
    [InlineData("-MaxCredit ' '")]
    [InlineData("-MaxCredit lots")]
    public void What_is_no_bound_is_refused_before_anything_is_created(string bound)
    {
        Outcome outcome = _shell.Run($"{Five} {bound}");

        Assert.NotNull(outcome.Caught);
        Assert.Empty(_service.Requests);
    }
}
