namespace UgcLab.Client.Tests.Creations;

public class AspectRatioRulesTests
{
    [Theory]
    [InlineData("sora", "Portrait", "portrait")]
    [InlineData("sora", " landscape ", "landscape")]
    [InlineData("veo", "9:16", "9:16")]
    [InlineData("kling", "1:1", "1:1")]
    [InlineData("kling", "", null)]
    public void A_shape_that_the_model_makes_is_sent(string model, string typed, string? sent) =>
        Assert.Equal(sent, Drafts.Request(OfModel(model) with { AspectRatio = typed }).AspectRatio);

    [Theory]
    [InlineData("9x16", "9:16")]
    [InlineData("9 X 16", "9:16")]
    [InlineData("9\u00D716", "9:16")]
    [InlineData("16/9", "16:9")]
    [InlineData("9 by 16", "9:16")]
    [InlineData("16-9", "16:9")]
    [InlineData("9\uFF1A16", "9:16")]
    [InlineData("\uFF19\uFF1A\uFF11\uFF16", "9:16")]
    [InlineData("09:16", "9:16")]
    [InlineData("16:09", "16:9")]
    [InlineData("1:01", "1:1")]
    [InlineData("16 : 9", "16:9")]
    public void A_ratio_is_read_with_any_sign_and_that_is_noted(string typed, string sent)
    {
        CreationCheck check = CreationDescriptor.Video.Check(Drafts.Kling with { AspectRatio = typed });

        Assert.Equal(sent, ((VideoRequest)check.Request!).AspectRatio);
        Assert.Equal([$"AspectRatio '{typed}' is read as {sent}."], check.Notes);
    }

    [Theory]
    [InlineData("sora", "16:9", "landscape")]
    [InlineData("sora", "9:16", "portrait")]
    [InlineData("sora", "portrit", "portrait")]
    [InlineData("sora", "1:1", null)]
    [InlineData("veo", "landscape", "16:9")]
    [InlineData("veo", "portrait", "9:16")]
    [InlineData("veo", "1:1", null)]
    [InlineData("kling", "square", "1:1")]
    [InlineData("sora", "9x16", "portrait")]
    [InlineData("kling", "4x3", null)]
    [InlineData("kling", "9:16:9", null)]
    [InlineData("kling", "916", null)]
    [InlineData("kling", "NULL", null)]
    [InlineData("kling", "-", null)]
    public void Any_other_shape_is_refused_with_the_word_for_it(string model, string typed, string? nearest)
    {
        UgcFault fault = Drafts.OnlyFault(OfModel(model) with { AspectRatio = typed });

        Assert.Equal(("AspectRatioNotAllowed", "AspectRatio"), (fault.Code, fault.Field));
        Assert.Equal(nearest is null ? null : $"Did you mean {nearest}?", fault.Hint);
    }

    [Theory]
    [InlineData("veo", "16:09:00", "16:9")]
    [InlineData("veo", "0.672916", "16:9")]
    [InlineData("veo", "0.672916666666667", "16:9")]
    [InlineData("veo", "0,672916666666667", "16:9")]
    [InlineData("veo", "4:09 PM", "16:9")]
    [InlineData("veo", "4:09:00 PM", "16:9")]
    [InlineData("veo", "30.12.1899 16:09:00", "16:9")]
    [InlineData("veo", "09:16:00", "9:16")]
    [InlineData("veo", "9:16 AM", "9:16")]
    [InlineData("veo", "0.386111", "9:16")]
    [InlineData("kling", "01:01:00", "1:1")]
    [InlineData("kling", "0.0423611111111111", "1:1")]
    [InlineData("sora", "16:09:00", "landscape")]
    public void A_shape_that_a_spreadsheet_took_for_a_time_is_refused_with_the_advice(string model, string typed, string word)
    {
        UgcFault fault = Drafts.OnlyFault(OfModel(model) with { AspectRatio = typed });

        Assert.Equal("AspectRatioNotAllowed", fault.Code);
        Assert.Contains("Format the column as text", fault.Hint, StringComparison.Ordinal);
        Assert.Contains(word, fault.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("12:30:00")]
    [InlineData("0.99999999999999999")]
    public void Other_times_are_no_shapes_of_ours(string typed) =>
        Assert.DoesNotContain("spreadsheet", Drafts.OnlyFault(Drafts.Veo with { AspectRatio = typed }).Message, StringComparison.Ordinal);

    private static CreationDraft OfModel(string model) => model switch
    {
        "sora" => Drafts.Sora,
        "veo" => Drafts.Veo,
        _ => Drafts.Kling,
    };
}
