namespace UgcLab.Client.Tests.Creations;

public class IdRulesTests
{
    private const string Key = "ugc_0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \t")]
    [InlineData("\u00A0")]
    public void A_project_is_asked_for(string? id) =>
        Assert.Equal("ProjectIdMissing", Drafts.OnlyFault(Drafts.Veo with { ProjectId = id }).Code);

    [Theory]
    [InlineData("../x", "'.'")]
    [InlineData("a/b", "'/'")]
    [InlineData("a?b", "'?'")]
    [InlineData("a#b", "'#'")]
    [InlineData("%2e%2e", "'%'")]
    [InlineData("a\0b", "U+0000")]
    [InlineData("a\rb", "U+000D")]
    [InlineData("a\nb", "U+000A")]
    [InlineData("a b", "a space")]
    [InlineData("c\uFEFFlx", "U+FEFF")]
    [InlineData("cl\u00A0x", "U+00A0")]
    [InlineData("cl\u00E9", "U+00E9")]
    public void A_project_id_holds_nothing_but_letters_digits_hyphens_and_underscores(string id, string named)
    {
        UgcFault fault = Drafts.OnlyFault(Drafts.Veo with { ProjectId = id });

        Assert.Equal("ProjectIdInvalid", fault.Code);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("YOUR_PROJECT_ID")]
    [InlineData("your-project-id")]
    [InlineData("<project id>")]
    [InlineData("null")]
    [InlineData("undefined")]
    [InlineData("{projectId}")]
    [InlineData("#N/D")]
    [InlineData("System.Object[]")]
    public void What_stands_in_place_of_a_project_id_is_refused(string id) =>
        Assert.Contains(Drafts.OnlyFault(Drafts.Veo with { ProjectId = id }).Code, new[] { "ProjectIdInvalid", "SpreadsheetError" });

    [Theory]
    [InlineData("abc", true)]
    [InlineData("MyProject", true)]
    [InlineData("clx0", true)]
    [InlineData("clx0project", false)]
    [InlineData("cm4k2j9qv0000ml08h3f1x7a2", false)]
    public void A_project_id_that_does_not_look_like_one_is_warned_of(string id, bool isWarned) =>
        Assert.Equal(isWarned, CreationDescriptor.Video.Check(Drafts.Veo with { ProjectId = id }).Warnings.Any(text => text.StartsWith("ProjectId", StringComparison.Ordinal)));

    [Fact]
    public void A_project_id_has_64_characters_at_most()
    {
        Assert.Equal(64, Drafts.Request(Drafts.Veo with { ProjectId = Drafts.Repeat("a", 64) }).ProjectId.Length);
        Assert.Equal("ProjectIdInvalid", Drafts.OnlyFault(Drafts.Veo with { ProjectId = Drafts.Repeat("a", 65) }).Code);
    }

    [Fact]
    public void Spaces_around_a_project_id_do_not_count() =>
        Assert.Equal("clx-1_A", Drafts.Request(Drafts.Veo with { ProjectId = "  clx-1_A " }).ProjectId);

    [Theory]
    [InlineData(null, 1)]
    [InlineData("", 1)]
    [InlineData(" ", 1)]
    [InlineData("1", 1)]
    [InlineData(" 8 ", 8)]
    [InlineData("1.0", 1)]
    [InlineData("3.00", 3)]
    [InlineData("3x", 3)]
    [InlineData("x 3", 3)]
    public void One_to_eight_takes_can_be_had_and_one_is_the_default(string? typed, int sent) =>
        Assert.Equal(sent, Drafts.Request(Drafts.Veo with { Variants = typed }).Variants);

    [Theory]
    [InlineData("0")]
    [InlineData("9")]
    [InlineData("-1")]
    [InlineData("2147483648")]
    [InlineData("two")]
    [InlineData("1.5")]
    [InlineData("NaN")]
    [InlineData("\u221E")]
    [InlineData("True")]
    [InlineData("8,00")]
    [InlineData("1E+00")]
    [InlineData("08")]
    [InlineData("+3")]
    [InlineData("\uFF13")]
    [InlineData("1.")]
    [InlineData("1\n1")]
    public void Any_other_number_of_variants_is_refused_with_or_without_validation(string typed)
    {
        Assert.Equal("VariantsRange", Drafts.OnlyFault(Drafts.Veo with { Variants = typed }).Code);
        Assert.Equal("VariantsRange", Drafts.OnlyFault(Drafts.Veo with { Variants = typed }, skipValidation: true).Code);
    }

    [Theory]
    [InlineData("prompt", "Prompt")]
    [InlineData("Variants", "Variants")]
    [InlineData("projectid", "ProjectId")]
    [InlineData(" imageUrl ", "ImageUrl")]
    public void A_member_with_a_parameter_of_its_own_is_not_sent_beside_it(string name, string parameter)
    {
        CreationDraft draft = Drafts.Veo with { AdditionalProperties = new Dictionary<string, object?> { [name] = 100 } };

        UgcFault fault = Drafts.OnlyFault(draft, skipValidation: true);
        Assert.Equal(("AdditionalPropertyInvalid", $"Use {parameter}."), (fault.Code, fault.Hint));
        Assert.Equal("AdditionalPropertyInvalid", Drafts.OnlyFault(draft).Code);
    }

    [Fact]
    public void Members_of_a_later_version_are_sent_as_they_are()
    {
        Dictionary<string, object?> members = new() { ["seed"] = 7, ["negativePrompt"] = "no rain" };

        Assert.Equal(members, Drafts.Request(Drafts.Veo with { AdditionalProperties = members }).AdditionalProperties);
    }

    [Theory]
    [InlineData("ProjectId")]
    [InlineData("Model")]
    [InlineData("ImageUrl")]
    [InlineData("Reference")]
    [InlineData("seed")]
    public void A_key_is_found_in_whatever_field_it_was_pasted_into(string field)
    {
        CreationDraft draft = field switch
        {
            "ProjectId" => Drafts.Veo with { ProjectId = Key },
            "Model" => Drafts.Veo with { Model = Key },
            "ImageUrl" => Drafts.Veo with { ImageUrl = "https://example.com/" + Key },
            "Reference" => Drafts.Veo with { Reference = Key },
            _ => Drafts.Veo with { AdditionalProperties = new Dictionary<string, object?> { ["seed"] = Key } },
        };

        foreach (bool skipValidation in new[] { false, true })
        {
            UgcFault fault = Drafts.OnlyFault(draft, skipValidation);
            Assert.Equal("SecretInInput", fault.Code);
            Assert.DoesNotContain(Key[4..20], fault + fault.Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_fault_is_reported_at_once_in_the_order_of_the_parameters()
    {
        CreationDraft draft = new()
        {
            Prompt = "short",
            ProjectId = "a/b",
            Model = "sora-2-pro",
            Duration = "7",
            AspectRatio = "16:9",
            Tier = "gold",
            ImageUrl = "http://example.com/a.jpg",
            Variants = "9",
            AdditionalProperties = new Dictionary<string, object?> { ["tier"] = "pro" },
        };

        CreationCheck check = CreationDescriptor.Video.Check(draft);
        Assert.Null(check.Request);
        Assert.Equal(
            ["PromptLength", "ProjectIdInvalid", "DurationNotAllowed", "AspectRatioNotAllowed", "TierNotAllowed", "ImageUrlScheme", "VariantsRange", "AdditionalPropertyInvalid"],
            check.Faults.Select(fault => fault.Code));
        Assert.All(check.Faults, fault => Assert.Contains(fault.Value!, fault.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Half_a_surrogate_pair_goes_nowhere(bool skipValidation)
    {
        Assert.Equal("ProjectIdInvalid", Drafts.OnlyFault(Drafts.Veo with { ProjectId = "a\ud800" }, skipValidation).Code);
        Assert.Equal("AspectRatioNotAllowed", Drafts.OnlyFault(Drafts.Veo with { AspectRatio = "a\ud800" }, skipValidation).Code);
        Assert.Equal("ImageUrlInvalid", Drafts.OnlyFault(Drafts.Veo with { ImageUrl = "https://example.com/\ud800" }, skipValidation).Code);
    }
}
