using System.Text;
using UgcLab.EngineTests.Hosting;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Saving;

public sealed class SaveVideoTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public SaveVideoTests()
    {
        _shell.Connect(_service).Set("folder", _folder.Path);
        _shell.Run("$global:jobs = @(row 'A video that is saved' @{ Reference = 'R-1'; Variants = 2; Colour = 'blue' } | New-UgcVideo)").Clean();
    }

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
        _folder.Dispose();
    }

    // A job that is done, of a kind of which nothing is known: other tests share the store, and this says no time to be learned.
    private Reply? Unhurried(ReceivedRequest request) => request.Method == "GET" && request.Path.Split('/') is ["", "ugc", string id]
        ? Reply.Text(200, $$$"""{"data":{"id":"{{{id}}}","status":"COMPLETED","videoUrl":"{{{_service.BaseUri}}}files/{{{id}}}.mp4"},"meta":{"requestId":"req_of_job"}}""")
        : null;

    private int Downloads => _service.Requests.Count(request => request.Path.StartsWith("/files/", StringComparison.Ordinal));

    [Theory]
    [InlineData("", "R-1-kling-2.6-v0 R-1-kling-2.6-v1")]
    [InlineData("-Name '{RowNumber}_{VariantIndex}'", "1_0 1_1")]
    [InlineData("-Name '{colour}-{duration}s'", "blue-5s blue-5s-2")]
    [InlineData("-Name 'one name'", "one name one name-2")]
    public void Names_come_from_the_job_and_its_row_and_clashes_are_numbered(string name, string stems)
    {
        Outcome outcome = _shell.Run($"$jobs | Save-UgcVideo -Destination $folder -ThrottleLimit 1 {name}").Clean();

        string[] expected = stems.StartsWith("one", StringComparison.Ordinal) ? ["one name", "one name-2"] : stems.Split(' ');
        Assert.Equal(expected.SelectMany(stem => new[] { $"{stem}.json", $"{stem}.mp4" }).Order(StringComparer.Ordinal), _folder.Files);
        Assert.All(outcome.Values("Path"), path => Assert.Equal(Service.Video, File.ReadAllBytes(path!)));
        Assert.Equal(outcome.Values("Path").Order(), Directory.GetFiles(_folder, "*.mp4").Order());
    }

    [Theory]
    [InlineData("New-UgcVideo | Wait-UgcJob | Save-UgcVideo -Destination $folder")]
    [InlineData("New-UgcVideo -Destination $folder")]
    public void A_finished_video_is_downloaded_while_the_next_row_waits(string pipeline)
    {
        TaskCompletionSource downloaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _service.Instead = request =>
        {
            if (request.Path.StartsWith("/files/", StringComparison.Ordinal))
            {
                downloaded.TrySetResult();
            }

            // The second row is not answered before the first one's download has begun.
            Assert.True(!Service.IsOrder(request) || !Encoding.UTF8.GetString(request.Body).Contains("second", StringComparison.Ordinal) || downloaded.Task.Wait(Shell.Deadline));
            return Unhurried(request);
        };

        Outcome outcome = _shell.Run("(row 'The first row' @{ Duration = '10' }), (row 'The second row' @{ Duration = '10' }) | " + pipeline).Clean();

        Assert.Equal(2, outcome.Output.Count);
    }

    [Fact]
    public void What_lets_a_job_be_handed_over_is_seen_by_no_one()
    {
        _service.Instead = request =>
        {
            // Longer than the interval in which finished jobs are handed over.
            Assert.True(!Service.IsOrder(request) || !SpinWait.SpinUntil(() => false, TimeSpan.FromSeconds(1.5)));
            return Unhurried(request);
        };

        Outcome outcome = _shell.Run("""
            $null = row 'The only row' @{ Duration = '10' } | New-UgcVideo -OutVariable created | Wait-UgcJob
            $null = row 'Another row' @{ Duration = '10' } | New-UgcVideo -PipelineVariable each | Wait-UgcJob | ForEach-Object { $last = $each }
            $created + $last | ForEach-Object { $_.GetType().Name }
            row 'A third row' @{ Duration = '10' } | New-UgcVideo | ForEach-Object { $_.GetType().Name }
            """).Clean();

        Assert.Equal(["UgcJob", "UgcJob", "UgcJob"], outcome.Texts);
    }

    [Fact]
    public void Downloads_that_take_all_slots_hold_up_no_row()
    {
        using ManualResetEventSlim sent = new();
        _service.Instead = request =>
        {
            if (Service.IsOrder(request) && Encoding.UTF8.GetString(request.Body).Contains("row 4", StringComparison.Ordinal))
            {
                sent.Set();
            }

            Assert.True(!request.Path.StartsWith("/files/", StringComparison.Ordinal) || sent.Wait(Shell.Deadline));
            return Unhurried(request);
        };

        Outcome outcome = _shell.Run("1..4 | ForEach-Object { row \"This is row $_\" @{ Duration = '10' } } | New-UgcVideo | Wait-UgcJob | Save-UgcVideo -Destination $folder -ThrottleLimit 1").Clean();

        Assert.Equal(4, outcome.Output.Count);
    }

    [Fact]
    public void A_field_that_is_none_ends_it_before_anything_is_fetched()
    {
        Outcome outcome = _shell.Run("$jobs | Save-UgcVideo -Destination $folder -Name '{Color}'");

        Assert.Equal(["UgcArgumentInvalid"], outcome.ErrorIds);
        Assert.Contains("{Color}", outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Downloads);
    }

    [Fact]
    public void A_second_run_knows_its_videos_and_fetches_nothing()
    {
        _shell.Run("$jobs | Save-UgcVideo -Destination $folder").Clean();

        Outcome again = _shell.Run("$jobs | Save-UgcVideo -Destination $folder").Clean();

        Assert.Equal(["True", "True"], again.Values("Skipped"));
        Assert.Equal(2, Downloads);
        Assert.Equal(4, _folder.Files.Count);
    }

    [Theory]
    [InlineData("Skip", "taken taken-2", "")]
    [InlineData("Rename", "taken taken-2", "")]
    [InlineData("Overwrite", "taken", "")]
    [InlineData("Error", "taken", "UgcFileExists")]
    public void A_file_that_is_there_meets_with_what_was_asked_for(string ifExists, string stems, string error)
    {
        string standing = Path.Combine(_folder, "taken.mp4");
        File.WriteAllText(standing, "the work of somebody else");

        Outcome outcome = _shell.Run($"$jobs[0] | Save-UgcVideo -Destination $folder -Name taken -IfExists {ifExists} -NoSidecar");

        Assert.Equal(error.Length == 0 ? [] : [error], outcome.ErrorIds);
        Assert.Null(outcome.Caught);
        Assert.Equal(stems.Split(' ').Select(stem => $"{stem}.mp4").Order(StringComparer.Ordinal), _folder.Files);
        Assert.Equal(ifExists == "Overwrite", new FileInfo(standing).Length == Service.Video.Length);
    }

    [Fact]
    public void A_literal_path_is_taken_as_it_stands()
    {
        _shell.Run("$jobs[0] | Save-UgcVideo -LiteralPath \"$folder/[odd] name.mov\" -NoSidecar").Clean();

        Assert.Equal(["[odd] name.mov"], _folder.Files);
    }

    [Theory]
    [InlineData("-Destination sub", "sub/video.mp4")]
    [InlineData("-Destination .", "video.mp4")]
    [InlineData("", "video.mp4")]
    [InlineData("-LiteralPath ./sub/other.mp4", "sub/other.mp4")]
    public void A_relative_path_begins_where_the_prompt_is(string target, string file)
    {
        _shell.Run($"[void]$ExecutionContext.SessionState.Path.SetLocation($folder); $jobs[0] | Save-UgcVideo {target} {(target.Contains("Literal", StringComparison.Ordinal) ? "" : "-Name video")} -NoSidecar").Clean();

        Assert.Equal([file.Replace('/', Path.DirectorySeparatorChar)], _folder.Files);
    }

    [Fact]
    public void The_sessions_folder_serves_when_none_is_named()
    {
        _shell.Connect(_service, "-Destination (\"$folder/of the session\")");

        _shell.Run("$jobs[0].UgcId | Save-UgcVideo -Name video -NoSidecar").Clean();

        Assert.Equal([Path.Combine("of the session", "video.mp4")], _folder.Files);
    }

    [Fact]
    public void WhatIf_writes_and_fetches_nothing()
    {
        _shell.Run("$jobs | Save-UgcVideo -Destination \"$folder/none\" -WhatIf").Clean();

        Assert.False(Directory.Exists(Path.Combine(_folder, "none")));
        Assert.Equal(0, Downloads);
        Assert.Equal(2, _shell.Host.Lines.Count(line => line.Contains("What if", StringComparison.Ordinal) && line.Contains("R-1", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_sidecar_says_where_the_video_comes_from_without_key_or_signature()
    {
        _shell.Run("$jobs[0] | Save-UgcVideo -Destination $folder -Name video").Clean();

        string sidecar = File.ReadAllText(Path.Combine(_folder, "video.json"));
        Assert.Contains("A video that is saved", sidecar, StringComparison.Ordinal);
        Assert.Contains("\"reference\": \"R-1\"", sidecar, StringComparison.Ordinal);
        Assert.DoesNotContain(Shell.Key, sidecar, StringComparison.Ordinal);
        Assert.DoesNotContain("signature", sidecar, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_job_without_a_video_yet_is_one_error_among_those_that_have_one()
    {
        string? unfinished = _shell.Run("$jobs[0].UgcId").Texts[0];
        _service.Instead = request => request.Path.EndsWith($"/ugc/{unfinished}", StringComparison.Ordinal) ? _service.Job(unfinished, "PROCESSING") : null;

        Outcome outcome = _shell.Run("$jobs | Save-UgcVideo -Destination $folder");

        Assert.Equal(["UgcJobNotFinished"], outcome.ErrorIds);
        Assert.Null(outcome.Caught);
        Assert.Equal(["R-1-kling-2.6-v1.json", "R-1-kling-2.6-v1.mp4"], _folder.Files);
    }

    [Fact]
    public void A_job_that_failed_is_passed_over_with_a_warning()
    {
        _service.Instead = request => request.Path.Contains("/ugc/", StringComparison.Ordinal) ? _service.Job(request.Path.Split('/')[^1], "FAILED") : null;

        Outcome outcome = _shell.Run("$jobs | Save-UgcVideo -Destination $folder").Clean();

        Assert.Equal(2, outcome.Warnings.Count);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void The_simulators_time_does_not_shorten_the_wait_for_a_file()
    {
        // Each answer takes a simulated minute, which is twice the time that a download may stand still on a real connection.
        _shell.Rehearse("Speed = 2000; Latency = 60");

        Outcome outcome = _shell.Run("row 'A file that takes its time' | New-UgcVideo | Wait-UgcJob | Save-UgcVideo -Destination $folder -Name slow").Clean();

        Assert.Single(outcome.Values("Path"));
        Assert.Equal(["slow.json", "slow.mp4"], _folder.Files);
    }

    [Fact]
    public void What_was_saved_may_be_piped_on()
    {
        Outcome outcome = _shell.Run("$jobs | Save-UgcVideo -Destination $folder | Get-UgcJob").Clean();

        Assert.Equal(["R-1", "R-1"], outcome.Values("Reference"));
    }
}
