using System.Text.Json.Nodes;

namespace UgcLab.Client.Tests.Creations;

public class MotionVideoRulesTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("30", "30")]
    [InlineData("15.0", "15")]
    [InlineData("15.00", "15")]
    [InlineData(" 15 ", "15")]
    [InlineData("7.5", "7.5")]
    [InlineData("7.50", "7.5")]
    public void A_length_goes_out_as_a_number_in_its_shortest_form(string typed, string sent)
    {
        foreach (bool skipValidation in new[] { false, true })
        {
            Assert.Equal(sent, Drafts.Body(UgcKind.MotionVideo, Drafts.Motion with { Duration = typed }, skipValidation)["videoDuration"]!.ToJsonString());
        }
    }

    [Fact]
    public void Fifteen_however_written_is_one_row_of_a_batch()
    {
        string[] bodies = [.. new[] { "15", "15.0", "15.000", "15s", "15 sec", "\uFF11\uFF15" }.Select(typed => Drafts.Body(UgcKind.MotionVideo, Drafts.Motion with { Duration = typed }).ToJsonString())];

        Assert.Single(bodies.Distinct());
    }

    [Theory]
    [InlineData("0", null)]
    [InlineData("0.9", null)]
    [InlineData("31", null)]
    [InlineData("30.1", null)]
    [InlineData("-5", null)]
    [InlineData("1e1", null)]
    [InlineData("15,5", "15.5")]
    [InlineData("15 min", null)]
    [InlineData("0:15", null)]
    [InlineData("long", null)]
    public void Any_other_length_is_asked_about_and_never_repaired(string typed, string? meant)
    {
        UgcFault fault = Drafts.OnlyFault(UgcKind.MotionVideo, Drafts.Motion with { Duration = typed });

        Assert.Equal(("DurationNotAllowed", meant is null ? null : $"Did you mean {meant}?"), (fault.Code, fault.Hint));
        Assert.Contains("isn't a valid duration. Valid values: 1 to 30 seconds, as a number.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_longer_video_can_be_insisted_on_and_no_length_at_all_cannot()
    {
        Assert.Equal("45", Drafts.Body(UgcKind.MotionVideo, Drafts.Motion with { Duration = "45" }, skipValidation: true)["videoDuration"]!.ToJsonString());
        Assert.Equal("DurationNotAllowed", Drafts.OnlyFault(UgcKind.MotionVideo, Drafts.Motion with { Duration = "0" }, skipValidation: true).Code);
        Assert.Equal("DurationMissing", Drafts.OnlyFault(UgcKind.MotionVideo, Drafts.Motion with { Duration = " " }).Code);
    }

    [Fact]
    public void What_is_required_is_asked_for_all_at_once() =>
        Assert.Equal(["ProjectIdMissing", "ActorIdMissing", "ReferenceVideoUrlMissing", "DurationMissing"], CreationDescriptor.Of(UgcKind.MotionVideo).Check(new CreationDraft()).Faults.Select(fault => fault.Code));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void A_prompt_has_1000_characters_at_most_and_can_be_left_out(int length, bool isTaken)
    {
        CreationCheck check = CreationDescriptor.Of(UgcKind.MotionVideo).Check(Drafts.Motion with { Prompt = new string('x', length) });

        Assert.Equal(isTaken ? [] : ["PromptLength"], check.Faults.Select(fault => fault.Code));
        Assert.Equal(isTaken && length > 0 ? length : null, (check.Request as MotionVideoRequest)?.Prompt?.Length);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("STD", "std")]
    [InlineData("pro", "pro")]
    public void A_quality_is_sent_where_one_is_given(string? typed, string? sent) =>
        Assert.Equal(sent, Drafts.Body(UgcKind.MotionVideo, Drafts.Motion with { Quality = typed })["quality"]?.GetValue<string>());

    [Theory]
    [InlineData("standard", "Did you mean std?")]
    [InlineData("gold", null)]
    public void The_word_of_the_other_pages_is_asked_about(string typed, string? hint)
    {
        UgcFault fault = Drafts.OnlyFault(UgcKind.MotionVideo, Drafts.Motion with { Quality = typed });

        Assert.Equal(("QualityNotAllowed", "Quality", hint), (fault.Code, fault.Field, fault.Hint));
    }

    [Theory]
    [InlineData("http://example.com/dance.mp4", "ReferenceVideoUrlScheme")]
    [InlineData("https://10.0.0.1/dance.mp4", "ReferenceVideoUrlPrivate")]
    [InlineData("dance.mp4", "ReferenceVideoUrlInvalid")]
    [InlineData("https://me:pw@example.com/dance.mp4", "ReferenceVideoUrlUserInfo")]
    public void A_reference_video_is_at_a_public_address(string address, string code) =>
        Assert.Equal(code, Drafts.OnlyFault(UgcKind.MotionVideo, Drafts.Motion with { ReferenceVideoUrl = address }).Code);

    [Theory]
    [InlineData("dance.mp4", "product.webp", null)]
    [InlineData("dance.webm?v=2", "product", null)]
    [InlineData("dance.mov", "product.png", "ReferenceVideoUrl does not end like an MP4 or WebM video")]
    [InlineData("dance.png", "product.png", "ReferenceVideoUrl does not end like an MP4 or WebM video")]
    [InlineData("dance.mp4", "product.mp4", "ProductImageUrl does not end like a JPEG, PNG or WebP image")]
    public void What_ends_like_something_else_is_sent_with_a_warning(string video, string product, string? says)
    {
        CreationCheck check = CreationDescriptor.Of(UgcKind.MotionVideo).Check(Drafts.Motion with { ReferenceVideoUrl = $"https://example.com/{video}", ProductImageUrl = $"https://example.com/{product}" });

        Assert.NotNull(check.Request);
        Assert.Equal(says is null ? [] : [$"{says}, which is what the service takes."], check.Warnings);
    }

    [Fact]
    public void A_product_may_be_shown_too_at_an_address_of_the_same_rules()
    {
        Assert.Equal("ProductImageUrlScheme", Drafts.OnlyFault(UgcKind.MotionVideo, Drafts.Motion with { ProductImageUrl = "http://example.com/a.jpg" }).Code);
        Assert.Equal("https://example.com/a.jpg", Drafts.Body(UgcKind.MotionVideo, Drafts.Motion with { ProductImageUrl = "https://example.com/a.jpg" })["productImageUrl"]!.GetValue<string>());
    }

    [Fact]
    public void What_is_not_given_is_not_sent_and_there_is_no_workflow()
    {
        JsonObject body = Drafts.Body(UgcKind.MotionVideo, Drafts.Motion);

        Assert.Equal(["projectId", "ugclabActorIds", "referenceVideoUrl", "videoDuration", "variants"], body.Select(member => member.Key));
    }

    [Theory]
    [InlineData("userPrompt", "Prompt")]
    [InlineData("videoDuration", "Duration")]
    [InlineData("ugclabActorIds", "ActorId")]
    [InlineData("quality", "Quality")]
    [InlineData("referenceVideoUrl", "ReferenceVideoUrl")]
    public void A_member_with_a_parameter_of_its_own_is_not_sent_beside_it(string name, string parameter) =>
        Assert.Equal($"Use {parameter}.", Drafts.OnlyFault(UgcKind.MotionVideo, Drafts.Motion with { AdditionalProperties = new Dictionary<string, object?> { [name] = 1 } }).Hint);
}
