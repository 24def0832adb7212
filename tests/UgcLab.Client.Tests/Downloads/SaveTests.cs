using System.Text.Json;
using UgcLab.Faults;

namespace UgcLab.Client.Tests.Downloads;

public sealed class SaveTests
{
    private static readonly byte[] Video = DownloadBench.Video(3000);

    private static DownloadBench Bench() => new(request => DownloadBench.Serve(request, Video));

    [Fact]
    public async Task A_video_is_saved_with_what_is_known_of_it()
    {
        using DownloadBench bench = Bench();
        UgcJob job = bench.Job() with
        {
            Prompt = $"A cat says \"hi\" to {DownloadBench.Key} 猫 \uD83D",
            Duration = "8",
            AspectRatio = "9:16",
            ImageUrl = "https://img.example/a.png?X-Sig=secret",
            VariantIndex = 2,
            RowNumber = 17,
            ProjectId = "p1",
            CreditsCharged = 12.5m,
            TotalCreditsCharged = 25m,
            CreditsRefunded = 0m,
            RequestId = "req1",
            CreatedAt = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero),
        };

        UgcSavedVideo saved = await bench.SaveAsync(job);

        Assert.Equal((bench.At("shot.mp4"), bench.At("shot.json"), 3000L, "cjob1", "SKU-1", false), (saved.Path, saved.Sidecar, saved.Length, saved.UgcId, saved.Reference, saved.Skipped));
        string text = await File.ReadAllTextAsync(saved.Sidecar!, DownloadBench.Token);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain(DownloadBench.Key, text, StringComparison.Ordinal);
        JsonElement json = JsonDocument.Parse(text).RootElement;
        Assert.Equal(
            ["ugcId", "kind", "prompt", "model", "duration", "aspectRatio", "tier", "actorId", "actorName", "imageUrl", "variantIndex", "reference", "rowNumber", "projectId", "creditsCharged",
             "totalCreditsCharged", "creditsRefunded", "requestId", "createdAt", "savedAt", "file", "length", "sha256", "sourceHost"],
            json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("https://img.example/a.png?…", json.GetProperty("imageUrl").GetString());
        Assert.Equal("shot.mp4", json.GetProperty("file").GetString());
        Assert.Equal("127.0.0.1", json.GetProperty("sourceHost").GetString());
        Assert.Equal(12.5m, json.GetProperty("creditsCharged").GetDecimal());
        Assert.Equal(saved.Sha256, json.GetProperty("sha256").GetString());
        Assert.StartsWith("A cat says \"hi\" to ugc_… 猫", json.GetProperty("prompt").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_sidecar_is_written_where_none_is_wanted()
    {
        using DownloadBench bench = Bench();
        Assert.Null((await bench.SaveAsync(target: bench.Target() with { WriteSidecar = false })).Sidecar);
        Assert.Equal(["shot.mp4"], bench.Names);
    }

    [Fact]
    public async Task A_video_that_is_there_is_not_fetched_again()
    {
        using DownloadBench bench = Bench();
        UgcSavedVideo first = await bench.SaveAsync();
        UgcSavedVideo second = await bench.SaveAsync();

        Assert.True(second.Skipped);
        Assert.Equal((first.Path, first.Sha256, first.Sidecar), (second.Path, second.Sha256, second.Sidecar));
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task Another_jobs_video_is_never_taken_for_it_and_a_rerun_finds_its_own_number()
    {
        using DownloadBench bench = Bench();
        await bench.SaveAsync(bench.Job("cjob1"));
        UgcSavedVideo second = await bench.SaveAsync(bench.Job("cjob2"));
        await File.WriteAllTextAsync(bench.At("other.mp4"), "mine", DownloadBench.Token);
        UgcSavedVideo third = await bench.SaveAsync(bench.Job("cjob3"), bench.Target(name: "other"));

        Assert.Equal(bench.At("shot-2.mp4"), second.Path);
        Assert.Equal(bench.At("other-2.mp4"), third.Path);
        Assert.Equal("mine", await File.ReadAllTextAsync(bench.At("other.mp4"), DownloadBench.Token));
        Assert.True((await bench.SaveAsync(bench.Job("cjob2"))).Skipped);

        File.Delete(bench.At("shot.mp4"));
        File.Delete(bench.At("shot.json"));
        Assert.Equal(bench.At("shot-2.mp4"), (await bench.SaveAsync(bench.Job("cjob2"))).Path);
        Assert.Equal(3, bench.Server.Requests.Count);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"ugcId":"cjob1"}""")]
    [InlineData("""{"ugcId":"cjob1","length":2999,"sha256":"x"}""")]
    [InlineData("""{"ugcId":7,"length":"3000","sha256":null}""")]
    public async Task A_sidecar_that_does_not_prove_it_proves_nothing(string sidecar)
    {
        using DownloadBench bench = Bench();
        await File.WriteAllBytesAsync(bench.At("shot.mp4"), Video, DownloadBench.Token);
        await File.WriteAllTextAsync(bench.At("shot.json"), sidecar, DownloadBench.Token);

        UgcSavedVideo saved = await bench.SaveAsync();

        Assert.Equal((bench.At("shot-2.mp4"), false), (saved.Path, saved.Skipped));
        Assert.Equal(sidecar, await File.ReadAllTextAsync(bench.At("shot.json"), DownloadBench.Token));
    }

    [Fact]
    public async Task Rename_takes_a_new_number_each_time()
    {
        using DownloadBench bench = Bench();
        await bench.SaveAsync(target: bench.Target(UgcIfExists.Rename));
        await bench.SaveAsync(target: bench.Target(UgcIfExists.Rename));
        Assert.Equal(["shot-2.json", "shot-2.mp4", "shot.json", "shot.mp4"], bench.Names);
    }

    [Fact]
    public async Task Error_says_which_file_is_there_and_fetches_nothing()
    {
        using DownloadBench bench = Bench();
        await File.WriteAllTextAsync(bench.At("shot.webm"), "mine", DownloadBench.Token);

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync(target: bench.Target(UgcIfExists.Error)));

        Assert.Equal(UgcLabErrorKind.FileExists, error.Kind);
        Assert.Contains("shot.webm", error.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    public async Task Overwrite_replaces_an_old_file_but_not_what_this_run_has_just_saved()
    {
        using DownloadBench bench = Bench();
        await File.WriteAllTextAsync(bench.At("shot.mp4"), "old", DownloadBench.Token);

        await bench.SaveAsync(bench.Job("cjob1"), bench.Target(UgcIfExists.Overwrite));
        UgcSavedVideo second = await bench.SaveAsync(bench.Job("cjob2"), bench.Target(UgcIfExists.Overwrite));
        await bench.SaveAsync(bench.Job("cjob1"), bench.Target(UgcIfExists.Overwrite));

        Assert.Equal(Video, await File.ReadAllBytesAsync(bench.At("shot.mp4"), DownloadBench.Token));
        Assert.Equal(bench.At("shot-2.mp4"), second.Path);
        Assert.Equal(["shot-2.json", "shot-2.mp4", "shot.json", "shot.mp4"], bench.Names);
    }

    [Theory]
    [InlineData(UgcIfExists.Skip)]
    [InlineData(UgcIfExists.Rename)]
    [InlineData(UgcIfExists.Overwrite)]
    public async Task Saves_that_begin_together_get_names_of_their_own(UgcIfExists ifExists)
    {
        using DownloadBench bench = Bench();
        UgcSavedVideo[] saved = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => bench.SaveAsync(bench.Job($"cjob{i}"), bench.Target(ifExists))));

        Assert.Equal(12, saved.Select(video => video.Path).Distinct().Count());
        Assert.Equal(24, bench.Names.Count);
    }

    [Fact]
    public async Task The_same_video_asked_for_twice_at_once_is_fetched_once()
    {
        using DownloadBench bench = Bench();
        UgcSavedVideo[] saved = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => bench.SaveAsync()));

        Assert.Single(saved.Select(video => video.Path).Distinct());
        Assert.Single(saved, video => !video.Skipped);
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task Saves_of_one_video_that_begin_at_any_moment_of_another_get_its_file()
    {
        for (int round = 0; round < 25; round++)
        {
            using DownloadBench bench = Bench();
            UgcSavedVideo[] saved = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
            {
                await Task.Run(() => SpinWait.SpinUntil(() => false, TimeSpan.FromMilliseconds(number / 4)), DownloadBench.Token);
                return await bench.SaveAsync();
            }));

            Assert.Single(saved.Select(video => video.Path).Distinct());
            Assert.Single(bench.Server.Requests);
        }
    }

    [Fact]
    public async Task Saves_that_find_their_files_never_take_each_others_names()
    {
        using DownloadBench bench = Bench();
        string[] jobs = [.. Enumerable.Range(0, 6).Select(i => $"cjob{i}")];
        foreach (string job in jobs)
        {
            await bench.SaveAsync(bench.Job(job));
        }

        for (int round = 0; round < 10; round++)
        {
            await Task.WhenAll(jobs.Concat(jobs).Select(job => Task.Run(() => bench.SaveAsync(bench.Job(job)), DownloadBench.Token)));
        }

        Assert.Equal(6, bench.Server.Requests.Count);
        Assert.Equal(12, bench.Names.Count);
    }

    [Fact]
    public async Task Two_processes_may_write_one_sidecar_at_the_same_time()
    {
        using DownloadBench bench = Bench();
        string path = bench.At("shot.json");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () =>
            {
                for (int i = 0; i < 200; i++)
                {
                    AtomicFile.Write(path, """{"ugcId":"cjob1"}""", toDisk: false);
                }
            },
            DownloadBench.Token)));

        Assert.Equal(["shot.json"], bench.Names);
    }

    [Fact]
    public async Task A_name_becomes_safe_and_a_blank_one_is_the_jobs()
    {
        using DownloadBench bench = Bench();
        Assert.Equal(bench.At("_.._x.mp4"), (await bench.SaveAsync(target: bench.Target(name: "../x"))).Path);
        Assert.Equal(bench.At("ugc_cjob1.mp4"), (await bench.SaveAsync(target: bench.Target(name: " "))).Path);
        Assert.Equal(bench.At("a.part_.mp4"), (await bench.SaveAsync(target: bench.Target(name: "a.part"))).Path);
    }

    [Fact]
    public async Task A_literal_path_is_taken_as_it_stands()
    {
        using DownloadBench bench = Bench();
        string path = Path.Combine(bench.Folder, "new", "my [clip].mov");
        SaveTarget target = new() { LiteralPath = path };

        Assert.Equal(path, (await bench.SaveAsync(target: target)).Path);
        Assert.True((await bench.SaveAsync(target: target)).Skipped);
        Assert.Equal(Path.Combine(bench.Folder, "new", "my [clip]-2.mov"), (await bench.SaveAsync(bench.Job("cjob2"), target)).Path);
    }

    [Theory]
    [InlineData("CON.mp4")]
    [InlineData("aux")]
    [InlineData("Lpt1.backup.mp4")]
    public async Task A_path_that_names_a_device_of_Windows_is_refused_on_every_system(string name)
    {
        using DownloadBench bench = Bench();

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync(target: new() { LiteralPath = bench.At(name) }));

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, error.Kind);
        Assert.Contains("device on Windows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_its_disk_has_cut_gets_no_final_name()
    {
        using DownloadBench bench = Bench();
        string part = bench.At("shot.part");
        File.WriteAllBytes(part, Video[..2999]);

        UgcLabException error = Assert.Throws<UgcLabException>(() => PartFile.RequireLength(part, 3000, "cjob1"));

        Assert.Equal(UgcLabErrorKind.FileUnwritable, error.Kind);
        Assert.Contains("2999 bytes after 3000 were written", error.Message, StringComparison.Ordinal);
        File.WriteAllBytes(part, Video);
        PartFile.RequireLength(part, 3000, "cjob1");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/")]
    [InlineData("/x/clip.json")]
    [InlineData("/x/clip.part")]
    [InlineData("/x/a\0b.mp4")]
    public async Task A_target_that_names_no_file_is_refused(string? path)
    {
        using DownloadBench bench = Bench();
        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync(target: new() { LiteralPath = path }));
        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, error.Kind);
    }

    [Fact]
    public async Task A_path_with_half_a_character_is_refused()
    {
        using DownloadBench bench = Bench();
        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync(target: new() { LiteralPath = bench.At("a\uD800.mp4") }));
        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, error.Kind);
    }

    [Theory]
    [InlineData(UgcJobStatus.Pending, UgcLabErrorKind.JobNotFinished)]
    [InlineData(UgcJobStatus.Saving, UgcLabErrorKind.JobNotFinished)]
    [InlineData(UgcJobStatus.Unknown, UgcLabErrorKind.JobNotFinished)]
    [InlineData(UgcJobStatus.Failed, UgcLabErrorKind.JobFailed)]
    [InlineData(UgcJobStatus.Canceled, UgcLabErrorKind.JobFailed)]
    [InlineData(UgcJobStatus.Completed, UgcLabErrorKind.CompletedWithoutVideo)]
    public async Task A_job_without_a_video_is_refused(UgcJobStatus status, UgcLabErrorKind kind)
    {
        using DownloadBench bench = Bench();
        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync(bench.Job() with { Status = status, VideoUrl = null }));
        Assert.Equal(kind, error.Kind);
        Assert.Contains("cjob1", error.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Names);
    }

    [Fact]
    public async Task Progress_counts_up_to_the_length()
    {
        byte[] video = DownloadBench.Video(1 << 20);
        using DownloadBench bench = new(request => DownloadBench.Serve(request, video));
        Heard heard = new();

        await bench.Downloads.SaveAsync(bench.Job(), bench.Target(), heard, DownloadBench.Token);

        Assert.Equal(heard.Values.Order(), heard.Values);
        Assert.Equal(1 << 20, heard.Values[^1]);
    }

    private sealed class Heard : IProgress<DownloadProgress>
    {
        public List<long> Values { get; } = [];

        public void Report(DownloadProgress value) => Values.Add(value.Received);
    }
}
