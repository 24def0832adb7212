using System.Collections;
using System.Management.Automation;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Binding;

public sealed class DynamicParameterTests : IDisposable
{
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Theory]
    [InlineData("New-UgcVideo -Model veo-3.1 -Duration ", "8")]
    [InlineData("New-UgcVideo -Model kling-2.6 -Duration ", "5 10")]
    [InlineData("New-UgcVideo -Model sora-2-pro -Duration ", "10 15")]
    [InlineData("New-UgcVideo -Model VEO-3.1 -Seconds ", "8")]
    [InlineData("New-UgcVideo -Duration ", "5 8 10 15")]
    [InlineData("New-UgcVideo -Model veo-3.1 -AspectRatio ", "16:9 9:16")]
    [InlineData("New-UgcVideo -Model sora-2-pro -AspectRatio ", "portrait landscape")]
    [InlineData("New-UgcVideo -Model ", "sora-2-pro veo-3.1 kling-2.6")]
    [InlineData("New-UgcVideo -Tier ", "standard pro")]
    [InlineData("Test-UgcVideo -Model kling-2.6 -Duration ", "5 10")]
    public void Completion_offers_what_the_model_has_and_no_blank(string line, string offered)
    {
        IReadOnlyList<string> completions = _shell.Complete(line);

        Assert.Equal(offered.Split(' ').Order(), completions.Select(text => text.Trim('\'', '"')).Order());
    }

    [Theory]
    [InlineData("-Model veo-3.1 -Duration 5", "'Duration'. '5' isn't valid for veo-3.1. Valid values: 8.")]
    [InlineData("-Model kling-2.6 -Duration 8", "'Duration'. '8' isn't valid for kling-2.6. Valid values: 5, 10.")]
    [InlineData("-Model veo-3.1 -AspectRatio portrait", "'AspectRatio'. 'portrait' isn't valid for veo-3.1. Valid values: 16:9, 9:16.")]
    [InlineData("-Model veo-9", "'Model'. 'veo-9' isn't valid. Valid values: sora-2-pro, veo-3.1, kling-2.6.")]
    [InlineData("-Variants 9", "'Variants'. '9' isn't valid. Valid values: 1, 2, 3, 4, 5, 6, 7, 8.")]
    public void A_value_of_another_model_is_refused_when_it_is_bound(string arguments, string named)
    {
        _shell.Connect(_service, $"-ProjectId {Service.Project}");

        Outcome outcome = _shell.Run($"New-UgcVideo 'A prompt with a wrong setting' {arguments}");

        Assert.IsAssignableFrom<ParameterBindingException>(outcome.Caught?.Exception);
        Assert.Contains(named, outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Empty(_service.Requests);
    }

    [Theory]
    [InlineData("Get-UgcUsage -By Week", "'By'. 'Week' isn't valid. Valid values: Day, Month, Model, Project, Batch, Machine.")]
    [InlineData("Get-UgcBatch b -State Saved, Done", "'State'. 'Done' isn't valid. Valid values: NotSent, ")]
    [InlineData("Invoke-UgcBatch a.csv -Kind Film", "'Kind'. 'Film' isn't valid. Valid values: Video, Image, TalkingActor, ")]
    [InlineData("Get-UgcActor -Gender m", "'Gender'. 'm' isn't valid. Valid values: female, male.")]
    public void A_value_that_is_none_of_a_list_is_refused_with_the_list(string command, string message)
    {
        Outcome outcome = _shell.Run(command);

        Assert.Contains(message, outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Matches("^ParameterArgument(Transformation|Validation)Error,UgcLab", outcome.Caught!.FullyQualifiedErrorId);
    }

    [Fact]
    public void Every_list_of_values_is_refused_in_the_same_words()
    {
        const string Unlike = """
            foreach ($command in Get-Command -Module UgcLab -CommandType Cmdlet) {
                foreach ($parameter in $command.Parameters.Values) {
                    $attributes = @($parameter.Attributes | ForEach-Object { $_.GetType().Name })
                    $isEnum = "$($parameter.ParameterType)" -like 'UgcLab.*' -and @($parameter.ParameterType, $parameter.ParameterType.GetElementType()).IsEnum -contains $true
                    if ($attributes -contains 'ValidateSetAttribute' -or ($isEnum -and -not ($attributes -like 'ValueOf*'))) { "$command $($parameter.Name)" }
                }
            }
            """;

        Assert.Empty(_shell.Run(Unlike).Clean().Texts);
    }

    [Fact]
    public void The_sets_are_those_of_the_catalog()
    {
        foreach (PSObject model in _shell.Run("Get-UgcModel -Kind Video").Clean().Output)
        {
            foreach ((string parameter, string property) in new[] { ("Duration", "Durations"), ("AspectRatio", "AspectRatios") })
            {
                IEnumerable<string> known = ((IEnumerable)model.Properties[property].Value).Cast<string>();
                Assert.Equal(known.Order(), _shell.Complete($"New-UgcVideo -Model {model} -{parameter} ").Select(text => text.Trim('\'')).Order());
            }
        }

        Assert.Equal(Known("Video", "Name"), _shell.Complete("New-UgcVideo -Model ").Order());
        Assert.Equal(Known("Video", "Tiers"), _shell.Complete("New-UgcVideo -Tier ").Order());
    }

    [Theory]
    [InlineData("Image", "New-UgcImage", "Model:Name", "Tier:Tiers", "AspectRatio:AspectRatios")]
    [InlineData("TalkingActor", "New-UgcTalkingActor", "WorkflowType:Name", "Tier:Tiers", "Duration:Durations")]
    [InlineData("ProductVideo", "New-UgcProductVideo", "WorkflowType:Name", "Tier:Tiers", "Duration:Durations")]
    [InlineData("MotionVideo", "New-UgcMotionVideo", "Quality:Tiers")]
    public void So_are_those_of_the_other_kinds(string kind, string cmdlet, params string[] sets)
    {
        foreach (string[] set in sets.Select(set => set.Split(':')))
        {
            Assert.Equal(Known(kind, set[1]), _shell.Complete($"{cmdlet} -{set[0]} ").Select(text => text.Trim('\'')).Order());
            Assert.Equal(Known(kind, set[1]), _shell.Complete($"Invoke-UgcBatch x.csv -Kind {kind} -{set[0]} ").Select(text => text.Trim('\'')).Intersect(Known(kind, set[1])).Order());
        }
    }

    // Completion offers what fits the kind; these accept what fits any kind, and must not refuse what completion offers.
    [Fact]
    public void Parameters_of_any_kind_accept_the_whole_catalog()
    {
        string[] models = [.. Known("Video", "Name").Concat(Known("Image", "Name")).Append("").Order()];
        string[] tiers = [.. Known("Video", "Tiers").Concat(Known("Image", "Tiers")).Distinct().Append("").Order()];

        foreach (string command in new[] { "Test-UgcVideo", "Measure-UgcVideo", "Invoke-UgcBatch" })
        {
            Assert.Equal(models, Accepted($"(Get-Command {command}).Parameters['Model'].Attributes.Values"));
            Assert.Equal(tiers, Accepted($"(Get-Command {command}).Parameters['Tier'].Attributes.Values"));
        }

        const string Settings = "[UgcLab.PowerShell.Binding.AnyVideoSettings].GetProperty('{0}').GetCustomAttributes($true).Values";
        Assert.Equal([.. Known("Video", "Durations").Append("").Order()], Accepted(Settings.Replace("{0}", "Duration", StringComparison.Ordinal)));
        Assert.Equal([.. Known("Video", "AspectRatios").Append("").Order()], Accepted(Settings.Replace("{0}", "AspectRatio", StringComparison.Ordinal)));
    }

    private string[] Accepted(string script) => [.. _shell.Run(script).Clean().Texts.Order()];

    private string[] Known(string kind, string property) => [.. _shell.Run($"(Get-UgcModel -Kind {kind}).{property}").Texts.Distinct().Order()];

    [Fact]
    public void A_blank_is_not_given_for_every_typed_parameter()
    {
        _shell.Connect(_service, $"-ProjectId {Service.Project} -Model veo-3.1");

        _shell.Run("""
            New-UgcVideo 'A prompt among blanks' -Model '' -Duration '' -AspectRatio '' -Tier '' -ImageUrl '' -ProjectId '' -Reference '' -Variants ''
            row 'A row against blanks' | New-UgcVideo -Prompt '' -Model '' -Duration '' -AspectRatio '' -Tier '' -ImageUrl '' -ProjectId '' -Reference '' -Variants ''
            """).Clean();

        Assert.Equal(["veo-3.1", "kling-2.6"], _service.Orders.Select(order => order.GetProperty("model").GetString()));
        Assert.Equal(["8", "5"], _service.Orders.Select(order => order.GetProperty("duration").GetString()));
        Assert.All(_service.Orders, order => Assert.All(["aspectRatio", "tier", "imageUrl"], member => Assert.False(order.TryGetProperty(member, out _))));
    }

    [Fact]
    public void Splatting_binds_what_depends_on_the_model_too()
    {
        _shell.Connect(_service);

        _shell.Run("$video = typed 'A prompt that is splatted' @{ AspectRatio = '1:1' }; New-UgcVideo @video").Clean();

        Assert.Equal("1:1", _service.Orders[0].GetProperty("aspectRatio").GetString());
    }

    [Fact]
    public void Values_are_sent_in_the_catalogs_spelling()
    {
        _shell.Connect(_service, $"-ProjectId {Service.Project}");

        _shell.Run("New-UgcVideo 'A prompt with loud settings' -Model SORA-2-PRO -Duration 10 -AspectRatio PORTRAIT -Tier PRO").Clean();

        System.Text.Json.JsonElement order = Assert.Single(_service.Orders);
        Assert.Equal(["sora-2-pro", "portrait", "pro"], new[] { "model", "aspectRatio", "tier" }.Select(member => order.GetProperty(member).GetString()));
    }

    [Fact]
    public void A_tier_for_a_model_without_any_is_refused_in_words()
    {
        _shell.Connect(_service, $"-ProjectId {Service.Project}");

        Outcome outcome = _shell.Run("New-UgcVideo 'A prompt with a tier' -Model veo-3.1 -Tier pro");

        Assert.Equal(["UgcTierNotAllowed"], outcome.ErrorIds);
        Assert.Contains("veo-3.1", outcome.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$true")]
    [InlineData("0")]
    [InlineData("9")]
    [InlineData("'many'")]
    public void A_number_of_variants_that_is_none_is_refused_when_it_is_bound(string variants)
    {
        _shell.Connect(_service, $"-ProjectId {Service.Project} -Model veo-3.1");

        Outcome outcome = _shell.Run($"New-UgcVideo 'A prompt with odd takes' -Variants {variants}");

        Assert.IsAssignableFrom<ParameterBindingException>(outcome.Caught?.Exception);
        Assert.Empty(_service.Requests);
    }

    [Theory]
    [InlineData("''", 1)]
    [InlineData("$null", 1)]
    [InlineData("1", 1)]
    [InlineData("'8'", 8)]
    public void A_number_of_variants_is_one_job_each(string variants, int jobs)
    {
        _shell.Connect(_service, $"-ProjectId {Service.Project} -Model veo-3.1");

        Outcome outcome = _shell.Run($"New-UgcVideo 'A prompt with some takes' -Variants {variants}").Clean();

        Assert.Equal(Enumerable.Range(0, jobs).Select(take => $"{take}"), outcome.Values("VariantIndex"));
        Assert.Single(_service.Requests);
    }

    [Fact]
    public void A_typed_number_of_variants_wins_over_the_rows()
    {
        _shell.Connect(_service);

        Outcome outcome = _shell.Run("row 'A row with many takes' @{ Variants = 8 } | New-UgcVideo -Variants 1").Clean();

        Assert.Single(outcome.Output);
        Assert.Contains("Variants", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
    }
}
