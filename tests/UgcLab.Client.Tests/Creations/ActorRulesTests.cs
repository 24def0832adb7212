using System.Text.Json.Nodes;

namespace UgcLab.Client.Tests.Creations;

/// <summary>Talking actors and products in hand: what is refused before it counts against the hour, and what goes out.</summary>
public class ActorRulesTests
{
    private const string Key = "ugc_0123456789abcdef0123456789abcdef0123456789abcdef";

    public static TheoryData<UgcKind> Kinds => new(UgcKind.TalkingActor, UgcKind.ProductVideo);

    [Theory]
    [InlineData(UgcKind.TalkingActor, 9, false)]
    [InlineData(UgcKind.TalkingActor, 10, true)]
    [InlineData(UgcKind.TalkingActor, 3000, true)]
    [InlineData(UgcKind.TalkingActor, 3001, false)]
    [InlineData(UgcKind.ProductVideo, 9, false)]
    [InlineData(UgcKind.ProductVideo, 10, true)]
    [InlineData(UgcKind.ProductVideo, 500, true)]
    [InlineData(UgcKind.ProductVideo, 501, false)]
    public void A_script_has_the_length_of_its_page(UgcKind kind, int length, bool isTaken)
    {
        CreationDraft draft = Of(kind) with { Script = new string('x', length) };

        if (isTaken)
        {
            Assert.Equal(length, Text(Drafts.Body(kind, draft), "script")!.Length);
            return;
        }

        UgcFault fault = Drafts.OnlyFault(kind, draft);
        Assert.Equal(("ScriptLength", "Script"), (fault.Code, fault.Field));
        Assert.Contains($"has {length} characters; 10 to {(kind is UgcKind.TalkingActor ? 3000 : 500)} are taken", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Actions_have_10_to_1000_characters(int length, bool isTaken)
    {
        foreach (UgcKind kind in new[] { UgcKind.TalkingActor, UgcKind.ProductVideo })
        {
            CreationDraft draft = Of(kind) with { Actions = new string('x', length) };

            Assert.Equal(isTaken ? [] : ["ActionsLength"], CreationDescriptor.Of(kind).Check(draft).Faults.Select(fault => fault.Code));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_required_is_asked_for_all_at_once(UgcKind kind)
    {
        string[] codes = ["ScriptMissing", "ActionsMissing", "ProjectIdMissing", "ActorIdMissing", "DurationMissing", .. kind is UgcKind.ProductVideo ? new[] { "ProductImageUrlMissing" } : []];

        Assert.Equal(codes, CreationDescriptor.Of(kind).Check(new CreationDraft()).Faults.Select(fault => fault.Code));
        Assert.Equal(codes, CreationDescriptor.Of(kind).Check(new CreationDraft(), skipValidation: true).Faults.Select(fault => fault.Code));
    }

    [Theory]
    [InlineData("10s")]
    [InlineData("15s")]
    [InlineData(" 25s ")]
    public void A_length_is_sent_with_its_unit(string typed) =>
        Assert.Equal(typed.Trim(), Text(Drafts.Body(UgcKind.TalkingActor, Drafts.Talking with { Duration = typed }), "duration"));

    [Theory]
    [InlineData("15")]
    [InlineData("15 s")]
    [InlineData("15.0")]
    [InlineData("15S")]
    [InlineData("15 seconds")]
    [InlineData("\uFF11\uFF15")]
    public void A_length_is_read_with_any_unit_or_none(string typed)
    {
        foreach (UgcKind kind in new[] { UgcKind.TalkingActor, UgcKind.ProductVideo })
        {
            Assert.Equal("15s", Text(Drafts.Body(kind, Of(kind) with { Duration = typed }), "duration"));
        }
    }

    [Fact]
    public void A_workflow_is_read_with_other_marks() =>
        Assert.Equal("ugcl-1.0", Text(Drafts.Body(UgcKind.TalkingActor, new CreationDraft { ProjectId = "p1", WorkflowType = "UGCL 1.0", Script = "Hi." }), "workflowType"));

    [Theory]
    [InlineData("12", "10s")]
    [InlineData("15 min", "15s")]
    [InlineData("30s", "25s")]
    [InlineData("long", null)]
    public void Any_other_length_is_asked_about_with_the_one_that_was_meant(string typed, string? meant)
    {
        foreach (UgcKind kind in new[] { UgcKind.TalkingActor, UgcKind.ProductVideo })
        {
            UgcFault fault = Drafts.OnlyFault(kind, Of(kind) with { Duration = typed });

            Assert.Equal(("DurationNotAllowed", meant is null ? null : $"Did you mean {meant}?"), (fault.Code, fault.Hint));
            Assert.Contains("10s, 15s or 25s, written with the s", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(" ", null)]
    [InlineData("standard", "standard")]
    [InlineData("PRO", "pro")]
    public void A_tier_is_sent_where_one_is_given(string? typed, string? sent) =>
        Assert.Equal(sent, Text(Drafts.Body(UgcKind.ProductVideo, Drafts.Product with { Tier = typed }), "tier"));

    [Theory]
    [InlineData("std", "Did you mean standard?")]
    [InlineData("stan", "Did you mean standard?")]
    [InlineData("premium", null)]
    public void Another_tier_is_refused_in_words(string typed, string? hint)
    {
        UgcFault fault = Drafts.OnlyFault(UgcKind.TalkingActor, Drafts.Talking with { Tier = typed });

        Assert.Equal(("TierNotAllowed", "Tier", hint), (fault.Code, fault.Field, fault.Hint));
    }

    [Theory]
    [InlineData("a1;b2")]
    [InlineData("a1, b2")]
    [InlineData("a1|b2")]
    [InlineData(" a1\n b2 ")]
    [InlineData(";a1;;b2;")]
    [InlineData("[\"a1\", \"b2\"]")]
    public void Several_actors_stand_in_one_cell(string cell) =>
        Assert.Equal("""["a1","b2"]""", Drafts.Body(UgcKind.TalkingActor, Drafts.Talking with { ActorId = cell })["actorIds"]!.ToJsonString());

    [Theory]
    [InlineData(UgcKind.TalkingActor)]
    [InlineData(UgcKind.ProductVideo)]
    [InlineData(UgcKind.MotionVideo)]
    public void Twenty_actors_at_most_are_named(UgcKind kind)
    {
        Assert.True(CreationDescriptor.Of(kind).Check(Of(kind) with { ActorId = Ids(20) }).Request is { Outputs: 20 });
        UgcFault fault = Drafts.OnlyFault(kind, Of(kind) with { ActorId = Ids(21) });

        Assert.Equal(("ActorIdCount", "Use several rows. If the service accepts more, specify -SkipValidation."), (fault.Code, fault.Hint));
        Assert.Contains("21", fault.Message, StringComparison.Ordinal);
        Assert.True(CreationDescriptor.Of(kind).Check(Of(kind) with { ActorId = Ids(21) }, skipValidation: true).Request is { Outputs: 21 });
    }

    [Theory]
    [InlineData(";")]
    [InlineData(", ,")]
    [InlineData("[]")]
    [InlineData("[\"\"]")]
    [InlineData("a/b")]
    [InlineData("[\"a1\", 2]")]
    public void What_names_no_one_is_refused_once(string cell)
    {
        Assert.All(CreationDescriptor.Of(UgcKind.TalkingActor).Check(Drafts.Talking with { ActorId = cell }).Faults, fault => Assert.Equal("ActorIdInvalid", fault.Code));
        Assert.Null(CreationDescriptor.Of(UgcKind.TalkingActor).Check(Drafts.Talking with { ActorId = cell }).Request);
    }

    [Fact]
    public void One_actor_twice_is_paid_for_twice_and_that_is_reported() =>
        Assert.Contains("each is paid for", Assert.Single(CreationDescriptor.Of(UgcKind.TalkingActor).Check(Drafts.Talking with { ActorId = "a1;a1" }).Warnings), StringComparison.Ordinal);

    [Theory]
    [InlineData(1, true)]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void Twenty_actors_at_most_are_described(int count, bool isTaken)
    {
        string described = $"[{string.Join(',', Enumerable.Range(0, count).Select(n => $$"""{"characterDescription":"{{n}}"}"""))}]";
        CreationDraft draft = Drafts.Talking with { ActorId = null, CustomActor = described };

        CreationCheck check = CreationDescriptor.Of(UgcKind.TalkingActor).Check(draft);
        Assert.Equal(isTaken ? [] : ["CustomActorCount"], check.Faults.Select(fault => fault.Code));
        Assert.Equal(isTaken ? count : null, check.Request?.Outputs);
    }

    [Theory]
    [InlineData("""{"characterDescription":"A man","environment":"Kitchen","age":40.0}""", """[{"characterDescription":"A man","environment":"Kitchen","age":40.0}]""")]
    [InlineData("""[ { "a" : [ 1, { "b": null } ] } ]""", """[{"a":[1,{"b":null}]}]""")]
    [InlineData("""{"a":1},{"b":2}""", """[{"a":1},{"b":2}]""")]
    public void Described_actors_are_sent_as_they_are(string given, string sent) =>
        Assert.Equal(sent, Drafts.Body(UgcKind.ProductVideo, Drafts.Product with { ActorId = null, CustomActor = given })["customActors"]!.ToJsonString());

    [Theory]
    [InlineData("A man in a kitchen")]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("""[{"a":1},"b"]""")]
    [InlineData("""{"a":1""")]
    [InlineData("""{"a":"\ud83d"}""")]
    [InlineData("""{"a\udd8a":1}""")]
    public void What_is_no_object_is_refused_with_the_way_to_write_one(string given)
    {
        UgcFault fault = Drafts.OnlyFault(UgcKind.TalkingActor, Drafts.Talking with { ActorId = null, CustomActor = given });

        Assert.Equal(("CustomActorInvalid", "CustomActor"), (fault.Code, fault.Field));
        Assert.Equal(fault, Drafts.OnlyFault(UgcKind.TalkingActor, Drafts.Talking with { ActorId = null, CustomActor = given }, skipValidation: true));
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void What_the_store_could_not_read_again_is_not_created(int depth, bool isTaken)
    {
        string nested = $$"""{"a":{{new string('[', depth - 1)}}{{new string(']', depth - 1)}}}""";

        Assert.Equal(isTaken, CreationDescriptor.Of(UgcKind.TalkingActor).Check(Drafts.Talking with { CustomActor = $"[{nested}]" }).Request is not null);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void A_storyboard_has_two_or_three_scenes(int scenes, bool isTaken)
    {
        CreationDraft draft = Drafts.Talking with { Duration = "25s", StoryboardScene = Scenes(scenes) };

        CreationCheck check = CreationDescriptor.Of(UgcKind.TalkingActor).Check(draft);
        Assert.Equal(isTaken ? [] : ["StoryboardSceneCount"], check.Faults.Select(fault => fault.Code));
        Assert.Equal(isTaken ? scenes : null, (check.Request as TalkingActorRequest)?.StoryboardScenes.Count);
    }

    [Theory]
    [InlineData("10s")]
    [InlineData("15s")]
    public void A_storyboard_goes_with_25s_only(string duration)
    {
        CreationDraft draft = Drafts.Talking with { Duration = duration, StoryboardScene = Scenes(2) };

        UgcFault fault = Drafts.OnlyFault(UgcKind.TalkingActor, draft);
        Assert.Equal(("StoryboardSceneNotAllowed", "StoryboardScene"), (fault.Code, fault.Field));
        Assert.Contains(duration, fault.Message, StringComparison.Ordinal);
        Assert.Contains("25s", fault.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_storyboard_of_no_length_is_one_fault() =>
        Assert.Equal("DurationMissing", Drafts.OnlyFault(UgcKind.TalkingActor, Drafts.Talking with { Duration = null, StoryboardScene = Scenes(2) }).Code);

    [Fact]
    public void A_storyboard_of_a_newer_length_and_ids_of_a_newer_form_can_be_insisted_on()
    {
        CreationDraft draft = Drafts.Talking with { Duration = "40s", StoryboardScene = Scenes(5), ActorId = "@sarah" };

        JsonObject body = Drafts.Body(UgcKind.TalkingActor, draft, skipValidation: true);
        Assert.Equal((5, "40s", """["@sarah"]"""), (body["storyboardScenes"]!.AsArray().Count, Text(body, "duration"), body["actorIds"]!.ToJsonString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_key_goes_nowhere_however_deep_it_lies(bool skipValidation)
    {
        Dictionary<string, object?> voice = new() { ["tones"] = new object[] { new Dictionary<string, object?> { ["note"] = $"mine is {Key}" } } };

        UgcFault fault = Drafts.OnlyFault(UgcKind.TalkingActor, Drafts.Talking with { AdditionalProperties = new Dictionary<string, object?> { ["voice"] = voice } }, skipValidation);

        Assert.Equal(("SecretInInput", "AdditionalProperty"), (fault.Code, fault.Field));
        Assert.DoesNotContain(Key, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Twenty_five_seconds_need_no_scenes() =>
        Assert.False(Drafts.Body(UgcKind.TalkingActor, Drafts.Talking with { Duration = "25s" }).ContainsKey("storyboardScenes"));

    [Theory]
    [InlineData("true", "true")]
    [InlineData("False", "false")]
    [InlineData("yes", "true")]
    [InlineData("NO", "false")]
    [InlineData(" 1 ", "true")]
    [InlineData("0", "false")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void To_refine_is_yes_or_no_or_the_services_own_choice(string? typed, string? sent)
    {
        JsonObject body = Drafts.Body(UgcKind.TalkingActor, Drafts.Talking with { RefineScript = typed, RefineActions = typed });

        Assert.Equal((sent, sent), (body["refineScript"]?.ToJsonString(), body["refineActions"]?.ToJsonString()));
        Assert.Equal(sent is not null, body.ContainsKey("refineScript"));
    }

    [Theory]
    [InlineData("maybe")]
    [InlineData("2")]
    public void Anything_else_is_neither(string typed)
    {
        Assert.Equal("RefineScriptInvalid", Drafts.OnlyFault(UgcKind.TalkingActor, Drafts.Talking with { RefineScript = typed }).Code);
        Assert.Equal("RefineActionsInvalid", Drafts.OnlyFault(UgcKind.ProductVideo, Drafts.Product with { RefineActions = typed }, skipValidation: true).Code);
    }

    [Theory]
    [InlineData("http://example.com/jar.jpg", "ProductImageUrlScheme")]
    [InlineData("ftp://example.com/jar.jpg", "ProductImageUrlScheme")]
    [InlineData("jar.jpg", "ProductImageUrlInvalid")]
    [InlineData("https://localhost/jar.jpg", "ProductImageUrlPrivate")]
    [InlineData("https://192.168.0.7/jar.jpg", "ProductImageUrlPrivate")]
    public void A_product_is_at_a_public_address(string address, string code) =>
        Assert.Equal(code, Drafts.OnlyFault(UgcKind.ProductVideo, Drafts.Product with { ProductImageUrl = address }).Code);

    [Theory]
    [InlineData("ugcl-2", "Did you mean ugcl-2.0?")]
    [InlineData("ugcl-3.0", "Did you mean ugcl-2.0?")]
    [InlineData("veo-3.1", null)]
    public void A_workflow_is_unknown_is_refused_and_can_be_insisted_on(string typed, string? hint)
    {
        UgcFault fault = Drafts.OnlyFault(UgcKind.TalkingActor, Drafts.Talking with { WorkflowType = typed });

        Assert.Equal(("WorkflowTypeUnknown", "WorkflowType", hint), (fault.Code, fault.Field, fault.Hint));
        Assert.Equal(typed, Text(Drafts.Body(UgcKind.TalkingActor, Drafts.Talking with { WorkflowType = typed, Duration = "40s" }, skipValidation: true), "workflowType"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Of_the_first_workflow_nothing_but_a_project_is_required(UgcKind kind)
    {
        JsonObject body = Drafts.Body(kind, new CreationDraft { ProjectId = "p1", WorkflowType = " UGCL-1.0 " });

        Assert.Equal("""{"projectId":"p1","workflowType":"ugcl-1.0"}""", body.ToJsonString());
    }

    [Fact]
    public void All_that_is_given_to_the_first_workflow_is_sent_as_it_stands()
    {
        CreationDraft draft = new()
        {
            ProjectId = "p1", WorkflowType = "ugcl-1.0", ActorId = Ids(20), Script = "Hi.", Actions = "Waves", Duration = "2 min", Tier = "ultra", Variants = "2 ",
            RefineScript = "no", CustomActor = """{"a":1}""", StoryboardScene = Scenes(5),
            AdditionalProperties = new Dictionary<string, object?> { ["voice"] = new Dictionary<string, object?> { ["pitch"] = 2 } },
        };

        JsonObject body = Drafts.Body(UgcKind.TalkingActor, draft);
        Assert.Equal(20, body["ugclabActorIds"]!.AsArray().Count);
        Assert.False(body.ContainsKey("actorIds"));
        Assert.Equal(("Hi.", "Waves", "2 min", "ultra"), (Text(body, "script"), Text(body, "actions"), Text(body, "duration"), Text(body, "tier")));
        Assert.Equal(("2", "false", 5), (body["variants"]!.ToJsonString(), body["refineScript"]!.ToJsonString(), body["storyboardScenes"]!.AsArray().Count));
        Assert.Equal("""{"pitch":2}""", body["voice"]!.ToJsonString());
    }

    [Theory]
    [InlineData("Sarah", "'Sarah' looks like a name")]
    [InlineData("clx0actor1;Ben", "'Ben' looks like a name")]
    [InlineData("clx0actor1", null)]
    [InlineData("clzzabcdefghijklmnopqrstu", null)]
    public void A_name_where_an_id_belongs_is_warned_of(string actors, string? says) =>
        Assert.Equal(says is null ? [] : [says], CreationDescriptor.Of(UgcKind.TalkingActor).Check(Drafts.Talking with { ActorId = actors }).Warnings.Select(text => text["ActorId ".Length..][..says!.Length]));

    [Theory]
    [InlineData("""{"characterDescription":"A man","environment":"A kitchen"}""", null)]
    [InlineData("""{"characterDescription":"A man"}""", "has no environment, which")]
    [InlineData("""[{"characterDescription":"A man","environment":"A kitchen"},{"charactrDescription":"A man","environment":"x"}]""", "has no characterDescription (charactrDescription is not that), which")]
    public void A_described_actor_without_what_the_page_shows_is_warned_of_and_sent(string actor, string? says)
    {
        CreationCheck check = CreationDescriptor.Of(UgcKind.TalkingActor).Check(Drafts.Talking with { ActorId = null, CustomActor = actor });

        Assert.NotNull(check.Request);
        Assert.Equal(says is null ? 0 : 1, check.Warnings.Count);
        Assert.All(check.Warnings, text => Assert.Contains(says!, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Prose_among_the_actors_of_the_first_workflow_is_no_crowd_that_is_paid_for()
    {
        CreationDraft draft = new() { ProjectId = "p1", WorkflowType = "ugcl-1.0", ActorId = "A woman in her thirties, " + string.Join(' ', Enumerable.Repeat("who smiles a lot", 8)) };

        UgcFault fault = Drafts.OnlyFault(UgcKind.TalkingActor, draft);

        Assert.Equal("ActorIdCount", fault.Code);
        Assert.Contains("-SkipValidation", fault.Hint, StringComparison.Ordinal);
        Assert.True(CreationDescriptor.Of(UgcKind.TalkingActor).Check(draft, skipValidation: true).Request is { Outputs: 37 });
    }

    [Theory]
    [InlineData("Script", "SecretInPrompt")]
    [InlineData("Duration", "SecretInInput")]
    [InlineData("Tier", "SecretInInput")]
    [InlineData("ActorId", "SecretInInput")]
    [InlineData("CustomActor", "SecretInInput")]
    public void A_key_goes_nowhere_in_either_workflow(string field, string code)
    {
        foreach (string workflow in new[] { "ugcl-2.0", "ugcl-1.0" })
        {
            CreationDraft sound = Drafts.Talking with { WorkflowType = workflow };
            CreationDraft draft = field switch
            {
                "Script" => sound with { Script = $"Say {Key} aloud" },
                "Duration" => sound with { Duration = Key },
                "Tier" => sound with { Tier = Key },
                "ActorId" => sound with { ActorId = Key },
                _ => sound with { CustomActor = $$"""{"a":"{{Key}}"}""" },
            };

            Assert.Equal(code, Drafts.OnlyFault(UgcKind.TalkingActor, draft).Code);
        }
    }

    [Fact]
    public void An_actor_of_the_other_list_is_refused_before_money()
    {
        CreationDraft first = Drafts.Talking with { ActorWorkflow = "ugcl-1.0" };
        CreationDraft second = Drafts.Talking with { ActorWorkflow = "ugcl-2.0" };

        UgcFault fault = Drafts.OnlyFault(UgcKind.TalkingActor, first);
        Assert.Equal(("ActorIdWorkflow", "ActorId"), (fault.Code, fault.Field));
        Assert.Contains("'clx0actor1' is an actor of ugcl-1.0, and this takes those of ugcl-2.0", fault.Message, StringComparison.Ordinal);
        Assert.Equal("Get-UgcActor -Workflow ugcl-2.0 lists them.", fault.Hint);
        Assert.Equal("ActorIdWorkflow", Drafts.OnlyFault(UgcKind.TalkingActor, second with { WorkflowType = "ugcl-1.0" }).Code);
        Assert.Equal("ActorIdWorkflow", Drafts.OnlyFault(UgcKind.MotionVideo, Drafts.Motion with { ActorWorkflow = "ugcl-2.0" }).Code);
        Assert.NotNull(CreationDescriptor.Of(UgcKind.TalkingActor).Check(first with { WorkflowType = "ugcl-1.0" }).Request);
        Assert.NotNull(CreationDescriptor.Of(UgcKind.TalkingActor).Check(second).Request);
        Assert.NotNull(CreationDescriptor.Of(UgcKind.MotionVideo).Check(Drafts.Motion with { ActorWorkflow = "ugcl-1.0" }).Request);
        Assert.NotNull(CreationDescriptor.Of(UgcKind.TalkingActor).Check(first, skipValidation: true).Request);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("8", 8)]
    [InlineData("0", null)]
    [InlineData("9", null)]
    public void Takes_are_for_each_actor(string variants, int? takes)
    {
        CreationCheck check = CreationDescriptor.Of(UgcKind.TalkingActor).Check(Drafts.Talking with { ActorId = "a1;b2", CustomActor = """{"a":1}""", Variants = variants });

        Assert.Equal(takes * 3, check.Request?.Outputs);
        Assert.Equal(takes is null ? ["VariantsRange"] : [], check.Faults.Select(fault => fault.Code));
    }

    [Theory]
    [InlineData("script", "Script")]
    [InlineData("actorIds", "ActorId")]
    [InlineData("ugclabActorIds", "ActorId")]
    [InlineData("customActors", "CustomActor")]
    [InlineData("storyboardScenes", "StoryboardScene")]
    [InlineData("refineScript", "RefineScript")]
    [InlineData("workflowType", "WorkflowType")]
    [InlineData("variants", "Variants")]
    public void A_member_with_a_parameter_of_its_own_is_not_sent_beside_it(string name, string parameter) =>
        Assert.Equal($"Use {parameter}.", Drafts.OnlyFault(UgcKind.TalkingActor, Drafts.Talking with { AdditionalProperties = new Dictionary<string, object?> { [name] = 1 } }).Hint);

    private static CreationDraft Of(UgcKind kind) => kind switch
    {
        UgcKind.TalkingActor => Drafts.Talking,
        UgcKind.ProductVideo => Drafts.Product,
        _ => Drafts.Motion,
    };

    private static string Ids(int count) => string.Join(';', Enumerable.Range(1, count).Select(n => $"actor{n}"));

    private static string Scenes(int count) => $"[{string.Join(',', Enumerable.Range(1, count).Select(n => $$"""{"scene":{{n}}}"""))}]";

    private static string? Text(JsonObject body, string member) => body[member]?.GetValue<string>();
}
