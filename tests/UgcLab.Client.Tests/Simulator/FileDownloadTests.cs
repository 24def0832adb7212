using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Simulator;

public sealed class FileDownloadTests
{
    [Theory]
    [InlineData("9:16", 144, 256)]
    [InlineData("16:9", 256, 144)]
    [InlineData("1:1", 192, 192)]
    [InlineData(null, 144, 256)]
    public async Task A_video_is_an_MP4_of_the_shape_that_was_asked_for(string? ratio, int width, int height)
    {
        using Stage stage = new();
        JsonObject body = JsonNode.Parse(Stage.Kling)!.AsObject();
        if (ratio is not null)
        {
            body["aspectRatio"] = ratio;
        }

        HttpResponseMessage response = await stage.DownloadAsync(await stage.LinkAsync(body.ToJsonString()));
        byte[] file = await response.BytesAsync();

        Assert.Equal("video/mp4", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(file.Length, response.Content.Headers.ContentLength);
        Assert.Equal("ftyp", Encoding.ASCII.GetString(file, 4, 4));
        // The track's header ends with its width and height as 16.16 numbers.
        int track = file.AsSpan().IndexOf("tkhd"u8) + 4 + 76;
        Assert.Equal((width, height), ((file[track] << 8) + file[track + 1], (file[track + 4] << 8) + file[track + 5]));
    }

    [Fact]
    public async Task Two_jobs_never_have_the_same_bytes()
    {
        using Stage stage = new();
        byte[] one = await (await stage.DownloadAsync(await stage.LinkAsync())).BytesAsync();
        byte[] other = await (await stage.DownloadAsync(await stage.LinkAsync())).BytesAsync();

        Assert.NotEqual(one, other);
    }

    [Theory]
    [InlineData(0L, 0L)]
    [InlineData(0L, 99L)]
    [InlineData(100L, null)]
    [InlineData(100L, 1_000_000L)]
    [InlineData(null, 50L)]
    [InlineData(null, 1_000_000L)]
    public async Task A_range_is_that_part_of_the_file(long? from, long? to)
    {
        using Stage stage = new();
        Uri link = await stage.LinkAsync();
        byte[] whole = await (await stage.DownloadAsync(link)).BytesAsync();

        HttpResponseMessage response = await stage.DownloadAsync(link, headers => headers.Range = new RangeHeaderValue(from, to));
        byte[] part = await response.BytesAsync();

        int start = (int)(from ?? Math.Max(0, whole.Length - to!.Value));
        int end = (int)Math.Min(from is null ? whole.Length - 1 : to ?? long.MaxValue, whole.Length - 1);
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(whole[start..(end + 1)], part);
        Assert.Equal(new ContentRangeHeaderValue(start, end, whole.Length), response.Content.Headers.ContentRange);
    }

    [Fact]
    public async Task A_range_past_the_end_is_416_and_reports_the_length()
    {
        using Stage stage = new();
        Uri link = await stage.LinkAsync();
        HttpResponseMessage whole = await stage.DownloadAsync(link);
        long length = whole.Content.Headers.ContentLength!.Value;

        HttpResponseMessage response = await stage.DownloadAsync(link, headers => headers.Range = new RangeHeaderValue(length, null));

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal(new ContentRangeHeaderValue(length), response.Content.Headers.ContentRange);
        Assert.Equal("bytes", whole.Headers.AcceptRanges.Single());
    }

    [Fact]
    public async Task If_Range_gives_a_part_of_the_same_file_and_the_whole_of_another()
    {
        using Stage stage = new();
        Uri link = await stage.LinkAsync();
        EntityTagHeaderValue tag = (await stage.DownloadAsync(link)).Headers.ETag!;

        Assert.False(tag.IsWeak);
        Assert.Equal(206, await StatusAsync(tag));
        Assert.Equal(200, await StatusAsync(new EntityTagHeaderValue("\"other\"")));
        Assert.Equal(200, await StatusAsync(new EntityTagHeaderValue(tag.Tag, isWeak: true)));

        async Task<int> StatusAsync(EntityTagHeaderValue known) => (int)(await stage.DownloadAsync(link, headers =>
        {
            headers.Range = new RangeHeaderValue(10, null);
            headers.IfRange = new RangeConditionHeaderValue(known);
        })).StatusCode;
    }

    [Fact]
    public async Task A_link_expires_and_a_fresh_read_gives_a_fresh_one()
    {
        using Stage stage = new(new SimulatorOptions { LinkLifetime = TimeSpan.FromMinutes(10) });
        Uri link = await stage.LinkAsync();
        string id = stage.Simulator.Jobs[0].Id;

        stage.Clock.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(200, (int)(await stage.DownloadAsync(link)).StatusCode);
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(403, (int)(await stage.DownloadAsync(link)).StatusCode);
        Assert.Equal(200, (int)(await stage.DownloadAsync(await stage.LinkOfAsync(id))).StatusCode);
    }

    [Fact]
    public async Task A_link_that_was_tampered_with_is_refused()
    {
        using Stage stage = new();
        string link = (await stage.LinkAsync()).ToString();
        string other = (await stage.LinkAsync()).ToString();

        Assert.Equal(403, (int)(await stage.DownloadAsync(new Uri(link.Replace("expires=", "expires=9", StringComparison.Ordinal)))).StatusCode);
        Assert.Equal(403, (int)(await stage.DownloadAsync(new Uri(link + "0"))).StatusCode);
        Assert.Equal(403, (int)(await stage.DownloadAsync(new Uri(link.Split('?')[0]))).StatusCode);
        Assert.Equal(403, (int)(await stage.DownloadAsync(new Uri(link.Split('?')[0] + "?" + other.Split('?')[1]))).StatusCode);
    }

    [Fact]
    public async Task The_key_has_no_place_at_the_files_host()
    {
        using Stage stage = new();
        Uri link = await stage.LinkAsync();

        HttpResponseMessage response = await stage.SendAsync(new HttpRequestMessage(HttpMethod.Get, link));

        Assert.Equal(400, (int)response.StatusCode);
    }
}
