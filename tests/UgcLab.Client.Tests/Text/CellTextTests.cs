using System.Globalization;
using System.Text;

namespace UgcLab.Client.Tests.Text;

/// <summary>One text, whatever program wrote it.</summary>
public sealed class CellTextTests
{
    private static readonly Uri Service = new("https://api.ugclab.app/api/v1/");

    private const string Seen = "A café\non a \"blue\" table";

    public static TheoryData<string> Written => new(
        "A cafe\u0301\non a \"blue\" table",
        "A café\r\non a \"blue\" table",
        "A café\ron a \"blue\" table",
        "A café\u2028on a \"blue\" table",
        "  A café\non a \"blue\" table\t",
        "\u00A0A café\non a \"blue\" table\u3000",
        "\uFEFFA café\non a \"blue\" table",
        "A café\non a \"blue\" table\u200B\u2060",
        "\r\nA cafe\u0301\r\non a \"blue\" table\r\n");

    [Theory]
    [MemberData(nameof(Written))]
    public void A_text_is_one_however_a_program_writes_it(string written)
    {
        Assert.Equal(Seen, CellText.Normalize(written));
        Assert.Equal(Seen, CellText.Normalize(CellText.Normalize(written)));
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void Every_text_of_a_row_is_normalized_for_its_identity(string written)
    {
        Func<string, CreationRequest>[] requests =
        [
            text => Bench.Video with { Prompt = text },
            text => Bench.Video with { AdditionalProperties = new Dictionary<string, object?> { ["more"] = new object?[] { text, 1.50m, null } } },
            text => new TalkingActorRequest { ProjectId = "p1", Script = text, Actions = text, ActorIds = [text] },
            text => new TalkingActorRequest { ProjectId = "p1", CustomActors = [System.Text.Json.JsonSerializer.SerializeToElement(new { environment = text })] },
        ];

        Assert.All(requests, of => Assert.Equal(RowKey.Of(new PurchaseRequest(of(Seen)), Service), RowKey.Of(new PurchaseRequest(of(written)), Service)));
        Assert.All(requests, of => Assert.NotEqual(RowKey.Of(new PurchaseRequest(of(Seen)), Service), RowKey.Of(new PurchaseRequest(of(Seen + "s")), Service)));
        Assert.Equal(RowKey.Of(new PurchaseRequest(Bench.Video) { RowId = Seen }, Service), RowKey.Of(new PurchaseRequest(Bench.Video) { RowId = written }, Service));
    }

    [Fact]
    public void What_is_sent_is_the_text_of_the_row_with_its_ends_trimmed()
    {
        CreationDraft draft = new() { Prompt = " A cafe\u0301\r\non a table\uFEFF ", AdditionalProperties = new Dictionary<string, object?> { ["a"] = new List<object?> { " x\u200B", 2 } } };

        Assert.Equal("A cafe\u0301\r\non a table", draft.Prompt);
        Assert.Equal(["x", 2], Assert.IsType<List<object?>>(draft.AdditionalProperties["a"]));
    }

    [Fact]
    public void A_custom_actor_is_sent_with_the_ends_of_its_texts_trimmed_and_else_as_written()
    {
        const string Written = """{"environment":" Kitchen\u200b ","age":3.0,"characterDescription":"Ann \u003c"}""";

        Assert.Equal("""[{"environment":"Kitchen","age":3.0,"characterDescription":"Ann \u003C"}]""",
            UgcLab.Client.Tests.Creations.Drafts.Body(UgcKind.TalkingActor, UgcLab.Client.Tests.Creations.Drafts.Talking with { ActorId = null, CustomActor = Written })["customActors"]!.ToJsonString());
    }

    [Fact]
    public void Half_a_surrogate_pair_is_left_for_the_rules() => Assert.Equal("é \ud800", CellText.Normalize(" é \ud800 "));

    // In a process that can't compose letters, a text is taken only if this says so.
    [Fact]
    public void No_letter_that_has_another_form_is_taken_for_composed()
    {
        Assert.True(CellText.CanCompose);
        for (int value = 0x80; value <= 0x10FFFF; value++)
        {
            // Before and behind letters that it may be composed with.
            if (Rune.TryCreate(value, out Rune rune) && CharUnicodeInfo.GetUnicodeCategory(value) is not UnicodeCategory.OtherNotAssigned && CellText.IsComposed(rune.ToString()))
            {
                Assert.True($"a{rune}e{rune}\u03B1".IsNormalized(), $"U+{value:X4}");
            }
        }
    }

    [Theory]
    [InlineData("A fox", true)]
    [InlineData("Grün, naïve, Łódź", true)]
    [InlineData("Привет, 你好, こんにちは, مرحبا", true)]
    [InlineData("❤️ 👍🏽 👩‍👩‍👧", true)]
    [InlineData("cafe\u0301", false)]
    [InlineData("か\u3099", false)]
    [InlineData("\u1112\u1161", false)]
    [InlineData("नमस्ते", false)]
    public void Common_scripts_are_known_to_be_composed(string text, bool isComposed) => Assert.Equal(isComposed, CellText.IsComposed(text));
}
