using System.Management.Automation;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Binding;

public sealed class RowFaultTests : IDisposable
{
    private const string Five = "1..5 | & { process { if ($_ -eq 3) { $bad } else { row \"A sound row, number $_\" } } } | New-UgcVideo";

    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public RowFaultTests() => _shell.Connect(_service);

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Fact]
    public void An_invalid_row_is_one_error_with_all_of_its_faults_and_the_others_are_created()
    {
        Outcome outcome = _shell.Run($"$bad = row 'short' @{{ Duration = '7'; Variants = '9' }}\n{Five}");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Null(outcome.Caught);
        Assert.Equal("UgcRowInvalid", Outcome.Id(error));
        Assert.Contains("Row 3", error.ToString(), StringComparison.Ordinal);
        dynamic exception = error.Exception;
        IEnumerable<dynamic> faults = exception.Faults;
        Assert.Equal(["PromptLength", "DurationNotAllowed", "VariantsRange"], faults.Select(fault => (string)fault.Code));
        Assert.All(faults, fault => Assert.Contains((string)fault.Message, error.ToString(), StringComparison.Ordinal));

        Assert.Equal(["1", "2", "4", "5"], outcome.Values("RowNumber"));
        Assert.Equal(["1", "2", "4", "5"], _service.Prompts.Select(prompt => prompt[^1..]));
    }

    [Theory]
    [InlineData("Duration = '7'", "UgcDurationNotAllowed")]
    [InlineData("AspectRatio = 'portrait'", "UgcAspectRatioNotAllowed")]
    [InlineData("Tier = 'pro'", "UgcTierNotAllowed")]
    [InlineData("Variants = '0'", "UgcVariantsRange")]
    [InlineData("Variants = $true", "UgcVariantsRange")]
    [InlineData("ImageUrl = 'http://example.com/a.png'", "UgcImageUrlScheme")]
    [InlineData("ProjectId = '../x'", "UgcProjectIdInvalid")]
    [InlineData("Prompt = '#REF!'", "UgcSpreadsheetError")]
    public void A_single_fault_gives_the_error_its_id(string fault, string id)
    {
        Outcome outcome = _shell.Run($"$bad = row 'A row with one fault' @{{ {fault} }}\n{Five}");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Equal(id, Outcome.Id(error));
        Assert.StartsWith("Row 3: ", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category);
        Assert.Equal(4, _service.Orders.Count);
    }

    [Fact]
    public void The_error_has_the_row_as_its_target_and_says_what_to_do()
    {
        Outcome outcome = _shell.Run($"$global:bad = row 'A row with one fault' @{{ Duration = '7' }}\n{Five}\n[object]::ReferenceEquals($bad, $Error[0].TargetObject)");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Equal("7", PSObject.AsPSObject(error.TargetObject).Properties["Duration"].Value);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void ErrorAction_Stop_ends_at_the_bad_row()
    {
        Outcome outcome = _shell.Run($"$bad = row 'A row with one fault' @{{ Duration = '7' }}\n{Five} -ErrorAction Stop");

        Assert.Equal("UgcDurationNotAllowed", Outcome.Id(outcome.Caught!));
        Assert.Equal(2, _service.Orders.Count);
    }

    [Fact]
    public void A_typed_request_has_no_row_number()
    {
        Outcome outcome = _shell.Run("New-UgcVideo 'A typed prompt alone' -Model kling-2.6");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Equal("UgcRowInvalid", Outcome.Id(error));
        Assert.DoesNotContain("Row", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Test_UgcVideo_finds_the_same_faults_and_sends_nothing()
    {
        Outcome outcome = _shell.Run(
            $"$bad = row 'short' @{{ Duration = '7' }}\n{Five.Replace("New-UgcVideo", "Test-UgcVideo", StringComparison.Ordinal)}").Clean();

        Assert.Equal(["1", "2", "3", "4", "5"], outcome.Values("RowNumber"));
        Assert.Equal(["True", "True", "False", "True", "True"], outcome.Values("IsValid"));
        Assert.Equal(["False"], _shell.Run("(row 'short'), (row 'A sound row, all in all') | Test-UgcVideo -Quiet").Clean().Texts);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public void What_the_rules_do_not_know_is_sent_when_one_says_so()
    {
        _shell.Run("row 'A row from the future' @{ Model = 'veo-9'; Duration = '60' } | New-UgcVideo -SkipValidation -AdditionalProperty @{ seed = 7 }").Clean();

        System.Text.Json.JsonElement order = Assert.Single(_service.Orders);
        Assert.Equal(("veo-9", "60", 7), (order.GetProperty("model").GetString(), order.GetProperty("duration").GetString(), order.GetProperty("seed").GetInt32()));
    }
}
