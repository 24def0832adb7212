using System.Security.Cryptography;
using UgcLab.Faults;

namespace UgcLab.Client.Tests.Downloads;

/// <summary>What a process leaves behind that dies between two steps, and what the next one makes of it.</summary>
public sealed class CrashTests
{
    private static readonly byte[] Video = DownloadBench.Video(3000);
    private static readonly string Hash = Convert.ToHexString(SHA256.HashData(Video)).ToLowerInvariant();

    private static string Notes(string id = "cjob1", string tail = "") => $$"""{"ugcId":"{{id}}","total":3000,"etag":"\"v1\""{{tail}}}""";

    private static string Whole(string id = "cjob1") => Notes(id, $$""","length":3000,"sha256":"{{Hash}}","sourceHost":"cdn.example" """);

    private static DownloadBench Bench() => new(request => DownloadBench.Serve(request, Video));

    [Theory]
    [InlineData(1)]
    [InlineData(1500)]
    [InlineData(2999)]
    public async Task In_the_middle_of_the_bytes_the_rest_is_fetched(int length)
    {
        using DownloadBench bench = Bench();
        bench.LeavePart(Video[..length], Notes());

        Assert.Equal(Hash, (await bench.SaveAsync()).Sha256);
        Assert.Equal(length, Assert.Single(bench.Server.Requests).RangeStart);
        Assert.Equal(["shot.json", "shot.mp4"], bench.Names);
    }

    [Fact]
    public async Task After_the_last_byte_the_host_is_asked_whether_that_is_all()
    {
        using DownloadBench bench = Bench();
        bench.LeavePart(Video, Notes());

        Assert.Equal(Hash, (await bench.SaveAsync()).Sha256);
        Assert.Equal(3000, Assert.Single(bench.Server.Requests).RangeStart);
    }

    [Fact]
    public async Task Before_the_move_nothing_is_fetched()
    {
        using DownloadBench bench = Bench();
        bench.LeavePart(Video, Whole());

        Assert.Equal(bench.At("shot.mp4"), (await bench.SaveAsync()).Path);
        Assert.Empty(bench.Server.Requests);
        Assert.Equal(["shot.json", "shot.mp4"], bench.Names);
    }

    [Fact]
    public async Task Between_the_move_and_the_sidecar_the_file_is_known_by_its_bytes()
    {
        using DownloadBench bench = Bench();
        await File.WriteAllBytesAsync(bench.At("shot.mp4"), Video, DownloadBench.Token);
        await File.WriteAllTextAsync(bench.At("shot.part.json"), Whole(), DownloadBench.Token);

        UgcSavedVideo saved = await bench.SaveAsync();

        Assert.Equal((bench.At("shot.mp4"), true, Hash), (saved.Path, saved.Skipped, saved.Sha256));
        Assert.Empty(bench.Server.Requests);
        Assert.Equal(["shot.json", "shot.mp4"], bench.Names);
        Assert.True((await bench.SaveAsync()).Skipped);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_another_process_moves_while_it_is_saved_is_saved_once(bool hasSidecar)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows moves no file that another process has open.");
        DownloadBench? bench = null;
        using (bench = new DownloadBench(request =>
        {
            // The other one had closed the whole file when this one opened it.
            File.WriteAllBytes(bench!.At("shot.mp4"), Video);
            File.Delete(bench.At("shot.part"));
            if (hasSidecar)
            {
                File.WriteAllText(bench.At("shot.json"), $$"""{"ugcId":"cjob1","length":3000,"sha256":"{{Hash}}"}""");
            }

            return DownloadBench.Serve(request, Video);
        }))
        {
            UgcSavedVideo saved = await bench.SaveAsync();

            Assert.Equal((bench.At("shot.mp4"), true, "cjob1"), (saved.Path, saved.Skipped, saved.UgcId));
            Assert.Equal(["shot.json", "shot.mp4"], bench.Names);
            Assert.Equal(Video, await File.ReadAllBytesAsync(saved.Path, DownloadBench.Token));
        }
    }

    [Fact]
    public async Task An_unfinished_file_that_is_deleted_again_and_again_is_an_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows deletes no file that another process has open.");
        DownloadBench? bench = null;
        using (bench = new DownloadBench(request =>
        {
            File.Delete(bench!.At("shot.part"));
            return DownloadBench.Serve(request, Video);
        }))
        {
            UgcLabException failure = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync());

            Assert.Equal(UgcLabErrorKind.FileUnwritable, failure.Kind);
            Assert.Equal(3, bench.Server.Requests.Count);
        }
    }

    [Fact]
    public async Task Between_the_sidecar_and_the_end_only_the_notes_have_to_go()
    {
        using DownloadBench bench = Bench();
        await bench.SaveAsync();
        await File.WriteAllTextAsync(bench.At("shot.part.json"), Whole(), DownloadBench.Token);

        Assert.True((await bench.SaveAsync()).Skipped);
        Assert.Single(bench.Server.Requests);
        Assert.Equal(["shot.json", "shot.mp4"], bench.Names);
    }

    [Fact]
    public async Task Notes_of_another_job_stay_where_they_are()
    {
        using DownloadBench bench = Bench();
        await bench.SaveAsync();
        await File.WriteAllTextAsync(bench.At("shot.part.json"), Whole("cother"), DownloadBench.Token);

        Assert.True((await bench.SaveAsync()).Skipped);
        Assert.Equal(["shot.json", "shot.mp4", "shot.part.json"], bench.Names);
    }

    [Fact]
    public async Task A_file_with_other_bytes_is_not_taken_for_the_one_in_the_notes()
    {
        using DownloadBench bench = Bench();
        await File.WriteAllBytesAsync(bench.At("shot.mp4"), DownloadBench.Video(3000, 5), DownloadBench.Token);
        await File.WriteAllTextAsync(bench.At("shot.part.json"), Whole(), DownloadBench.Token);

        Assert.Equal(bench.At("shot-2.mp4"), (await bench.SaveAsync()).Path);
    }

    [Fact]
    public async Task A_whole_file_of_another_job_waits_for_that_job()
    {
        using DownloadBench bench = Bench();
        bench.LeavePart(Video, Whole("cother"));

        Assert.Equal(bench.At("shot-2.mp4"), (await bench.SaveAsync()).Path);
        Assert.Equal(bench.At("shot.mp4"), (await bench.SaveAsync(bench.Job("cother"))).Path);
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task A_file_that_another_process_writes_is_left_unchanged()
    {
        using DownloadBench bench = Bench();
        bench.LeavePart(Video[..100], Notes());
        using FileStream other = new(bench.At("shot.part"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync());

        Assert.Equal(UgcLabErrorKind.FileUnwritable, error.Kind);
        Assert.Contains("another process", error.Message, StringComparison.Ordinal);
        Assert.Equal(bench.At("shot-2.mp4"), (await bench.SaveAsync(bench.Job("cjob2"))).Path);
    }

    [Fact]
    public async Task A_name_that_is_taken_at_the_last_moment_is_not_overwritten()
    {
        DownloadBench? made = null;
        using DownloadBench bench = made = new(request =>
        {
            File.WriteAllText(made!.At("shot.mp4"), "mine");
            return DownloadBench.Serve(request, Video);
        });

        UgcSavedVideo saved = await bench.SaveAsync();

        Assert.Equal(bench.At("shot-2.mp4"), saved.Path);
        Assert.Equal("mine", await File.ReadAllTextAsync(bench.At("shot.mp4"), DownloadBench.Token));
        Assert.Equal(["shot-2.json", "shot-2.mp4", "shot.mp4"], bench.Names);
        Assert.True((await bench.SaveAsync()).Skipped);
    }

    [Fact]
    public async Task A_move_that_is_refused_is_tried_for_ten_seconds_and_the_video_kept()
    {
        using DownloadBench bench = Bench();
        Directory.CreateDirectory(bench.At("shot.json"));
        Directory.CreateDirectory(bench.At("shot.mp4"));
        Directory.CreateDirectory(bench.At("shot.part"));

        // Folders in the way are names that are taken, for every rule but the one that replaces.
        Assert.Equal(bench.At("shot-2.mp4"), (await bench.SaveAsync()).Path);
        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync(bench.Job("cjob2"), bench.Target(UgcIfExists.Error)));
        Assert.Equal(UgcLabErrorKind.FileExists, error.Kind);

        Directory.Delete(bench.At("shot.part"));
        Directory.Delete(bench.At("shot.mp4"));
        error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync(bench.Job("cjob3"), bench.Target(UgcIfExists.Overwrite)));
        Assert.Equal(UgcLabErrorKind.FileUnwritable, error.Kind);
        Assert.Contains("shot.part", error.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(10), bench.Clock.Waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait));
        Assert.Equal(Video, await File.ReadAllBytesAsync(bench.At("shot.part"), DownloadBench.Token));

        Directory.Delete(bench.At("shot.json"));
        Assert.Equal(bench.At("shot.mp4"), (await bench.SaveAsync(bench.Job("cjob3"))).Path);
        Assert.Equal(2, bench.Server.Requests.Count);
    }

    [Fact]
    public async Task No_link_is_followed_at_the_last_step()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making a link needs rights there.");
        using DownloadBench bench = Bench();
        string victim = bench.At("victim.txt");
        await File.WriteAllTextAsync(victim, "mine", DownloadBench.Token);
        File.CreateSymbolicLink(bench.At("shot.part"), victim);
        File.CreateSymbolicLink(bench.At("shot-2.mp4"), bench.At("nowhere"));
        File.CreateSymbolicLink(bench.At("shot-3.part.json.new"), victim);

        Assert.Equal(bench.At("shot-3.mp4"), (await bench.SaveAsync()).Path);
        Assert.Equal("mine", await File.ReadAllTextAsync(victim, DownloadBench.Token));
        Assert.False(File.Exists(bench.At("nowhere")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        using DownloadBench bench = Bench();
        await File.WriteAllTextAsync(bench.At("file"), "", DownloadBench.Token);

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync(target: bench.Target() with { Folder = bench.At("file/sub") }));

        Assert.Equal(UgcLabErrorKind.FileUnwritable, error.Kind);
        Assert.Contains("cjob1", error.Message, StringComparison.Ordinal);
        Assert.Contains("sub", error.Message, StringComparison.Ordinal);
    }
}
