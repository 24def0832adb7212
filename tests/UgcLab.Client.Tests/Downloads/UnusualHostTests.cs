using System.IO.Compression;
using UgcLab.Faults;

namespace UgcLab.Client.Tests.Downloads;

/// <summary>What hosts of files do besides what is documented.</summary>
public sealed class UnusualHostTests
{
    private static readonly byte[] Video = DownloadBench.Video(3000);
    private static readonly byte[] WebM = [0x1A, 0x45, 0xDF, 0xA3, .. new byte[3000]];

    [Theory]
    [InlineData(403, true)]
    [InlineData(404, true)]
    [InlineData(404, false)]
    public async Task The_file_of_a_new_job_is_asked_for_until_its_host_knows_it(int status, bool isSentHere)
    {
        int asked = 0;
        using DownloadBench bench = new(request => ++asked < 4 ? Reply.Text(status, "no") : DownloadBench.Serve(request, Video));
        DateTimeOffset now = bench.Clock.GetUtcNow();

        UgcSavedVideo saved = await bench.SaveAsync(isSentHere ? bench.Job() with { SentAt = now.AddMinutes(-3), UpdatedAt = now.AddDays(-400) } : bench.Job() with { UpdatedAt = now.AddSeconds(-5) });

        Assert.Equal((3000, 3), (saved.Length, bench.Refreshes));
        Assert.Equal([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)], bench.Clock.Waits);
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(-180, 1)]
    public async Task A_link_that_stays_expired_is_given_up_sooner_for_an_old_job(int minutes, int refreshes)
    {
        using DownloadBench bench = new(_ => Reply.Text(403, "no"));
        DateTimeOffset sent = bench.Clock.GetUtcNow().AddMinutes(minutes);

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync(bench.Job() with { SentAt = sent, UpdatedAt = sent }));

        Assert.Equal((UgcLabErrorKind.DownloadFailed, refreshes), (error.Kind, bench.Refreshes));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    [InlineData("utf-8")]
    [InlineData("identity")]
    [InlineData("aws-chunked")]
    [InlineData("gzip, br")]
    public async Task A_plain_file_is_taken_as_it_is_whatever_its_coding_is_called(string coding)
    {
        using DownloadBench bench = new(request => DownloadBench.Serve(request, Video).With("Content-Encoding", coding));

        UgcSavedVideo saved = await bench.SaveAsync();

        Assert.Equal(Video, await File.ReadAllBytesAsync(saved.Path, DownloadBench.Token));
        Assert.False(saved.LengthUnconfirmed);
    }

    public static TheoryData<string?, string> Codings() => new()
    {
        { "gzip", "gzip" }, { "x-gzip", "gzip" }, { null, "gzip" }, { "identity", "gzip" }, { "br", "gzip" }, { "br", "br" }, { "deflate", "zlib" }, { "deflate", "deflate" },
    };

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task A_coded_file_is_decoded(string? label, string coding)
    {
        byte[] coded = Code(Video, coding);
        using DownloadBench bench = new(request => label is null ? DownloadBench.Serve(request, coded) : DownloadBench.Serve(request, coded).With("Content-Encoding", label));

        UgcSavedVideo saved = await bench.SaveAsync();

        Assert.Equal(Video, await File.ReadAllBytesAsync(saved.Path, DownloadBench.Token));
        Assert.Equal((".mp4", false, 3000L), (Path.GetExtension(saved.Path), saved.LengthUnconfirmed, saved.Length));
    }

    [Fact]
    public async Task A_coded_file_whose_download_breaks_is_begun_again()
    {
        byte[] coded = Code(Video, "gzip");
        int asked = 0;
        using DownloadBench bench = new(request => DownloadBench.Serve(request, coded) with { CutBodyAt = ++asked < 3 ? coded.Length - 100 : null });

        UgcSavedVideo saved = await bench.SaveAsync();

        Assert.Equal(Video, await File.ReadAllBytesAsync(saved.Path, DownloadBench.Token));
        Assert.All(bench.Server.Requests, request => Assert.Null(request.RangeStart));
    }

    [Fact]
    public async Task A_labeled_file_whose_download_breaks_is_whole_in_the_end()
    {
        int asked = 0;
        using DownloadBench bench = new(request => DownloadBench.Serve(request, Video).With("Content-Encoding", "gzip") with { CutBodyAt = ++asked == 1 ? 1500 : null });

        Assert.Equal(Video, await File.ReadAllBytesAsync((await bench.SaveAsync()).Path, DownloadBench.Token));
    }

    [Theory]
    [InlineData("bomb")]
    [InlineData("damaged")]
    [InlineData("page")]
    [InlineData("zstd")]
    [InlineData("nonsense")]
    public async Task What_cannot_be_decoded_or_grows_too_long_is_not_saved(string what)
    {
        byte[] damaged = Code(Video, "gzip");
        damaged.AsSpan(200, 1000).Clear();
        byte[] body = what switch
        {
            "bomb" => Code([.. Video[..24], .. new byte[50_000_000]], "gzip"),
            "damaged" => damaged,
            "page" => Code("<html>expired</html>"u8.ToArray(), "gzip"),
            "zstd" => [0x28, 0xB5, 0x2F, 0xFD, .. Video],
            _ => [1, 2, 3, .. Video],
        };
        using DownloadBench bench = new(request => DownloadBench.Serve(request, body).With("Content-Encoding", what is "zstd" or "nonsense" ? "zstd" : "gzip"));

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync(target: bench.Target() with { MaxBytes = 1_000_000 }));

        Assert.Equal(UgcLabErrorKind.DownloadFailed, error.Kind);
        Assert.Empty(bench.Names);
    }

    [Theory]
    [InlineData("a%7Eb%2Dc.mp4?sig=%7E%2D%2e%5F")]
    [InlineData("a%2fb%2Fc.mp4?sig=ab%2Bcd%3d%3D+e%20f&x=~-._!$'()*;:@/?[]")]
    [InlineData("a/./b/../c.mp4?Expires=1&Signature=%zz%")]
    [InlineData("%C3%A4%c3%a4.mp4?q=%E7%8C%AB|{}^`<>")]
    [InlineData("v.mp4?a=1&&b=&=c?d")]
    public async Task A_signed_link_is_sent_as_it_is_written(string path)
    {
        using DownloadBench bench = new(request => request.Path.StartsWith("/to", StringComparison.Ordinal) ? Reply.Redirect("/" + path) : DownloadBench.Serve(request, Video));

        await bench.SaveAsync(bench.Job(path: path));
        await bench.SaveAsync(bench.Job("cjob2", "to"));
        await bench.SaveAsync(bench.Job("cjob3", path + "#t=10"));

        Assert.Equal(["/" + path, "/to", "/" + path, "/" + path], bench.Server.Requests.Select(request => request.Path));
    }

    [Theory]
    [InlineData("ä b/猫.mp4?name=é è~%7E", "/%C3%A4%20b/%E7%8C%AB.mp4?name=%C3%A9%20%C3%A8~%7E")]
    [InlineData("v.mp4?x=1#fragment?sig=no", "/v.mp4?x=1")]
    [InlineData(" v.mp4 ", "/%20v.mp4")]
    public async Task Only_what_no_request_can_hold_is_escaped(string path, string sent)
    {
        using DownloadBench bench = new(request => DownloadBench.Serve(request, Video));

        await bench.SaveAsync(bench.Job(path: path));

        Assert.Equal(sent, Assert.Single(bench.Server.Requests).Path);
    }

    [Fact]
    public async Task A_video_without_an_announced_length_is_whole_when_its_boxes_are()
    {
        using DownloadBench bench = new(_ => new Reply { Body = Video, Framing = Framing.UntilClose });
        Assert.False((await bench.SaveAsync()).LengthUnconfirmed);
    }

    [Theory]
    [InlineData(2999)]
    [InlineData(1500)]
    [InlineData(32)]
    [InlineData(28)]
    public async Task A_cut_video_without_an_announced_length_is_not_called_whole(int cut)
    {
        int asked = 0;
        using DownloadBench bench = new(request => new Reply { Body = Video, Framing = Framing.UntilClose, CutBodyAt = ++asked == 1 ? cut : null });
        Assert.Equal(Video, await File.ReadAllBytesAsync((await bench.SaveAsync()).Path, DownloadBench.Token));

        using DownloadBench always = new(_ => new Reply { Body = Video, Framing = Framing.UntilClose, CutBodyAt = cut });
        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => always.SaveAsync());
        Assert.Equal(UgcLabErrorKind.DownloadFailed, error.Kind);
        Assert.Empty(always.Names);
    }

    [Fact]
    public async Task A_file_whose_end_nothing_shows_is_kept_with_a_warning()
    {
        using DownloadBench bench = new(_ => new Reply { Body = WebM, Framing = Framing.UntilClose });

        UgcSavedVideo saved = await bench.SaveAsync();

        Assert.True(saved.LengthUnconfirmed);
        Assert.Contains(saved.Path, saved.Warning, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> WholeFiles() => new()
    {
        { ".png", "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==" },
        { ".gif", "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" },
        { ".webp", "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==" },
        { ".jpg", "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=" },
    };

    [Theory]
    [MemberData(nameof(WholeFiles))]
    public void An_image_is_whole_when_its_structure_ends(string extension, string base64)
    {
        byte[] whole = Convert.FromBase64String(base64);

        Assert.Equal(extension, MediaType.Extension(whole));
        Assert.True(IsWhole(whole, extension));
        for (int length = 16; length < whole.Length; length++)
        {
            Assert.False(IsWhole(whole[..length], extension), $"{length} of {whole.Length} bytes");
        }
    }

    [Theory]
    [InlineData(".mp4")]
    [InlineData(".mov")]
    public void A_video_is_whole_when_its_last_box_ends_with_it(string extension)
    {
        byte[] toTheEnd = [.. Video];
        toTheEnd.AsSpan(32, 4).Clear();
        byte[] large = [.. Video[..32], 0, 0, 0, 1, .. "mdat"u8, 0, 0, 0, 0, 0, 0, 0, 20, 9, 9, 9, 9];

        Assert.True(IsWhole(Video, extension));
        Assert.True(IsWhole(toTheEnd, extension));
        Assert.True(IsWhole(large, extension));
        Assert.False(IsWhole(large[..^1], extension));
        Assert.False(IsWhole([.. Video[..24], .. Video[32..]], extension));
        Assert.Null(IsWhole([.. Video[..32], 0, 0, 0, 3, .. "free"u8], extension));
        Assert.Null(IsWhole([.. Video[..32], 0, 0, 0, 9, 1, 2, 3, 4, 5], extension));
        Assert.False(IsWhole([.. Video[..32], 0, 0, 0, 1, .. "mdat"u8, 255, 255, 255, 255, 255, 255, 255, 255, 0], extension));
        Assert.Null(IsWhole(WebM, ".webm"));
    }

    private static bool? IsWhole(byte[] bytes, string extension)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, bytes);
            using FileStream file = File.OpenRead(path);
            return MediaEnd.IsWhole(file.SafeFileHandle, extension);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Code(byte[] bytes, string coding)
    {
        using MemoryStream coded = new();
        using (Stream coder = coding switch
        {
            "gzip" => new GZipStream(coded, CompressionLevel.Fastest),
            "br" => new BrotliStream(coded, CompressionLevel.Fastest),
            "zlib" => new ZLibStream(coded, CompressionLevel.Fastest),
            _ => (Stream)new DeflateStream(coded, CompressionLevel.Fastest),
        })
        {
            coder.Write(bytes);
        }

        return coded.ToArray();
    }
}
