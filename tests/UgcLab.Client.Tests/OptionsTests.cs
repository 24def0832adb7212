namespace UgcLab.Client.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void A_blank_key_is_missing(string key) =>
        Assert.Equal(UgcLabErrorKind.ApiKeyMissing, Assert.Throws<UgcLabException>(() => new UgcLabClientOptions(key)).Kind);

    [Theory]
    [InlineData("ugc_1\r\nX: y")]
    [InlineData("ugc_1\0")]
    [InlineData("ugc_ä")]
    [InlineData("ugc 1")]
    public void A_key_that_could_end_the_header_is_refused_unquoted(string key)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => new UgcLabClientOptions(key));

        Assert.Equal(UgcLabErrorKind.ApiKeyInvalid, error.Kind);
        Assert.DoesNotContain(key, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("ftp://example.com/")]
    [InlineData("https://user:pw@example.com/")]
    [InlineData("https://example.com/?x=1")]
    [InlineData("https://example.com/#x")]
    [InlineData("relative")]
    public void A_base_address_the_key_must_not_go_to_is_refused(string address)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => new UgcLabClientOptions(Bench.Key) { BaseUri = new Uri(address, UriKind.RelativeOrAbsolute) });

        Assert.Equal(UgcLabErrorKind.BaseUriInvalid, error.Kind);
        Assert.DoesNotContain("pw", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://gateway.example/ugc", "https://gateway.example/ugc/")]
    [InlineData("http://127.0.0.1:5000/", "http://127.0.0.1:5000/")]
    [InlineData("http://localhost:5000", "http://localhost:5000/")]
    [InlineData("http://[::1]:5000", "http://[::1]:5000/")]
    public void A_base_address_ends_with_a_slash(string address, string expected) =>
        Assert.Equal(expected, new UgcLabClientOptions(Bench.Key) { BaseUri = new Uri(address) }.BaseUri.AbsoluteUri);

    [Fact]
    public void Settings_show_no_key()
    {
        UgcLabClientOptions options = new(Bench.Key);

        Assert.DoesNotContain(Bench.Key, options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Bench.Key, System.Text.Json.JsonSerializer.Serialize(new { options.BaseUri, options.Limits, Text = options.ToString() }), StringComparison.Ordinal);
        Assert.DoesNotContain(typeof(UgcLabClientOptions).GetProperties(), property => property.Name.Contains("Key", StringComparison.Ordinal));
    }
}
