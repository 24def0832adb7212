using System.Text;

namespace UgcLab.Client.Tests.Rows;

public sealed class EncodingDamageTests
{
    [Theory]
    [InlineData(1252)]
    [InlineData(1250)]
    [InlineData(1251)]
    [InlineData(850)]
    [InlineData(437)]
    [InlineData(10000)]
    public void Text_of_UTF8_that_was_read_in_another_encoding_is_found(int codePage)
    {
        Encoding other = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
        foreach (string meant in new[] { "Grün", "Größe", "don’t", "naïve café", "„Grün“ — ja", "Привет", "5 €", "日本" })
        {
            string read = other.GetString(Encoding.UTF8.GetBytes(meant));
            if (!read.Contains('\uFFFD') && other.GetBytes(read).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(meant)))
            {
                Assert.Equal(meant, EncodingDamage.Of(read)?.Meant);
            }
        }
    }

    [Theory]
    [InlineData("A fox runs")]
    [InlineData("Grün, café, naïve, Łódź")]
    [InlineData("CAFÉ»")]
    [InlineData("„MENÜ“ und “café”…")]
    [InlineData("NÃO É ÁGUA")]
    [InlineData("Привет, мир")]
    [InlineData("Ελληνικά")]
    [InlineData("你好 👍🏽")]
    [InlineData("5 € — “yes”")]
    public void Text_that_was_read_as_it_was_written_is_not(string text) => Assert.Null(EncodingDamage.Of(text));

    [Theory]
    [InlineData("GrÃ¼n", "Grün")]
    [InlineData("donâ€™t", "don’t")]
    [InlineData("Ã¤", "ä")]
    public void The_common_ones(string read, string meant) => Assert.Equal(("Windows-1252", meant), EncodingDamage.Of(read));
}
