using System.Text;

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

    private const string OurKey = "ugc_fedcba9876543210fedcba9876543210fedcba9876543210";
    private const string OtherForm = "live-K3y/of+another=form";

    public static TheoryData<string, string> Spellings()
    {
        TheoryData<string, string> rows = [];
        foreach (string key in new[] { OurKey, OtherForm })
        {
            byte[] bytes = Encoding.ASCII.GetBytes(key);
            string[] spellings =
            [
                key, key.ToUpperInvariant(), Uri.EscapeDataString(key), string.Concat(bytes.Select(b => $"%{b:x2}")), Uri.EscapeDataString(string.Concat(bytes.Select(b => $"%{b:X2}"))),
                string.Concat(bytes.Select(b => $"\\u{b:x4}")), string.Concat(bytes.Select(b => $"&#{b};")), string.Concat(bytes.Select(b => $"&#x{b:X};")), Convert.ToHexString(bytes),
                Convert.ToBase64String(bytes), Convert.ToBase64String(Encoding.ASCII.GetBytes("Bearer " + key)), Convert.ToBase64String(Encoding.ASCII.GetBytes("user:" + key + ":x")),
                Convert.ToBase64String(Encoding.ASCII.GetBytes("xx" + key)).Replace('+', '-').Replace('/', '_'), "BEARER " + key, "bearer%20" + key, key.Replace("/", "\\/", StringComparison.Ordinal),
            ];
            foreach (string spelling in spellings.Distinct())
            {
                rows.Add(key, spelling);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void A_key_of_this_process_comes_out_in_no_spelling(string key, string spelling)
    {
        _ = new UgcLabClientOptions(key);

        string clean = Redaction.Clean($"The request '{spelling}' failed.");

        // Its first and last stretches would be found if only the middle was taken out.
        Assert.DoesNotContain(spelling[^12..], clean, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(spelling[8..20], clean, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("The request '", clean, StringComparison.Ordinal);
        Assert.EndsWith("failed.", clean, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://user:p4ss@proxy.example:3128/")]
    [InlineData("socks5://user:p4ss@proxy.example:1080")]
    [InlineData("HTTP://user:p%404ss@proxy.example")]
    [InlineData("http://user:a@p4ss@proxy.example")]
    public void A_password_in_an_address_of_any_kind_comes_out(string address)
    {
        Exception error = Redaction.Safe(new HttpRequestException(
            HttpRequestError.ProxyTunnelError, "No.", new IOException($"The proxy tunnel request to proxy '{address}' failed.", new InvalidOperationException(address))), each => each is UgcLabException)!;

        Assert.DoesNotContain("4ss", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("proxy.example", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpRequestError.ProxyTunnelError, Assert.IsType<HttpRequestException>(error).HttpRequestError);
    }

    [Fact]
    public void An_exception_without_a_secret_stays_what_it_is()
    {
        IOException error = new("The disk is full.", new InvalidOperationException("Really."));
        Assert.Same(error, Redaction.Safe(error, each => each is UgcLabException));
    }

    [Fact]
    public void A_text_to_keep_is_cut_between_characters()
    {
        Assert.Equal(new string('x', 99) + "…", Redaction.Short(new string('x', 99) + "🎬" + new string('y', 5_000_000), 100));
        Assert.Equal("short", Redaction.Short("short", 100));
        Assert.Null(Redaction.Short(null, 100));
    }
}
