using System.Text;

namespace UgcLab.Client.Tests.Text;

public sealed class SafeNameTests
{
    [Theory]
    [InlineData("SKU-1 café 猫", "SKU-1 café 猫")]
    [InlineData("../x", "_.._x")]
    [InlineData("..\\x", "_.._x")]
    [InlineData("/abs", "_abs")]
    [InlineData("C:\\x", "C__x")]
    [InlineData("\\\\srv\\x", "__srv_x")]
    [InlineData("~/x", "_~_x")]
    [InlineData("..", "ugc_c1")]
    [InlineData(".", "ugc_c1")]
    [InlineData("", "ugc_c1")]
    [InlineData(null, "ugc_c1")]
    [InlineData(" . . ", "ugc_c1")]
    [InlineData("\u200B\uFEFF", "ugc_c1")]
    [InlineData("CON", "_CON")]
    [InlineData("con.mp4", "_con.mp4")]
    [InlineData("NUL.txt", "_NUL.txt")]
    [InlineData("COM1", "_COM1")]
    [InlineData("LPT9.mp4", "_LPT9.mp4")]
    [InlineData("COM\u00B9", "_COM\u00B9")]
    [InlineData("CONIN$", "_CONIN$")]
    [InlineData("AUX .mp4", "_AUX .mp4")]
    [InlineData("A\u200BUX", "_AUX")]
    [InlineData("CONSOLE", "CONSOLE")]
    [InlineData("name. . ", "name")]
    [InlineData(".hidden", "_.hidden")]
    [InlineData("-rf", "_-rf")]
    [InlineData("~home", "_~home")]
    [InlineData("a<b>c:d\"e|f?g*h", "a_b_c_d_e_f_g_h")]
    [InlineData("a\0b\u007Fc\u001Bd\te", "a_b_c_d_e")]
    [InlineData("\u202Egpm.exe", "gpm.exe")]
    [InlineData("a\u2066b\u2069c\u200Dd\u3164e", "abcde")]
    [InlineData("a\u00A0b\u3000c", "a b c")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("e\u200B\u0301", "\u00E9")]
    public void Any_text_becomes_one_harmless_component(string? text, string name) => Assert.Equal(name, SafeName.Make(text, "ugc_c1"));

    [Fact]
    public void A_long_name_is_cut_between_characters()
    {
        Assert.Equal(new string('x', 120), SafeName.Make(new string('x', 500), "f"));
        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 30)), SafeName.Make(string.Concat(Enumerable.Repeat("😀", 99)), "f"));
        Assert.Equal("a" + string.Concat(Enumerable.Repeat("😀", 29)), SafeName.Make("a" + string.Concat(Enumerable.Repeat("😀", 99)), "f"));
        Assert.Equal("_AUX", SafeName.Make("AUX" + new string(' ', 200) + "x", "f"));
    }

    [Fact]
    public void Half_a_character_does_no_harm() => Assert.Equal("a_b", SafeName.Make("a\uD800b", "f"));

    [Fact]
    public void A_fallback_is_made_safe_too()
    {
        Assert.Equal("_.._x", SafeName.Make("", "../x"));
        Assert.Equal("ugc", SafeName.Make("", "..."));
    }

    [Fact]
    public void Twenty_thousand_random_names_keep_the_promise()
    {
        string[] traps = ["/", "\\", "..", ".", " ", "CON", "nul", "COM1", "~", "-", ":", "\0", "\u202E", "\u200B", "e", "\u0301", "😀", "\uD83D", "𝒳", "字", "\u00A0", "\uFFFF", "x", "_", "LPT\u00B3", "\u1100", "\u1161", ".mp4"];
        Random random = new(20260301);
        string root = Path.Combine(Path.GetTempPath(), "root");
        for (int i = 0; i < 20_000; i++)
        {
            StringBuilder text = new();
            for (int n = random.Next(0, 60); n > 0; n--)
            {
                _ = random.Next(3) == 0 ? text.Append((char)random.Next(0, 0x10000)) : text.Append(traps[random.Next(traps.Length)]);
            }

            string name = SafeName.Make(text.ToString(), "ugc_c1");

            Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, SafeName.LongestInBytes);
            Assert.True(name.IndexOfAny(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) < 0, name);
            Assert.DoesNotContain(name, c => char.IsControl(c));
            Assert.DoesNotContain(name.EnumerateRunes(), rune => rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format);
            Assert.True(name[0] is not ('.' or '-' or '~' or ' ') && name[^1] is not ('.' or ' '), name);
            Assert.Equal(Path.Combine(root, name), Path.GetFullPath(Path.Combine(root, name)));
            Assert.True(name.IsNormalized(), name);
            Assert.Equal(name, SafeName.Make(name, "other"));
        }
    }
}
