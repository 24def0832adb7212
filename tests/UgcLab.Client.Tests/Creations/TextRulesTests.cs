namespace UgcLab.Client.Tests.Creations;

public class TextRulesTests
{
    private const string Key = "ugc_0123456789abcdef0123456789ABCDEF0123456789abcdef";
    private const string Emoji = "\U0001F98A";

    public static TheoryData<string?, string> Refused => new()
    {
        { null, "PromptMissing" },
        { "", "PromptLength" },
        { "123456789", "PromptLength" },
        { Drafts.Repeat("x", 3001), "PromptLength" },
        { Drafts.Repeat(Emoji, 3001), "PromptLength" },
        { "e" + Drafts.Repeat("\u0301", 3000), "PromptLength" },
        { Drafts.Repeat("x", 2_000_000), "PromptLength" },
        { "          ", "PromptBlank" },
        { "   ", "PromptBlank" },
        { "\t\r\n\t\r\n\t\r\n\t\r\n", "PromptBlank" },
        { Drafts.Repeat("\u00A0", 12), "PromptBlank" },
        { Drafts.Repeat("\u3000", 12), "PromptBlank" },
        { Drafts.Repeat("\u200B", 12), "PromptBlank" },
        { "A fox runs\0 over snow", "PromptControlChar" },
        { "A fox in the caf\uFFFD", "ReplacementChar" },
        { "Use " + Key + " for it", "SecretInPrompt" },
        { "Use UGC_" + Key[4..^2] + " for it", "SecretInPrompt" },
        { "#N/A", "SpreadsheetError" },
        { " #REF! ", "SpreadsheetError" },
        { "   short   ", "PromptLength" },
        { "ring the bell \u0007 now", "PromptControlChar" },
        { "soft line\u000Bbreak of a word processor", "PromptControlChar" },
        { "an escape \u001B[31m of a terminal", "PromptControlChar" },
        { "deleted \u007F letters", "PromptControlChar" },
        { "don\u0080\u0099t read Latin-1", "PromptControlChar" },
        { "#GETTING_DATA", "SpreadsheetError" },
    };

    public static TheoryData<string> Taken => new(
        "abcdefghij",
        Drafts.Repeat(Emoji, 5),
        Drafts.Repeat("x", 3000),
        Drafts.Repeat(Emoji, 1501),
        Drafts.Repeat(Emoji, 3000),
        "e" + Drafts.Repeat("\u0301", 2999),
        "first line\r\nsecond\n\tthird",
        "turned \u202Earound\u202C text",
        "\"}],\"variants\":8,\"x\":\"",
        "$(Remove-Item x) `n %PATH%",
        "caf\u00E9 with a fox",
        "cafe\u0301 with a fox",
        "ugc_ is how a key begins",
        "our film: #N/A is not an answer");

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_prompt_that_no_reading_allows_is_refused(string? prompt, string code)
    {
        UgcFault fault = Drafts.OnlyFault(Drafts.Veo with { Prompt = prompt });

        Assert.Equal(code, fault.Code);
        Assert.Equal("Prompt", fault.Field);
        Assert.StartsWith("Prompt", fault.Message, StringComparison.Ordinal);
        Assert.InRange(fault.Message.Length, 1, 300);
    }

    [Theory]
    [MemberData(nameof(Taken))]
    public void Any_other_prompt_is_sent_exactly_as_given(string prompt)
    {
        CreationCheck check = CreationDescriptor.Video.Check(Drafts.Veo with { Prompt = prompt });

        Assert.Empty(check.Faults);
        Assert.Empty(check.Warnings);
        Assert.Equal(prompt, (check.Request as VideoRequest)!.Prompt);
    }

    [Fact]
    public void The_ends_of_a_prompt_are_trimmed() =>
        Assert.Equal("spaces  inside stay", Drafts.Request(Drafts.Veo with { Prompt = "\uFEFF \u00A0spaces  inside stay\u200B\u2060\r\n" }).Prompt);

    [Fact]
    public void Composed_and_decomposed_letters_stay_two_different_prompts() =>
        Assert.NotEqual(
            Drafts.Request(Drafts.Veo with { Prompt = "caf\u00E9 with a fox" }).Prompt,
            Drafts.Request(Drafts.Veo with { Prompt = "cafe\u0301 with a fox" }).Prompt,
            StringComparer.Ordinal);

    [Theory]
    [InlineData("A fox runs\nr2,veo-3.1,8\nr3,veo-3.1,8")]
    public void What_is_allowed_and_unusual_is_sent_with_a_warning(string prompt)
    {
        CreationCheck check = CreationDescriptor.Video.Check(Drafts.Veo with { Prompt = prompt });

        Assert.Equal(prompt, (check.Request as VideoRequest)!.Prompt);
        Assert.StartsWith("Prompt ", Assert.Single(check.Warnings), StringComparison.Ordinal);
    }

    // Not a theory: xunit mends such text on its way to the test.
    [Fact]
    public void Half_a_surrogate_pair_is_refused_with_or_without_validation()
    {
        foreach (string prompt in new[] { "A fox runs \ud800 over snow", "A fox runs over snow \udc00", "A fox runs over snow \ud83e", "\ude80\ud83d the wrong way round" })
        {
            Assert.Equal("PromptNotUnicode", Drafts.OnlyFault(Drafts.Veo with { Prompt = prompt }).Code);
            Assert.Equal("PromptNotUnicode", Drafts.OnlyFault(Drafts.Veo with { Prompt = prompt }, skipValidation: true).Code);
        }
    }

    [Fact]
    public void All_faults_of_one_prompt_are_reported_together()
    {
        CreationCheck check = CreationDescriptor.Video.Check(Drafts.Veo with { Prompt = "\0\uFFFD\ud800" });

        Assert.Equal(["PromptLength", "PromptControlChar", "ReplacementChar", "PromptNotUnicode"], check.Faults.Select(fault => fault.Code));
    }

    [Fact]
    public void A_key_in_the_prompt_is_not_shown_again()
    {
        UgcFault fault = Drafts.OnlyFault(Drafts.Veo with { Prompt = "Use " + Key + " for it" });

        Assert.DoesNotContain(Key[4..20], fault.ToString() + fault.Value, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_prompt_that_is_far_too_long_is_shown_by_its_length_only()
    {
        UgcFault fault = Drafts.OnlyFault(Drafts.Veo with { Prompt = Drafts.Repeat("x", 2_000_000) });

        Assert.Contains("2000000", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_turns_a_terminal_around_is_escaped_in_messages()
    {
        UgcFault fault = Drafts.OnlyFault(Drafts.Veo with { Prompt = "\u202Eab" });

        Assert.Contains("\\u202e", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("with \0 inside")]
    [InlineData("with \uFFFD inside")]
    [InlineData("#N/A")]
    public void Without_validation_unusual_prompts_go_as_typed(string prompt) =>
        Assert.Equal(prompt, Drafts.Request(Drafts.Veo with { Prompt = prompt }, skipValidation: true).Prompt);

    [Theory]
    [InlineData(null, "PromptMissing")]
    [InlineData("", "PromptMissing")]
    [InlineData("   ", "PromptBlank")]
    [InlineData("Use " + Key, "SecretInPrompt")]
    public void Without_validation_a_prompt_must_still_be_there_and_harmless(string? prompt, string code) =>
        Assert.Equal(code, Drafts.OnlyFault(Drafts.Veo with { Prompt = prompt }, skipValidation: true).Code);
}
