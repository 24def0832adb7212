using System.Text;

namespace UgcLab.Client.Tests.Jobs;

public sealed class WebhookBodyTests
{
    [Theory]
    [InlineData("""{"event":"ugc.completed","data":{"ugcId":"clzzjob1"}}""")]
    [InlineData("""{"id":["clzzjob1","clzzjob2"]}""")]
    [InlineData("""{"url":"https://files.example/clzzjob1.mp4"}""")]
    [InlineData("""{"text":"first\nclzzjob1\tlast"}""")]
    [InlineData("""{"text":"\u0022clzzjob1\u0022"}""")]
    [InlineData("payload=%7B%22id%22%3A%22clzzjob1%22%7D&sent=1")]
    [InlineData("id=clzzjob1")]
    [InlineData("clzzjob1")]
    [InlineData("<id>clzzjob1</id>")]
    [InlineData("50% of clzzjob1")]
    [InlineData("{ broken clzzjob1")]
    [InlineData("ä clzzjob1 ü")]
    public void An_id_is_found_in_whatever_form_it_comes(string body) => Assert.Contains("clzzjob1", Words(body));

    [Theory]
    [InlineData("clzzjob12")]
    [InlineData("xclzzjob1")]
    [InlineData("clzzjob1-b")]
    [InlineData("a_clzzjob1")]
    [InlineData("clzzjob")]
    [InlineData("CLZZJOB1")]
    [InlineData("clzz job1")]
    [InlineData("")]
    public void An_id_is_not_found_in_a_longer_word_or_in_one_that_is_nearly_it(string body) => Assert.DoesNotContain("clzzjob1", Words(body));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_word_may_be_as_long_as_an_id(int length, bool isKept) => Assert.Equal(isKept, Words(new string('a', length)).Count == 1);

    [Theory]
    [InlineData("\\")]
    [InlineData("\\u00")]
    [InlineData("%")]
    [InlineData("%2")]
    [InlineData("a\\")]
    [InlineData("a%4")]
    public void An_escape_that_breaks_off_ends_nothing_else(string end) => Assert.Contains("clzzjob1", Words("clzzjob1 " + end));

    [Fact]
    public void Each_word_is_handed_over_once() => Assert.Equal(["a", "b"], Words("a b a b a").Order());

    private static IReadOnlyCollection<string> Words(string body) => WebhookBody.Words(Encoding.UTF8.GetBytes(body));
}
