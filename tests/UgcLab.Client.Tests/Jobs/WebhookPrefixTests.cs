namespace UgcLab.Client.Tests.Jobs;

public sealed class WebhookPrefixTests
{
    [Theory]
    [InlineData("http://localhost:8765/ugc/", "http://localhost:8765/ugc/")]
    [InlineData("http://localhost:8765/ugc", "http://localhost:8765/ugc/")]
    [InlineData("  http://localhost:8765/ugc/hooks-1/ ", "http://localhost:8765/ugc/hooks-1/")]
    [InlineData("HTTP://LocalHost:8765/Ugc", "http://localhost:8765/Ugc/")]
    [InlineData("http://127.0.0.1:8765/ugc/", "http://127.0.0.1:8765/ugc/")]
    [InlineData("http://[::1]:8765/ugc/", "http://[::1]:8765/ugc/")]
    [InlineData("http://+:8765/ugc/", "http://+:8765/ugc/")]
    [InlineData("http://*:8765/ugc/", "http://*:8765/ugc/")]
    [InlineData("http://render-7.example:8765/ugc/", "http://render-7.example:8765/ugc/")]
    [InlineData("http://localhost/ugc/", "http://localhost:80/ugc/")]
    public void A_whole_prefix_is_taken_as_it_is(string given, string taken)
    {
        WebhookPrefix prefix = WebhookPrefix.Parse(given);

        Assert.Equal(taken, prefix.At(prefix.Port!.Value));
    }

    [Theory]
    [InlineData("8765", "localhost", 8765)]
    [InlineData("0", "localhost", null)]
    [InlineData("auto", "localhost", null)]
    [InlineData("AUTO", "localhost", null)]
    [InlineData("http://localhost:8765/", "localhost", 8765)]
    [InlineData("http://localhost:8765", "localhost", 8765)]
    [InlineData("http://localhost:0/", "localhost", null)]
    [InlineData("http://+:8765", "+", 8765)]
    public void What_has_no_path_gets_one_that_no_one_guesses(string given, string host, int? port)
    {
        WebhookPrefix prefix = WebhookPrefix.Parse(given);

        Assert.Equal((host, port), (prefix.Host, prefix.Port));
        Assert.Matches("^/[0-9a-f]{32}/$", prefix.Path);
        Assert.NotEqual(prefix.Path, WebhookPrefix.Parse(given).Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("/ugc/")]
    [InlineData("localhost:8765")]
    [InlineData("localhost:8765/ugc/")]
    [InlineData("ftp://localhost/ugc/")]
    [InlineData("http://")]
    [InlineData("http://:8765/ugc/")]
    [InlineData("http://localhost:/ugc/")]
    [InlineData("http://localhost:65536/ugc/")]
    [InlineData("http://localhost:99999999999999/ugc/")]
    [InlineData("70000")]
    [InlineData("-1")]
    [InlineData("http://localhost:8765/ugc/?key=1")]
    [InlineData("http://localhost:8765/ugc/#part")]
    [InlineData("http://me:secret@localhost:8765/ugc/")]
    [InlineData("http://localhost:8765/ugc//hooks/")]
    [InlineData("http://localhost:8765/ugc/../hooks/")]
    [InlineData("http://localhost:8765//")]
    [InlineData("http://localhost:8765/u gc/")]
    [InlineData("http://localhost:8765/u%67c/")]
    [InlineData("http://[1::2::3]:8765/ugc/")]
    [InlineData("http://local\nhost:8765/ugc/")]
    [InlineData("https://localhost:8765/ugc/")]
    [InlineData("http://a23456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.12345:8765/ugc/")]
    public void What_is_no_prefix_is_refused_with_advice(string given)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => WebhookPrefix.Parse(given));

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, error.Kind);
        Assert.Contains("-WebhookPrefix", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Advice!);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Https_is_left_to_what_stands_in_front()
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => WebhookPrefix.Parse("https://localhost:8765/ugc/"));

        Assert.Contains("certificate", error.Message, StringComparison.Ordinal);
        Assert.Contains("reverse proxy", error.Advice!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:1/a/", true)]
    [InlineData("http://127.0.0.1:1/a/", true)]
    [InlineData("http://127.9.9.9:1/a/", true)]
    [InlineData("http://[::1]:1/a/", true)]
    [InlineData("http://+:1/a/", false)]
    [InlineData("http://*:1/a/", false)]
    [InlineData("http://192.168.1.5:1/a/", false)]
    [InlineData("http://localhost.example:1/a/", false)]
    public void Who_lets_the_network_in_is_warned(string given, bool isLoopback)
    {
        WebhookPrefix prefix = WebhookPrefix.Parse(given);

        Assert.Equal((isLoopback, isLoopback), (prefix.IsLoopback, prefix.Warning is null));
    }

    [Theory]
    [InlineData("/ugc/", true)]
    [InlineData("/ugc", true)]
    [InlineData("/ugc/x", false)]
    [InlineData("/ugc/x/", false)]
    [InlineData("/ug", false)]
    [InlineData("/UGC/", false)]
    [InlineData("/", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_path_is_the_prefixs_with_its_last_slash_or_without(string? path, bool isIt) =>
        Assert.Equal(isIt, WebhookPrefix.Parse("http://localhost:1/ugc/").IsPath(path));

    [Theory]
    [InlineData("http://localhost:1/a/", "localhost", true)]
    [InlineData("http://localhost:1/a/", "127.0.0.1", false)]
    [InlineData("http://localhost:1/a/", "localhost.example", false)]
    [InlineData("http://127.0.0.1:1/a/", "127.0.0.1", true)]
    [InlineData("http://127.0.0.1:1/a/", "localhost", false)]
    [InlineData("http://[0:0::1]:1/a/", "[::1]", true)]
    [InlineData("http://[::1]:1/a/", "[::2]", false)]
    [InlineData("http://render-7.example:1/a/", "render-7.example", true)]
    [InlineData("http://render-7.example:1/a/", "public.example", false)]
    [InlineData("http://+:1/a/", "public.example", true)]
    [InlineData("http://*:1/a/", "192.0.2.1", true)]
    [InlineData("http://0.0.0.0:1/a/", "192.0.2.1", true)]
    [InlineData("http://[::]:1/a/", "192.0.2.1", true)]
    [InlineData("http://localhost:1/a/", null, true)]
    public void A_sender_names_the_host_of_the_prefix_or_none(string given, string? host, bool isIt) =>
        Assert.Equal(isIt, WebhookPrefix.Parse(given).IsHost(host));
}
