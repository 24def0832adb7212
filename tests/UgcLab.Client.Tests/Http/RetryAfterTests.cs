using System.Net;

namespace UgcLab.Client.Tests.Http;

public sealed class RetryAfterTests
{
    private static readonly TimeProvider Clock = new TestClock();

    [Theory]
    [InlineData(2, "2")]
    [InlineData(3, "2.128")]
    [InlineData(1, "0.001")]
    [InlineData(2, "2.")]
    [InlineData(0, "0")]
    [InlineData(120, "120, 60")]
    [InlineData(120, "60,120")]
    [InlineData(128, "2,128")]
    [InlineData(120, "60", "120", "soon")]
    [InlineData(90, "Thu, 15 Jan 2026 10:01:30 GMT")]
    [InlineData(90, "Thu, 15 Jan 2026 10:01:30 GMT, 30")]
    [InlineData(90, "30, Thu, 15 Jan 2026 10:01:30 GMT")]
    [InlineData(90, "Thursday, 15-Jan-26 10:01:30 GMT")]
    [InlineData(0, "Thu, 15 Jan 2026 09:00:00 GMT")]
    [InlineData(5, "Thu, 15 Jan 2026 09:00:00 GMT", "5")]
    [InlineData(31536000, "99999999999999999999999999999999")]
    [InlineData(null, "soon")]
    [InlineData(null, "-5")]
    [InlineData(null, "+5")]
    [InlineData(null, "5s")]
    [InlineData(null, "1e3")]
    [InlineData(null, "٥")]
    [InlineData(null, "")]
    [InlineData(null, ",")]
    public void The_longest_wait_wins_and_nonsense_is_ignored(int? seconds, params string[] values)
    {
        using HttpResponseMessage response = new(HttpStatusCode.TooManyRequests);
        foreach (string value in values)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", value);
        }

        Assert.Equal(seconds, (int?)RetryAfter.Of(response.Headers, Clock)?.TotalSeconds);
    }

    [Fact]
    public void A_date_is_read_by_the_hosts_own_clock()
    {
        using HttpResponseMessage response = new(HttpStatusCode.TooManyRequests);
        response.Headers.Date = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        response.Headers.TryAddWithoutValidation("Retry-After", "Wed, 01 Jan 2020 00:02:00 GMT");

        Assert.Equal(TimeSpan.FromMinutes(2), RetryAfter.Of(response.Headers, Clock));
    }

    [Fact]
    public void No_header_is_no_wait()
    {
        using HttpResponseMessage response = new(HttpStatusCode.TooManyRequests);
        Assert.Null(RetryAfter.Of(response.Headers, Clock));
    }

    [Fact]
    public async Task A_purchase_that_is_throttled_waits_for_the_longest_time_that_was_named()
    {
        using Bench bench = new(ScriptedHandler.Answer(429, "{}", "2.128, 700"), ScriptedHandler.Answer(202, Bench.Receipt));
        DateTimeOffset began = bench.Clock.GetUtcNow();

        await bench.CreateAsync();

        Assert.InRange(bench.Clock.GetUtcNow() - began, TimeSpan.FromSeconds(700), TimeSpan.FromSeconds(700 * 1.06));
    }
}
