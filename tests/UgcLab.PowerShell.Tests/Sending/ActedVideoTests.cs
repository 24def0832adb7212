using System.Management.Automation;
using System.Text.Json;
using UgcLab.EngineTests.Hosting;
using UgcLab.EngineTests.Listing;

namespace UgcLab.EngineTests.Sending;

/// <summary>Videos with actors, typed: what goes over the wire is what was meant.</summary>
public sealed class ActedVideoTests : IDisposable
{
    private const string Talk = "New-UgcTalkingActor 'Hi there, this is what I say' 'Smiles and leans in'";
    private const string Show = "New-UgcProductVideo 'Hi there, this is what I say' 'Holds up the jar' -ProductImageUrl https://example.com/jar.jpg";
    private const string Move = "New-UgcMotionVideo -ReferenceVideoUrl https://example.com/dance.mp4";

    private readonly Service _service = new() { Instead = Cast.Answer };
    private readonly Shell _shell = new();

    public ActedVideoTests() => _shell.Connect(_service, $"-ProjectId {Service.Project}");

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Fact]
    public void Script_and_actions_are_known_by_their_places()
    {
        Outcome outcome = _shell.Run($"{Talk} -ActorId a1 -Duration 15s").Clean();

        Assert.Equal(
            $$"""{"projectId":"{{Service.Project}}","workflowType":"ugcl-2.0","actorIds":["a1"],"script":"Hi there, this is what I say","actions":"Smiles and leans in","duration":"15s","variants":1}""",
            _service.Orders[0].GetRawText());
        Assert.Equal(["TalkingActor"], outcome.Values("Kind"));
        Assert.Equal(["a1"], outcome.Values("ActorId"));
    }

    [Theory]
    [InlineData("-ActorId a1, b2, c3", 3)]
    [InlineData("-ActorId 'a1;b2'", 2)]
    [InlineData("-Actor a1, b2 -Variants 2", 4)]
    [InlineData("-ActorId a1 -CustomActor @{ characterDescription = 'A man' }", 2)]
    public void Each_actor_is_a_job_for_each_variant_of_one_request(string arguments, int jobs)
    {
        Outcome outcome = _shell.Run($"{Talk} -Duration 10s {arguments}").Clean();

        Assert.Equal(Enumerable.Range(0, jobs).Select(n => $"{n}"), outcome.Values("VariantIndex"));
        Assert.Single(_service.Orders);
    }

    [Theory]
    [InlineData("@{ environment = 'Kitchen'; characterDescription = 'A man' }", """[{"characterDescription":"A man","environment":"Kitchen"}]""")]
    [InlineData("@{ a = 1 }, ([ordered]@{ b = $true; c = @(1, 'x') })", """[{"a":1},{"b":true,"c":[1,"x"]}]""")]
    [InlineData("([pscustomobject]@{ a = [pscustomobject]@{ b = 2.5 } })", """[{"a":{"b":2.5}}]""")]
    [InlineData("'{\"a\": 1.0}'", """[{"a":1.0}]""")]
    [InlineData("'{\"a\":1}', '{\"b\":2}'", """[{"a":1},{"b":2}]""")]
    [InlineData("'[{\"a\":1},{\"b\":2}]'", """[{"a":1},{"b":2}]""")]
    [InlineData("@{ a = 1 }, '{\"b\":2}'", """[{"a":1},{"b":2}]""")]
    public void A_described_actor_is_sent_as_it_is(string given, string sent)
    {
        _shell.Run($"{Talk} -Duration 10s -CustomActor {given}").Clean();

        Assert.Equal(sent, _service.Orders[0].GetProperty("customActors").GetRawText());
        Assert.False(_service.Orders[0].TryGetProperty("actorIds", out _));
    }

    [Theory]
    [InlineData("-CustomActor 'A man in a kitchen'", "UgcCustomActorInvalid")]
    [InlineData("-CustomActor @{ a = [char]0xD83E + 'x' }", "UgcCustomActorInvalid")]
    [InlineData("-ActorId a1 -Duration 12", "UgcDurationNotAllowed")]
    [InlineData("-ActorId a1 -StoryboardScene @{ a = 1 }, @{ a = 2 } -Duration 15s", "UgcStoryboardSceneNotAllowed")]
    [InlineData("-ActorId a1 -StoryboardScene @{ a = 1 } -Duration 25s", "UgcStoryboardSceneCount")]
    [InlineData("", "UgcActorIdMissing")]
    [InlineData("-ActorId ';'", "UgcActorIdInvalid")]
    public void What_cannot_be_created_is_reported_before_it_is_sent(string arguments, string id)
    {
        Outcome outcome = _shell.Run($"{Talk} {(arguments.Contains("-Duration", StringComparison.Ordinal) ? "" : "-Duration 10s")} {arguments}");

        Assert.Equal([id], outcome.ErrorIds);
        Assert.Empty(_service.Orders);
    }

    [Fact]
    public void The_nearest_length_is_named() =>
        Assert.Contains("Did you mean 15s?", Assert.Single(_shell.Run($"{Talk} -ActorId a1 -Duration 14").Errors).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_length_without_its_unit_is_sent_with_it()
    {
        _shell.Run($"{Talk} -ActorId a1 -Duration 15").Clean();

        Assert.Equal("15s", Assert.Single(_service.Orders).GetProperty("duration").GetString());
    }

    [Theory]
    [InlineData("$false", "false")]
    [InlineData("$true", "true")]
    [InlineData("false", "false")]
    [InlineData("yes", "true")]
    [InlineData("'No'", "false")]
    [InlineData("0", "false")]
    [InlineData("''", null)]
    [InlineData("$null", null)]
    public void To_refine_is_yes_or_no_however_it_is_typed(string typed, string? sent)
    {
        _shell.Run($"{Talk} -ActorId a1 -Duration 10s -RefineScript {typed} -RefineActions:{typed}").Clean();

        Assert.Equal((sent, sent), (Raw("refineScript"), Raw("refineActions")));
    }

    [Fact]
    public void Anything_else_is_refused_when_it_is_bound()
    {
        Assert.IsAssignableFrom<ParameterBindingException>(_shell.Run($"{Talk} -ActorId a1 -Duration 10s -RefineScript maybe").Caught?.Exception);
        Assert.IsAssignableFrom<ParameterBindingException>(_shell.Run($"{Move} -ActorId a1 -Duration 15 -Quality standard").Caught?.Exception);
        Assert.Empty(_service.Orders);
    }

    [Fact]
    public void A_storyboard_goes_with_its_length()
    {
        _shell.Run($"{Talk} -ActorId a1 -Duration 25s -StoryboardScene @{{ text = 'one' }}, @{{ text = 'two' }}, @{{ text = 'three' }}").Clean();

        Assert.Equal("""[{"text":"one"},{"text":"two"},{"text":"three"}]""", Raw("storyboardScenes"));
    }

    [Fact]
    public void Splatting_and_the_shells_defaults_bind_what_the_kind_has()
    {
        _shell.Run("""
            $PSDefaultParameterValues = @{ 'New-UgcTalkingActor:ActorId' = 'a1', 'b2'; 'New-Ugc*:Tier' = 'pro' }
            $video = @{ Script = 'Hi there, this is splatted'; Actions = 'Smiles and leans in'; Duration = '10s'; RefineScript = $false }
            New-UgcTalkingActor @video
            """).Clean();

        Assert.Equal("""["a1","b2"]""", Raw("actorIds"));
        Assert.Equal(("\"pro\"", "false"), (Raw("tier"), Raw("refineScript")));
    }

    [Fact]
    public void A_text_that_is_piped_is_a_script()
    {
        _shell.Run("'Hi there, this is the first', 'Hi there, this is the second' | New-UgcTalkingActor -Actions 'Smiles and leans in' -ActorId a1 -Duration 10s").Clean();

        Assert.Equal(["Hi there, this is the first", "Hi there, this is the second"], _service.Orders.Select(order => order.GetProperty("script").GetString()));
    }

    [Fact]
    public void A_script_typed_against_a_piped_one_is_an_error() =>
        Assert.Equal(["UgcPromptTwice"], _shell.Run("'Hi there, this is the first' | New-UgcTalkingActor -Script 'Hi there, another one' -Actions 'Smiles and leans in' -ActorId a1 -Duration 10s").ErrorIds);

    [Fact]
    public void Each_piped_actor_is_a_request_of_its_own()
    {
        Outcome outcome = _shell.Run("(Get-UgcActor)[0..2] | New-UgcTalkingActor -Script 'Hi there, this is what I say' -Actions 'Smiles and leans in' -Duration 10s").Clean();

        Assert.Equal(
            ["""["clzz000000000000000actor1"]""", """["clzz000000000000000actor2"]""", """["clzz000000000000000actor3"]"""],
            _service.Orders.Select(order => order.GetProperty("actorIds").GetRawText()));
        Assert.Equal(["1", "2", "3"], outcome.Values("RowNumber"));
        Assert.Equal(["Sarah", "Tom", "Anna O'Neil"], _shell.Set("jobs", outcome.Output).Run("$jobs.InputRow.Name").Clean().Texts);
    }

    [Fact]
    public void An_actor_of_the_list_that_the_kind_takes_is_taken()
    {
        _shell.Run($"Get-UgcActor -Workflow ugcl-1.0 | {Move} -Duration 15").Clean();
        _shell.Run("Get-UgcActor -Workflow ugcl-1.0 | New-UgcTalkingActor -WorkflowType ugcl-1.0 -WarningAction Ignore").Clean();

        Assert.All(_service.Orders, order => Assert.Equal("""["clzz000000000000ugcactor1"]""", order.GetProperty("ugclabActorIds").GetRawText()));
        Assert.Equal(2, _service.Orders.Count);
    }

    [Theory]
    [InlineData("Get-UgcActor -Workflow ugcl-1.0 | New-UgcTalkingActor -Script 'Hi there, this is what I say' -Actions 'Smiles and leans in' -Duration 10s", "ugcl-2.0")]
    [InlineData("(Get-UgcActor)[0] | New-UgcTalkingActor -WorkflowType ugcl-1.0 -WarningAction Ignore", "ugcl-1.0")]
    [InlineData("(Get-UgcActor)[0] | New-UgcMotionVideo -ReferenceVideoUrl https://example.com/dance.mp4 -Duration 15", "ugcl-1.0")]
    public void An_actor_of_the_other_list_is_refused_before_money(string command, string wanted)
    {
        Outcome outcome = _shell.Run(command);

        Assert.Equal(["UgcActorIdWorkflow"], outcome.ErrorIds);
        Assert.Contains($"this takes those of {wanted}", outcome.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.StartsWith("clzz", outcome.Errors[0].TargetObject.ToString(), StringComparison.Ordinal);
        Assert.Empty(_service.Orders);
    }

    [Fact]
    public void Who_is_typed_wins_over_who_is_piped_whatever_the_list_of_that_one()
    {
        Outcome outcome = _shell.Run($"(Get-UgcActor)[0] | {Move} -Duration 15 -ActorId b2");

        Assert.Empty(outcome.AllErrors);
        Assert.Equal("""["b2"]""", Assert.Single(_service.Orders).GetProperty("ugclabActorIds").GetRawText());
        Assert.Contains("-ActorId was given", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sessions_model_is_one_of_videos_and_of_nothing_else()
    {
        _shell.Connect(_service, $"-ProjectId {Service.Project} -Model veo-3.1");

        Assert.Equal(["UgcModelMissing"], _shell.Run("New-UgcImage 'Studio shot of a phone on stone' -Tier pro").ErrorIds);
        _shell.Run("New-UgcVideo 'A paper boat sails down the street'").Clean();
        Assert.Equal("veo-3.1", Assert.Single(_service.Orders).GetProperty("model").GetString());
    }

    [Fact]
    public void WhatIf_says_that_a_product_is_shown()
    {
        _shell.Run($"{Show} -ActorId a1 -Duration 15s -WhatIf").Clean();

        Assert.Contains(_shell.Host.Lines, line => line.Contains("standard, with a product, actor a1", StringComparison.Ordinal));
        Assert.Empty(_service.Orders);
    }

    [Fact]
    public void An_actor_is_seen_in_no_video_of_a_prompt() =>
        Assert.Equal(["UgcRowUnreadable"], _shell.Run("(Get-UgcActor)[0] | New-UgcVideo -Prompt 'A paper boat sails' -Model veo-3.1").ErrorIds);

    [Fact]
    public void Of_the_first_workflow_what_is_given_goes_out_and_one_warning_says_so()
    {
        Outcome outcome = _shell.Run("1..3 | & { process { @{ Script = \"Hi $_\"; ActorId = 'a1;b2' } } } | New-UgcTalkingActor -WorkflowType ugcl-1.0 -Duration 60s -AdditionalProperty @{ voice = @{ speed = 1.5 } }").Clean();

        Assert.Equal(
            $$$"""{"projectId":"{{{Service.Project}}}","workflowType":"ugcl-1.0","ugclabActorIds":["a1","b2"],"script":"Hi 1","duration":"60s","voice":{"speed":1.5}}""",
            _service.Orders[0].GetRawText());
        Assert.Equal(3, _service.Orders.Count);
        Assert.Contains("ugcl-1.0 is only partly documented", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_product_is_shown_from_its_address()
    {
        _shell.Run($"{Show} -ActorId a1 -Duration 15s -Quality pro").Clean();

        Assert.Equal("\"https://example.com/jar.jpg\"", Raw("productImageUrl"));
        Assert.Equal("/ugc/product-in-hand", _service.Requests.Single(Service.IsOrder).Path);
        Assert.Equal("\"pro\"", Raw("tier"));
    }

    [Theory]
    [InlineData("15")]
    [InlineData("15.0")]
    [InlineData("'15'")]
    [InlineData("([double]15)")]
    [InlineData("([decimal]'15.00')")]
    public void A_motion_video_has_its_length_as_a_number(string typed)
    {
        _shell.Run($"{Move} -ActorId a1 -Duration {typed}").Clean();

        Assert.Equal("15", Raw("videoDuration"));
        Assert.Equal("/ugc/motion-control", _service.Requests.Single(Service.IsOrder).Path);
    }

    [Fact]
    public void A_motion_video_may_have_words_too()
    {
        _shell.Run($"{Move} 'Keeps the product in view' -ActorId a1 -VideoDuration 7.5 -Quality STD").Clean();

        Assert.Equal(("\"Keeps the product in view\"", "7.5", "\"std\""), (Raw("userPrompt"), Raw("videoDuration"), Raw("quality")));
    }

    [Theory]
    [InlineData("New-UgcTalkingActor -Duration ", "10s 15s 25s")]
    [InlineData("New-UgcProductVideo -Tier ", "standard pro")]
    [InlineData("New-UgcTalkingActor -WorkflowType ", "ugcl-2.0 ugcl-1.0")]
    [InlineData("New-UgcTalkingActor -RefineScript ", "true false")]
    [InlineData("New-UgcMotionVideo -Quality ", "std pro")]
    [InlineData("Invoke-UgcBatch -Kind TalkingActor -Duration 1", "10s 15s")]
    [InlineData("Test-UgcVideo -Kind MotionVideo -Quality ", "std pro")]
    [InlineData("Measure-UgcVideo -Kind ", "Video Image TalkingActor ProductVideo MotionVideo")]
    public void Completion_offers_what_the_kind_has(string line, string offered) =>
        Assert.Equal(offered.Split(' ').Order(), _shell.Complete(line).Select(text => text.Trim('\'', '"')).Order());

    [Fact]
    public void Completion_offers_actors_that_were_listed_and_projects()
    {
        _shell.Run("$null = Get-UgcActor; $null = Get-UgcActor -Workflow ugcl-1.0; $null = Get-UgcProject").Clean();

        Assert.Equal(["clzz000000000000000actor1"], _shell.Complete("New-UgcTalkingActor -WorkflowType ugcl-2.0 -ActorId sar"));
        Assert.Equal(["clzz000000000000ugcactor1"], _shell.Complete("New-UgcMotionVideo -ActorId emm"));
        Assert.DoesNotContain("clzz000000000000000actor1", _shell.Complete("New-UgcMotionVideo -ActorId sar"));
        Assert.Equal(["clzz0000000000000project2"], _shell.Complete("New-UgcTalkingActor -ProjectId 'Project 2"));
    }

    private string? Raw(string member) => _service.Orders[0].TryGetProperty(member, out JsonElement value) ? value.GetRawText() : null;
}
