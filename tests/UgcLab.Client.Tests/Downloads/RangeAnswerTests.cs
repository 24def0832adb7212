using System.Net;
using System.Net.Http.Headers;

namespace UgcLab.Client.Tests.Downloads;

public sealed class RangeAnswerTests
{
    private static readonly PartialDownloadMetadata Notes = new("c1") { Total = 100, ETag = "\"v1\"" };

    private static RangeStep Step(HttpStatusCode status, string? range, long offset = 40, string? tag = "\"v1\"", int length = 60)
    {
        using HttpResponseMessage answer = new(status) { Content = new ByteArrayContent(new byte[length]) };
        answer.Content.Headers.ContentRange = range is null ? null : ContentRangeHeaderValue.Parse(range);
        answer.Headers.ETag = tag is null ? null : EntityTagHeaderValue.Parse(tag);
        return RangeAnswer.Read(answer, offset, Notes).Step;
    }

    [Theory]
    [InlineData("bytes 40-99/100", RangeStep.Append)]
    [InlineData(null, RangeStep.StartOver)]
    [InlineData("bytes 39-98/100", RangeStep.StartOver)]
    [InlineData("bytes 0-59/100", RangeStep.StartOver)]
    [InlineData("bytes 40-99/101", RangeStep.StartOver)]
    [InlineData("bytes 40-99/*", RangeStep.StartOver)]
    [InlineData("bytes 40-98/100", RangeStep.StartOver)]
    [InlineData("lines 40-99/100", RangeStep.StartOver)]
    public void A_part_is_joined_only_when_it_is_the_part(string? range, object step) => Assert.Equal(step, Step(HttpStatusCode.PartialContent, range));

    [Fact]
    public void A_part_of_another_version_is_not_joined()
    {
        Assert.Equal(RangeStep.StartOver, Step(HttpStatusCode.PartialContent, "bytes 40-99/100", tag: "\"v2\""));
        Assert.Equal(RangeStep.StartOver, Step(HttpStatusCode.PartialContent, "bytes 40-99/100", tag: "W/\"v1\""));
        Assert.Equal(RangeStep.Append, Step(HttpStatusCode.PartialContent, "bytes 40-99/100", tag: null));
    }

    [Fact]
    public void A_part_in_a_coding_is_not_joined()
    {
        using HttpResponseMessage answer = new(HttpStatusCode.PartialContent) { Content = new ByteArrayContent(new byte[60]) };
        answer.Content.Headers.ContentRange = ContentRangeHeaderValue.Parse("bytes 40-99/100");
        answer.Content.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(RangeStep.StartOver, RangeAnswer.Read(answer, 40, Notes).Step);
    }

    [Fact]
    public void A_part_that_was_not_requested_is_not_taken_for_the_whole() =>
        Assert.Equal(RangeStep.StartOver, Step(HttpStatusCode.PartialContent, "bytes 0-59/100", offset: 0));

    [Theory]
    [InlineData(100, "bytes */100", RangeStep.Whole)]
    [InlineData(40, "bytes */40", RangeStep.StartOver)]
    [InlineData(100, "bytes */40", RangeStep.StartOver)]
    [InlineData(100, null, RangeStep.StartOver)]
    public void Nothing_left_is_the_end_only_where_the_end_was_announced(long offset, string? range, object step) =>
        Assert.Equal(step, Step(HttpStatusCode.RequestedRangeNotSatisfiable, range, offset));

    [Theory]
    [InlineData(HttpStatusCode.OK, RangeStep.Fresh)]
    [InlineData(HttpStatusCode.NoContent, RangeStep.Refused)]
    [InlineData(HttpStatusCode.BadRequest, RangeStep.Refused)]
    [InlineData(HttpStatusCode.Unauthorized, RangeStep.DeadLink)]
    [InlineData(HttpStatusCode.Forbidden, RangeStep.DeadLink)]
    [InlineData(HttpStatusCode.NotFound, RangeStep.DeadLink)]
    [InlineData(HttpStatusCode.Gone, RangeStep.DeadLink)]
    [InlineData(HttpStatusCode.TooManyRequests, RangeStep.Retry)]
    [InlineData(HttpStatusCode.RequestTimeout, RangeStep.Retry)]
    [InlineData(HttpStatusCode.BadGateway, RangeStep.Retry)]
    public void Each_status_has_its_step(HttpStatusCode status, object step) => Assert.Equal(step, Step(status, null));
}
