using System.Text.Json;
using UgcLab.Faults;

namespace UgcLab.Client.Tests.Downloads;

/// <summary>Images by the same way as videos: what a file is shows when it arrives, and all else holds that holds for a video.</summary>
public sealed class SaveImageTests
{
    private static readonly byte[] Picture = Of("89504E470D0A1A0A0000000D49484452", 3000);

    private static DownloadBench Bench(byte[]? file = null) => new(request => DownloadBench.Serve(request, file ?? Picture), job => job with { Kind = UgcKind.Image });

    // What a file of this beginning looks like.
    private static byte[] Of(string head, int length = 600)
    {
        byte[] bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        Convert.FromHexString(head).CopyTo(bytes, 0);
        return bytes;
    }

    private static UgcJob Image(DownloadBench bench, string id = "cjob1") => bench.Job(id, "i.png?sig=secret") with { Kind = UgcKind.Image, Model = "seedream-4.5" };

    [Theory]
    [InlineData("89504E470D0A1A0A0000000D49484452", ".png")]
    [InlineData("FFD8FFE000104A464946", ".jpg")]
    [InlineData("FFD8FFDB0043", ".jpg")]
    [InlineData("524946460A000000574542505650384C", ".webp")]
    [InlineData("474946383961", ".gif")]
    [InlineData("0000001C6674797061766966", ".avif")]
    [InlineData("000000186674797068656963", ".heic")]
    [InlineData("000000146674797071742020", ".mov")]
    [InlineData("000000186674797069736F6D", ".mp4")]
    [InlineData("0000001866747970", ".mp4")]
    [InlineData("1A45DFA39F42", ".webm")]
    [InlineData("524946460A00000041564920", ".bin")]
    [InlineData("0001020304", ".bin")]
    public void The_first_bytes_say_what_it_is(string head, string extension)
    {
        Assert.Equal(extension, MediaType.Extension(Convert.FromHexString(head)));
        Assert.Contains(extension, MediaType.Extensions);
    }

    [Theory]
    [InlineData("89504E470D0A1A0A", "image/jpeg", ".png")]
    [InlineData("FFD8FFE0", "video/mp4", ".jpg")]
    [InlineData("0000006D6D646174", "video/mp4", ".mp4")]
    [InlineData("0000006D6D6F6F76", "Video/QuickTime", ".mov")]
    [InlineData("4D5A900003", "image/png", ".bin")]
    [InlineData("4D5A900003", "application/octet-stream", ".bin")]
    [InlineData("4D5A900003", null, ".bin")]
    public async Task The_hosts_word_counts_only_where_the_bytes_leave_it_open(string head, string? type, string extension)
    {
        byte[] file = Of(head);
        using DownloadBench bench = new(request => type is null ? DownloadBench.Serve(request, file) : DownloadBench.Serve(request, file).With("Content-Type", type));

        UgcSavedVideo saved = await bench.SaveAsync(Image(bench));

        Assert.Equal((bench.At("shot" + extension), extension == ".bin"), (saved.Path, saved.TypeUnknown));
        Assert.True((await bench.SaveAsync(Image(bench))).Skipped);
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task An_image_is_saved_whole_with_a_file_beside_it_that_says_that_it_is_one()
    {
        using DownloadBench bench = Bench();

        UgcSavedVideo saved = await bench.SaveAsync(Image(bench));

        Assert.Equal(["shot.json", "shot.png"], bench.Names);
        Assert.Equal(Picture, await File.ReadAllBytesAsync(saved.Path, DownloadBench.Token));
        JsonElement beside = JsonDocument.Parse(await File.ReadAllTextAsync(saved.Sidecar!, DownloadBench.Token)).RootElement;
        Assert.Equal(("Image", "shot.png"), (beside.GetProperty("kind").GetString(), beside.GetProperty("file").GetString()));
    }

    [Fact]
    public async Task A_second_run_knows_it_again_though_its_ending_was_not_known_before_it_came()
    {
        using DownloadBench bench = Bench();
        UgcSavedVideo first = await bench.SaveAsync(Image(bench));

        UgcSavedVideo second = await bench.SaveAsync(Image(bench));

        Assert.Equal((true, first.Path, first.Sha256), (second.Skipped, second.Path, second.Sha256));
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task An_image_and_a_video_of_one_name_do_not_share_what_lies_beside_them()
    {
        byte[] video = DownloadBench.Video(900);
        using DownloadBench bench = new(request => DownloadBench.Serve(request, request.Path.Contains(".png", StringComparison.Ordinal) ? Picture : video));

        await bench.SaveAsync(Image(bench, "cimage"));
        UgcSavedVideo second = await bench.SaveAsync(bench.Job("cvideo"));

        Assert.Equal(bench.At("shot-2.mp4"), second.Path);
        Assert.Equal(["shot-2.json", "shot-2.mp4", "shot.json", "shot.png"], bench.Names);
        Assert.True((await bench.SaveAsync(Image(bench, "cimage"))).Skipped);
        Assert.True((await bench.SaveAsync(bench.Job("cvideo"))).Skipped);
        Assert.Equal(2, bench.Server.Requests.Count);
    }

    [Fact]
    public async Task One_that_begins_together_with_a_video_of_the_name_gets_a_name_of_its_own()
    {
        byte[] video = DownloadBench.Video(900);
        using DownloadBench bench = new(request => DownloadBench.Serve(request, request.Path.Contains(".png", StringComparison.Ordinal) ? Picture : video));

        UgcSavedVideo[] saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => bench.SaveAsync(n % 2 == 0 ? Image(bench, $"cimage{n}") : bench.Job($"cvideo{n}"))));

        Assert.Equal(8, saved.Select(file => Path.GetFileNameWithoutExtension(file.Path)).Distinct().Count());
        Assert.Equal(4, saved.Count(file => file.Path.EndsWith(".png", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_transfer_that_broke_off_continues_and_the_ending_is_that_of_its_first_bytes()
    {
        using DownloadBench bench = Bench();
        bench.LeavePart(Picture[..1000], """{"ugcId":"cjob1","total":3000,"etag":"\"v1\""}""");

        UgcSavedVideo saved = await bench.SaveAsync(Image(bench));

        Assert.Equal((bench.At("shot.png"), 3000L), (saved.Path, saved.Length));
        Assert.Equal(1000, bench.Server.Requests[0].RangeStart);
        Assert.Equal(["shot.json", "shot.png"], bench.Names);
    }

    [Fact]
    public async Task The_hosts_word_outlives_a_break()
    {
        byte[] film = Of("0000006D6D646174", 3000);
        using DownloadBench bench = new(request => DownloadBench.Serve(request, film));
        bench.LeavePart(film[..1000], """{"ugcId":"cjob1","total":3000,"etag":"\"v1\"","mediaType":"video/mp4"}""");

        Assert.Equal(bench.At("shot.mp4"), (await bench.SaveAsync()).Path);
    }

    [Theory]
    [InlineData(UgcIfExists.Skip, "shot-2.png")]
    [InlineData(UgcIfExists.Rename, "shot-2.png")]
    [InlineData(UgcIfExists.Overwrite, "shot.png")]
    public async Task Another_file_of_the_name_meets_with_what_was_asked_for(UgcIfExists ifExists, string name)
    {
        using DownloadBench bench = Bench();
        await File.WriteAllTextAsync(bench.At("shot.png"), "mine", DownloadBench.Token);

        Assert.Equal(bench.At(name), (await bench.SaveAsync(Image(bench), bench.Target(ifExists))).Path);
    }

    [Fact]
    public async Task A_page_in_its_place_is_not_saved_and_is_reported_to_be_no_image()
    {
        using DownloadBench bench = new(_ => Reply.Text(200, "<html>expired</html>", "image/png"), job => job with { Kind = UgcKind.Image });

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync(Image(bench)));

        Assert.Equal(UgcLabErrorKind.DownloadFailed, error.Kind);
        Assert.Contains("The image of job cjob1 cannot be fetched", error.Message, StringComparison.Ordinal);
        Assert.Contains("not to an image", error.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Names);
    }

    [Theory]
    [InlineData(UgcJobStatus.Processing)]
    [InlineData(UgcJobStatus.Failed)]
    [InlineData(UgcJobStatus.Completed)]
    public async Task Nothing_that_is_reported_of_an_image_calls_it_a_video(UgcJobStatus status)
    {
        using DownloadBench bench = Bench();

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync(Image(bench) with { Status = status, VideoUrl = null }));

        Assert.Contains("image", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("video", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_literal_path_is_taken_as_it_stands()
    {
        using DownloadBench bench = Bench();
        SaveTarget target = new() { LiteralPath = bench.At("cover.jpeg") };

        Assert.Equal(bench.At("cover.jpeg"), (await bench.SaveAsync(Image(bench), target)).Path);
        Assert.True((await bench.SaveAsync(Image(bench), target)).Skipped);
    }
}
