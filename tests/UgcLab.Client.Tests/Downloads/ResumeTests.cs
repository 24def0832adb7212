using UgcLab.Faults;

namespace UgcLab.Client.Tests.Downloads;

/// <summary>Every way to resume, cut at every tenth of the way: the file is the host's, byte for byte, or it is not there.</summary>
public sealed class ResumeTests
{
    private const int Length = 5000;

    public static TheoryData<string, int, Ending> Matrix()
    {
        TheoryData<string, int, Ending> rows = [];
        string[] cases = ["right", "other start", "other total", "no range header", "all again", "416 equal", "416 shorter", "new version", "weak tag", "no tag", "date", "multipart", "longer", "shorter", "other tag in part"];
        foreach (string name in cases)
        {
            foreach (int cut in new[] { 0, 1, 8, 15, 16, 600, 1024, 2500, 4999, 5000 })
            {
                rows.Add(name, cut, cut % 2 == 0 ? Ending.Fin : Ending.Rst);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_broken_download_ends_as_the_file_of_the_host(string name, int cut, Ending ending)
    {
        byte[] old = DownloadBench.Video(Length, 1);
        byte[] video = name == "new version" ? DownloadBench.Video(Length + 77, 2) : old;
        int asked = 0;
        using DownloadBench bench = new(request =>
        {
            if (++asked == 1)
            {
                Reply first = DownloadBench.Serve(request, old) with { CutBodyAt = cut, Ending = ending, AnnouncedLength = Length + (cut == Length ? 1 : 0) };
                return name switch
                {
                    "weak tag" => first with { Headers = [("ETag", "W/\"v1\"")] },
                    "no tag" => first with { Headers = [] },
                    "date" => first with { Headers = [("Last-Modified", "Sun, 01 Mar 2026 10:00:00 GMT"), ("Date", "Sun, 01 Mar 2026 12:00:00 GMT")] },
                    _ => first,
                };
            }

            return Again(name, asked, request, video);
        });

        UgcSavedVideo saved = await bench.SaveAsync();

        Assert.Equal(video, await File.ReadAllBytesAsync(saved.Path, DownloadBench.Token));
        Assert.Equal(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(video)), saved.Sha256, ignoreCase: true);
        Assert.Equal(["shot.json", "shot.mp4"], bench.Names);
        Assert.All(bench.Server.Requests, request => Assert.Null(request.Header("Authorization")));
        if ((name is "right" or "date") && ending == Ending.Fin && cut is >= 600 and < Length)
        {
            Assert.Equal(cut, bench.Server.Requests[1].RangeStart);
            Assert.Equal(2, bench.Server.Requests.Count);
        }

        if (name is "weak tag" or "no tag")
        {
            Assert.All(bench.Server.Requests, request => Assert.Null(request.RangeStart));
        }
    }

    private static Reply Again(string name, int asked, ReceivedRequest request, byte[] video)
    {
        Reply good = DownloadBench.Serve(request, video, name == "new version" ? "\"v2\"" : "\"v1\"");
        if (request.RangeStart is not long start)
        {
            return good;
        }

        Reply part = new Reply { Status = 206, Body = video.AsMemory((int)Math.Min(start, video.Length)) }.With("ETag", "\"v1\"");
        return name switch
        {
            "other start" => (part with { Body = video.AsMemory((int)start - 1) }).With("Content-Range", $"bytes {start - 1}-{Length - 1}/{Length}"),
            "other total" => part.With("Content-Range", $"bytes {start}-{Length - 1}/{Length + 5}"),
            "no range header" => part,
            "longer" => (part with { Body = video.AsMemory((int)start).ToArray().Concat(video.Take(50)).ToArray(), Framing = Framing.Chunked }).With("Content-Range", $"bytes {start}-{Length - 1}/{Length}"),
            "shorter" when asked == 2 && start < Length - 1 => (part with { Body = video.AsMemory((int)start, 1), Framing = Framing.Chunked }).With("Content-Range", $"bytes {start}-{Length - 1}/{Length}"),
            "multipart" => part.With("Content-Type", "multipart/byteranges; boundary=x"),
            "other tag in part" => (part with { Headers = [("ETag", "\"v9\"")] }).With("Content-Range", $"bytes {start}-{Length - 1}/{Length}"),
            "all again" => new Reply { Body = video }.With("ETag", "\"v1\""),
            "416 equal" => new Reply { Status = 416 }.With("Content-Range", $"bytes */{start}"),
            "416 shorter" => new Reply { Status = 416 }.With("Content-Range", "bytes */7"),
            "date" => start < Length ? part.With("Content-Range", $"bytes {start}-{Length - 1}/{Length}") : good,
            _ => good,
        };
    }

    [Theory]
    [InlineData(Framing.Chunked, 0)]
    [InlineData(Framing.Chunked, 900)]
    [InlineData(Framing.Chunked, 5030)]
    public async Task A_chunked_body_is_whole_only_with_its_last_chunk(Framing framing, int cut)
    {
        byte[] video = DownloadBench.Video(Length);
        int asked = 0;
        using DownloadBench bench = new(_ => new Reply { Body = video, Framing = framing, CutBodyAt = ++asked == 1 ? cut : null });

        UgcSavedVideo saved = await bench.SaveAsync();

        Assert.Equal(video, await File.ReadAllBytesAsync(saved.Path, DownloadBench.Token));
        Assert.False(saved.LengthUnconfirmed);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_host_that_falls_silent_is_left_and_asked_for_the_rest()
    {
        byte[] video = DownloadBench.Video(Length);
        int asked = 0;
        using DownloadBench bench = new(request => DownloadBench.Serve(request, video) with { CutBodyAt = ++asked == 1 ? 2000 : null, Ending = Ending.Hold });

        Task<UgcSavedVideo> saving = bench.SaveAsync();
        await bench.Server.HoldingAsync(DownloadBench.Token);
        bench.Clock.Stall();
        UgcSavedVideo saved = await saving;

        Assert.Equal(video, await File.ReadAllBytesAsync(saved.Path, DownloadBench.Token));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task The_time_without_a_byte_is_the_one_that_was_set()
    {
        using DownloadBench bench = new(_ => new Reply { Body = DownloadBench.Video(Length), CutBodyAt = 2000, Ending = Ending.Hold }, stallTimeout: TimeSpan.FromSeconds(7));

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync());

        Assert.Equal(UgcLabErrorKind.DownloadFailed, error.Kind);
        Assert.Contains("7 seconds", error.Message, StringComparison.Ordinal);
        Assert.Contains(TimeSpan.FromSeconds(7), bench.Clock.Waits);
    }

    [Fact]
    public async Task A_stop_keeps_what_has_come_and_the_next_run_continues_from_there()
    {
        byte[] video = DownloadBench.Video(2 << 20);
        int asked = 0;
        using DownloadBench bench = new(request => DownloadBench.Serve(request, video) with { CutBodyAt = ++asked == 1 ? 1 << 20 : null, Ending = Ending.Hold });
        using CancellationTokenSource stop = new();
        Enough enough = new(stop, 1 << 19);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Downloads.SaveAsync(bench.Job(), bench.Target(), enough, stop.Token));
        Assert.Equal(["shot.part", "shot.part.json"], bench.Names);
        UgcSavedVideo saved = await bench.SaveAsync();

        Assert.Equal(video, await File.ReadAllBytesAsync(saved.Path, DownloadBench.Token));
        Assert.InRange(bench.Server.Requests[1].RangeStart ?? 0, 1 << 19, 1 << 20);
        Assert.DoesNotContain("secret", string.Concat(bench.Names.Where(n => n.EndsWith(".json", StringComparison.Ordinal)).Select(n => File.ReadAllText(bench.At(n)))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"ugcId":"cother","total":5000,"etag":"\"v1\""}""")]
    [InlineData("""{"ugcId":"cjob1","total":900,"etag":"\"v1\""}""")]
    [InlineData("""{"ugcId":"cjob1","total":5000,"etag":"W/\"v1\""}""")]
    [InlineData("""{"ugcId":"cjob1","total":5000}""")]
    [InlineData("""{"ugcId":"cjob1","total":5000,"length":1000,"sha256":"00"}""")]
    [InlineData("""{"ugcId":"cjob1",""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task An_unfinished_file_that_is_not_provably_this_one_is_begun_again(string notes)
    {
        byte[] video = DownloadBench.Video(Length);
        using DownloadBench bench = new(request => DownloadBench.Serve(request, video));
        bench.LeavePart(DownloadBench.Video(1000, 9), notes);

        UgcSavedVideo saved = await bench.SaveAsync();

        Assert.Equal(video, await File.ReadAllBytesAsync(saved.Path, DownloadBench.Token));
        Assert.Null(Assert.Single(bench.Server.Requests).RangeStart);
    }

    private sealed class Enough(CancellationTokenSource stop, long bytes) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value)
        {
            if (value.Received >= bytes)
            {
                stop.Cancel();
            }
        }
    }
}
