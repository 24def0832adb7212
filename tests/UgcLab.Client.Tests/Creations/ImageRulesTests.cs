namespace UgcLab.Client.Tests.Creations;

/// <summary>Each documented limit of <c>POST /ugc/image</c>, from both of its sides.</summary>
public sealed class ImageRulesTests
{
    private static readonly CreationDraft Sound = new()
    {
        Prompt = "A fox in fresh snow.",
        ProjectId = "clx0project",
        Model = "nano-banana-pro",
        Tier = "standard",
    };

    public static TheoryData<string, string> Prompts => new()
    {
        { "123456789", "PromptLength" },
        { "1234567890", "" },
        { new string('x', 3000), "" },
        { Drafts.Repeat("\U0001F98A", 3000), "" },
        { new string('x', 3001), "PromptLength" },
        { new string(' ', 12), "PromptBlank" },
        { "", "PromptLength" },
        { "A fox and ugc_0123456789abcdef0123456789abcdef0123456789abcdef", "SecretInPrompt" },
    };

    [Fact]
    public void What_is_left_out_is_left_to_the_service()
    {
        ImageRequest request = Request(Sound);

        Assert.Equal((null, 1, 1), (request.AspectRatio, request.Variants, request.Outputs));
        Assert.Equal("ugc/image", request.Endpoint);
    }

    [Theory]
    [MemberData(nameof(Prompts))]
    public void A_prompt_has_10_to_3000_characters(string prompt, string code) => Expect(Sound with { Prompt = prompt }, code);

    [Theory]
    [InlineData("nano-banana-pro", "nano-banana-pro", null)]
    [InlineData("Seedream-4.5 ", "seedream-4.5", null)]
    [InlineData("Nano Banana Pro", "nano-banana-pro", null)]
    [InlineData("nano banana", null, "nano-banana-pro")]
    [InlineData("seedream", null, "seedream-4.5")]
    [InlineData("seedream-5", null, "seedream-4.5")]
    [InlineData("kling-2.6", null, null)]
    [InlineData("ugcl-2.0", null, null)]
    public void The_models_are_those_of_images(string typed, string? sent, string? near)
    {
        CreationDraft draft = Sound with { Model = typed };
        if (sent is not null)
        {
            Assert.Equal(sent, Request(draft).Model);
            return;
        }

        UgcFault fault = Expect(draft, "ModelUnknown")!;
        Assert.Equal(near is null ? null : $"Did you mean {near}?", fault.Hint);
    }

    [Theory]
    [InlineData("standard", "standard", "")]
    [InlineData(" PRO ", "pro", "")]
    [InlineData(null, null, "TierRequired")]
    [InlineData(" ", null, "TierRequired")]
    [InlineData("std", null, "TierNotAllowed")]
    [InlineData("4K", null, "TierNotAllowed")]
    public void A_quality_is_required_of_both_models(string? typed, string? sent, string code)
    {
        foreach (string model in new[] { "nano-banana-pro", "seedream-4.5" })
        {
            CreationDraft draft = Sound with { Model = model, Tier = typed };
            Expect(draft, code);
            Assert.Equal(sent, code.Length == 0 ? Request(draft).Tier : null);
        }
    }

    [Theory]
    [InlineData("9:16", "9:16", null)]
    [InlineData("1:1", "1:1", null)]
    [InlineData(" 16:9 ", "16:9", null)]
    [InlineData("portrait", null, "Did you mean 9:16?")]
    [InlineData("square", null, "Did you mean 1:1?")]
    [InlineData("4:3", null, null)]
    [InlineData("16:09:00", null, "Format the column as text and write 16:9 there again.")]
    public void The_shape_is_one_of_three(string typed, string? sent, string? hint)
    {
        CreationDraft draft = Sound with { AspectRatio = typed };
        UgcFault? fault = Expect(draft, sent is null ? "AspectRatioNotAllowed" : "");

        Assert.Equal(hint, fault?.Hint);
        Assert.Equal(sent, fault is null ? Request(draft).AspectRatio : null);
    }

    [Theory]
    [InlineData("1", "")]
    [InlineData("8", "")]
    [InlineData("0", "VariantsRange")]
    [InlineData("9", "VariantsRange")]
    [InlineData("-1", "VariantsRange")]
    [InlineData("1.5", "VariantsRange")]
    [InlineData("two", "VariantsRange")]
    public void There_are_one_to_eight_takes(string typed, string code) => Expect(Sound with { Variants = typed }, code);

    [Theory]
    [InlineData(null, "ProjectIdMissing")]
    [InlineData("my project", "ProjectIdInvalid")]
    [InlineData("#REF!", "SpreadsheetError")]
    public void A_project_is_an_id(string? typed, string code) => Expect(Sound with { ProjectId = typed }, code);

    [Fact]
    public void All_faults_come_at_once()
    {
        CreationCheck check = CreationDescriptor.Of(UgcKind.Image).Check(new CreationDraft { Prompt = "short", Model = "dall-e", AspectRatio = "2:1", Variants = "12" });

        Assert.Null(check.Request);
        Assert.Equal(["PromptLength", "ProjectIdMissing", "ModelUnknown", "AspectRatioNotAllowed", "VariantsRange"], check.Faults.Select(fault => fault.Code));
    }

    [Theory]
    [InlineData("imageUrl", "")]
    [InlineData("duration", "")]
    [InlineData("seed", "")]
    [InlineData("tier", "Use Tier.")]
    [InlineData("aspectratio", "Use AspectRatio.")]
    [InlineData("Variants", "Use Variants.")]
    public void Another_member_goes_along_unless_a_parameter_gives_it(string name, string hint)
    {
        CreationDraft draft = Sound with { AdditionalProperties = new Dictionary<string, object?> { [name] = 1L } };

        Assert.Equal(hint, Expect(draft, hint.Length == 0 ? "" : "AdditionalPropertyInvalid")?.Hint ?? "");
    }

    [Fact]
    public void Without_validation_newer_settings_go_as_typed_and_missing_ones_stay_missing()
    {
        CreationCheck newer = CreationDescriptor.Of(UgcKind.Image).Check(Sound with { Model = "nano-banana-3", Tier = "ultra", AspectRatio = "21:9" }, skipValidation: true);
        CreationCheck empty = CreationDescriptor.Of(UgcKind.Image).Check(new CreationDraft(), skipValidation: true);

        ImageRequest request = Assert.IsType<ImageRequest>(newer.Request);
        Assert.Equal(("nano-banana-3", "ultra", "21:9"), (request.Model, request.Tier, request.AspectRatio));
        Assert.Equal(["PromptMissing", "ProjectIdMissing", "ModelMissing"], empty.Faults.Select(fault => fault.Code));
    }

    [Fact]
    public void Without_validation_a_known_model_needs_its_quality_and_a_newer_one_does_not()
    {
        CreationCheck known = CreationDescriptor.Of(UgcKind.Image).Check(Sound with { Tier = null }, skipValidation: true);
        CreationCheck newer = CreationDescriptor.Of(UgcKind.Image).Check(Sound with { Model = "nano-banana-3", Tier = null }, skipValidation: true);

        Assert.Equal(["TierRequired"], known.Faults.Select(fault => fault.Code));
        Assert.DoesNotContain("tier", System.Text.Encoding.UTF8.GetString(newer.Request!.ToJson()), StringComparison.Ordinal);
    }

    private static ImageRequest Request(CreationDraft draft) => Assert.IsType<ImageRequest>(CreationDescriptor.Of(UgcKind.Image).Check(draft).Request);

    // The one fault that the rules find, or that they find none.
    private static UgcFault? Expect(CreationDraft draft, string code)
    {
        CreationCheck check = CreationDescriptor.Of(UgcKind.Image).Check(draft);
        Assert.Equal(code.Length == 0 ? [] : [code], check.Faults.Select(fault => fault.Code));
        Assert.Equal(code.Length == 0, check.Request is not null);
        return check.Faults.SingleOrDefault();
    }
}
