namespace UgcLab.Client.Tests.Creations;

public class SettingRulesTests
{
    [Theory]
    [InlineData("sora", "sora-2-pro")]
    [InlineData("sora-3-pro", "sora-2-pro")]
    [InlineData("veo 3", "veo-3.1")]
    [InlineData("Kling", "kling-2.6")]
    [InlineData("runway-gen-9", null)]
    public void An_unknown_model_is_refused_with_the_nearest_name(string model, string? nearest)
    {
        UgcFault fault = Drafts.OnlyFault(Drafts.Kling with { Model = model });

        Assert.Equal("ModelUnknown", fault.Code);
        Assert.Equal(nearest is null ? null : $"Did you mean {nearest}?", fault.Hint);
    }

    [Theory]
    [InlineData("kling-2.6 ", "kling-2.6")]
    [InlineData("KLING-2.6", "kling-2.6")]
    [InlineData("  Kling-2.6  ", "kling-2.6")]
    public void A_model_is_sent_in_the_catalogs_spelling(string typed, string sent) =>
        Assert.Equal(sent, Drafts.Request(Drafts.Kling with { Model = typed }).Model);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void A_missing_model_is_one_fault_and_no_more(string? model)
    {
        Assert.Equal("ModelMissing", Drafts.OnlyFault(Drafts.Sora with { Model = model }).Code);
        Assert.Equal("ModelMissing", Drafts.OnlyFault(Drafts.Kling with { Model = model }).Code);
    }

    [Fact]
    public void With_an_unknown_model_only_what_no_model_takes_is_a_fault_besides()
    {
        CreationCheck check = CreationDescriptor.Video.Check(Drafts.Veo with { Model = "sorra", Duration = "7", AspectRatio = "4:3", Tier = "ultra" });

        Assert.Equal(
            ["ModelUnknown", "DurationNotAllowed", "AspectRatioNotAllowed", "TierNotAllowed"],
            check.Faults.Select(fault => fault.Code));
        Assert.Equal("ModelUnknown", Drafts.OnlyFault(Drafts.Sora with { Model = "x", Duration = "8", AspectRatio = "1:1", Tier = "PRO" }).Code);
    }

    [Theory]
    [InlineData("sora-2-pro", "10", "10")]
    [InlineData("sora-2-pro", "15", "15")]
    [InlineData("veo-3.1", "8", "8")]
    [InlineData("kling-2.6", "5", "5")]
    [InlineData("kling-2.6", " 10 ", "10")]
    [InlineData("kling-2.6", "\u00A010\uFEFF", "10")]
    [InlineData("veo-3.1", null, "8")]
    [InlineData("veo-3.1", " ", "8")]
    public void A_length_that_the_model_makes_is_sent_as_text(string model, string? typed, string sent) =>
        Assert.Equal(sent, Drafts.Request(OfModel(model) with { Duration = typed }).Duration);

    [Theory]
    [InlineData("5s", "5")]
    [InlineData("5 s", "5")]
    [InlineData("10 Sec.", "10")]
    [InlineData("10 seconds", "10")]
    [InlineData("10\"", "10")]
    [InlineData("10 Sek.", "10")]
    [InlineData("10.0", "10")]
    [InlineData("10,00", "10")]
    [InlineData("010", "10")]
    [InlineData("\uFF11\uFF10", "10")]
    public void A_length_is_read_with_a_unit_and_that_is_noted(string typed, string sent)
    {
        CreationCheck check = CreationDescriptor.Video.Check(Drafts.Kling with { Duration = typed });

        Assert.Equal(sent, ((VideoRequest)check.Request!).Duration);
        Assert.Equal([$"Duration '{Redaction.Show(typed)}' is read as {sent}."], check.Notes);
    }

    [Theory]
    [InlineData("Veo 3.1", "veo-3.1")]
    [InlineData("veo_3.1", "veo-3.1")]
    [InlineData("VEO3.1", "veo-3.1")]
    [InlineData("veo 3,1", "veo-3.1")]
    [InlineData("Kling 2.6", "kling-2.6")]
    [InlineData("Sora 2 Pro", "sora-2-pro")]
    public void A_model_is_read_with_other_marks_and_that_is_noted(string typed, string sent)
    {
        CreationCheck check = CreationDescriptor.Video.Check(OfModel(sent) with { Model = typed });

        Assert.Equal(sent, ((VideoRequest)check.Request!).Model);
        Assert.Equal([$"Model '{Redaction.Show(typed)}' is read as {sent}."], check.Notes);
    }

    [Fact]
    public void A_value_is_one_row_however_it_is_written()
    {
        CreationDraft draft = Drafts.Kling with { Duration = "5", AspectRatio = "9:16" };
        CreationDraft other = Drafts.Kling with { Model = "Kling 2.6", Duration = "5 s", AspectRatio = "9x16", Variants = "x1" };

        Assert.Equal(RowKey.Content(Drafts.Request(draft), UgcLabClientOptions.Service), RowKey.Content(Drafts.Request(other), UgcLabClientOptions.Service));
    }

    [Fact]
    public void What_is_written_as_the_service_wants_it_is_not_noted() =>
        Assert.Empty(CreationDescriptor.Video.Check(Drafts.Sora with { Model = "SORA-2-PRO", AspectRatio = "Portrait", Tier = "PRO" }).Notes);

    [Theory]
    [InlineData("sora-2-pro", "5", "10")]
    [InlineData("sora-2-pro", "14", "15")]
    [InlineData("veo-3.1", "10", "8")]
    [InlineData("kling-2.6", "8", "10")]
    [InlineData("kling-2.6", "10.5", "10")]
    [InlineData("kling-2.6", "1e1", "10")]
    [InlineData("kling-2.6", "10 min", "10")]
    [InlineData("kling-2.6", "10-15", "10")]
    [InlineData("kling-2.6", "0:10", "5")]
    [InlineData("kling-2.6", "5 or 10", "5")]
    [InlineData("kling-2.6", "7s", "5")]
    [InlineData("kling-2.6", "1\u00A00", "5")]
    [InlineData("kling-2.6", "-", null)]
    [InlineData("kling-2.6", "NULL", null)]
    public void Any_other_length_is_asked_about_and_never_guessed(string model, string typed, string? nearest)
    {
        UgcFault fault = Drafts.OnlyFault(OfModel(model) with { Duration = typed });

        Assert.Equal("DurationNotAllowed", fault.Code);
        Assert.Equal(nearest is null ? null : $"Did you mean {nearest}?", fault.Hint);
    }

    [Theory]
    [InlineData("sora-2-pro")]
    [InlineData("kling-2.6")]
    public void A_length_is_not_guessed_where_there_are_several(string model) =>
        Assert.Equal("DurationMissing", Drafts.OnlyFault(OfModel(model) with { Duration = null }).Code);

    [Theory]
    [InlineData("sora-2-pro", "Pro", "pro")]
    [InlineData("sora-2-pro", " STANDARD ", "standard")]
    [InlineData("veo-3.1", "", null)]
    [InlineData("kling-2.6", "  ", null)]
    public void A_tier_is_sent_where_there_is_one(string model, string typed, string? sent) =>
        Assert.Equal(sent, Drafts.Request(OfModel(model) with { Tier = typed }).Tier);

    [Theory]
    [InlineData("sora-2-pro", null, "TierRequired", null)]
    [InlineData("sora-2-pro", " ", "TierRequired", null)]
    [InlineData("sora-2-pro", "premium", "TierNotAllowed", null)]
    [InlineData("sora-2-pro", "std", "TierNotAllowed", "Did you mean standard?")]
    [InlineData("sora-2-pro", "standart", "TierNotAllowed", "Did you mean standard?")]
    [InlineData("veo-3.1", "pro", "TierNotAllowed", "Leave it out.")]
    [InlineData("kling-2.6", "standard", "TierNotAllowed", "Leave it out.")]
    public void A_tier_is_required_or_refused_in_words(string model, string? typed, string code, string? hint)
    {
        UgcFault fault = Drafts.OnlyFault(OfModel(model) with { Tier = typed });

        Assert.Equal((code, hint), (fault.Code, fault.Hint));
        Assert.Equal("Tier", fault.Field);
    }

    [Theory]
    [InlineData("Model")]
    [InlineData("Duration")]
    [InlineData("Tier")]
    [InlineData("AspectRatio")]
    public void What_a_spreadsheet_writes_for_an_error_is_named_as_that(string field)
    {
        CreationDraft draft = field switch
        {
            "Model" => Drafts.Sora with { Model = "#REF!" },
            "Duration" => Drafts.Sora with { Duration = "#N/A" },
            "Tier" => Drafts.Sora with { Tier = " #n/a" },
            _ => Drafts.Sora with { AspectRatio = "#VALUE!" },
        };

        UgcFault fault = Drafts.OnlyFault(draft);
        Assert.Equal(("SpreadsheetError", field), (fault.Code, fault.Field));
    }

    [Fact]
    public void Without_validation_newer_models_and_settings_go_as_typed()
    {
        VideoRequest request = Drafts.Request(
            Drafts.Veo with { Model = "veo-4", Duration = "12s", AspectRatio = "21:9", Tier = "Ultra" }, skipValidation: true);

        Assert.Equal(("veo-4", "12s", "21:9", "Ultra"), (request.Model, request.Duration, request.AspectRatio, request.Tier));
    }

    [Fact]
    public void Without_validation_what_no_request_can_be_without_is_still_asked_for()
    {
        CreationCheck check = CreationDescriptor.Video.Check(new CreationDraft(), skipValidation: true);

        Assert.Equal(["PromptMissing", "ProjectIdMissing", "ModelMissing", "DurationMissing"], check.Faults.Select(fault => fault.Code));
    }

    private static CreationDraft OfModel(string model) => model switch
    {
        "sora-2-pro" => Drafts.Sora,
        "veo-3.1" => Drafts.Veo,
        _ => Drafts.Kling,
    };
}
