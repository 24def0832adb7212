namespace UgcLab.Client.Tests.Creations;

/// <summary>Every kind of creation stands in every table.</summary>
public sealed class KindTests
{
    public static TheoryData<UgcKind> Kinds => [.. Enum.GetValues<UgcKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_is_found_by_its_word_and_by_its_endpoint(UgcKind kind)
    {
        CreationDescriptor found = CreationDescriptor.Of(kind);

        Assert.Equal(kind, found.Kind);
        Assert.Same(found, CreationDescriptor.At(found.Endpoint));
        Assert.StartsWith("ugc/", found.Endpoint, StringComparison.Ordinal);
        Assert.Contains(found.TextField, found.Fields);
        Assert.NotEmpty(ModelCatalog.Of(kind));
        Assert.NotNull(DocumentedAnswers.Of($"POST /{found.Endpoint}"));
    }

    [Theory]
    [InlineData(UgcKind.Video, "a video", "a video", "video")]
    [InlineData(UgcKind.Image, "an image", "an image", "image")]
    [InlineData(UgcKind.TalkingActor, "a video of a talking actor", "a video", "video")]
    [InlineData(UgcKind.ProductVideo, "a video of a product", "a video", "video")]
    [InlineData(UgcKind.MotionVideo, "a video of motion control", "a video", "video")]
    public void What_a_kind_makes_is_reported_in_one_place(UgcKind kind, string described, string any, string noun) =>
        Assert.Equal((described, any, noun), (CreationDescriptor.Of(kind).Described, CreationDescriptor.Of(kind).AnyNoun, CreationDescriptor.Of(kind).Noun));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_empty_row_of_any_kind_has_faults_and_each_names_a_field_of_it(UgcKind kind)
    {
        CreationCheck check = CreationDescriptor.Of(kind).Check(new CreationDraft());

        Assert.Null(check.Request);
        Assert.Contains("ProjectIdMissing", check.Faults.Select(fault => fault.Code));
        Assert.All(check.Faults, fault => Assert.True(Enum.TryParse(fault.Field, out CreationField field) && CreationDescriptor.Of(kind).Has(field), fault.Field));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_columns_of_a_kind_are_called_like_its_parameters(UgcKind kind) =>
        Assert.All(CreationDescriptor.Of(kind).Fields, field => Assert.Equal(field.ToString(), RowColumns.Match(CreationDescriptor.Of(kind), [field.ToString()]).Column(field)));

    [Fact]
    public void Columns_of_another_kind_are_known_for_what_they_are()
    {
        Assert.Equal(UgcKind.TalkingActor, RowColumns.Match(CreationDescriptor.Video, ["Script", "Actions", "Reference"]).Other()?.Kind);
        Assert.Equal(UgcKind.Video, RowColumns.Match(CreationDescriptor.Of(UgcKind.TalkingActor), ["Prompt", "Actions"]).Other()?.Kind);
        Assert.Null(RowColumns.Match(CreationDescriptor.Video, ["Script", "Prompt"]).Other());
        Assert.Null(RowColumns.Match(CreationDescriptor.Video, ["Model", "Reference"]).Other());
    }

    [Fact]
    public void A_member_with_a_parameter_of_its_own_is_no_additional_one()
    {
        Assert.Equal(CreationField.ActorId, CreationDescriptor.Of(UgcKind.MotionVideo).Owner("ugclabActorIds"));
        Assert.Equal(CreationField.Duration, CreationDescriptor.Of(UgcKind.MotionVideo).Owner("videoDuration"));
        Assert.Equal(CreationField.Prompt, CreationDescriptor.Of(UgcKind.MotionVideo).Owner("userPrompt"));
        Assert.Equal(CreationField.ActorId, CreationDescriptor.Of(UgcKind.TalkingActor).Owner("actorIds"));
        Assert.Equal(CreationField.Actions, CreationDescriptor.Of(UgcKind.TalkingActor).Owner("actions"));
        Assert.Equal(CreationField.StoryboardScene, CreationDescriptor.Of(UgcKind.TalkingActor).Owner("storyboardScenes"));
        Assert.Null(CreationDescriptor.Of(UgcKind.Video).Owner("actorIds"));
        Assert.Null(CreationDescriptor.Of(UgcKind.Video).Owner("seed"));
    }
}
