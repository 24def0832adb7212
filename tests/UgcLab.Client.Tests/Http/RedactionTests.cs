namespace UgcLab.Client.Tests.Http;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("my key is ugc_0123456789abcdef0123456789abcdef0123456789abcdef.", "my key is ugc_….")]
    [InlineData("Authorization: Bearer abc.def", "Authorization: Bearer …")]
    [InlineData("see https://u:p@example.com/a?sig=1&x=2 now", "see https://…@example.com/a?… now")]
    [InlineData("https://example.com/a.mp4?token=1", "https://example.com/a.mp4?…")]
    [InlineData("is it? yes", "is it? yes")]
    public void Secrets_do_not_come_out(string text, string clean) => Assert.Equal(clean, Redaction.Clean(text));

    [Theory]
    [InlineData("a\u001b[31mred", "a\\u001b[31mred")]
    [InlineData("gpm.\u202eexe", "gpm.\\u202eexe")]
    [InlineData("two\r\nlines", "two\\r\\nlines")]
    [InlineData("a\u200bb", "a\\u200bb")]
    [InlineData("grün 東京 🎬", "grün 東京 🎬")]
    public void Nothing_invisible_reaches_a_terminal(string text, string shown) => Assert.Equal(shown, Redaction.Show(text));

    [Fact]
    public void A_long_value_is_shortened() => Assert.Equal(new string('x', 80) + "…", Redaction.Show(new string('x', 2_000_000)));
}
