using System.Net;
using UgcLab.Client.Tests.Store;
using UgcLab.Engines.Sqlite;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Batches;

[Collection(nameof(Alone))]
public sealed class BatchRunTests : IDisposable
{
    private readonly BatchBench _bench = new();

    public static TheoryData<int, bool> Moments
    {
        get
        {
            TheoryData<int, bool> moments = [];
            for (int request = 1; request <= 12; request++)
            {
                moments.Add(request, true);
                moments.Add(request, false);
            }

            return moments;
        }
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task From_rows_to_videos()
    {
        Ran ran = await _bench.RunAsync(_bench.Rows(3));

        UgcBatchResult result = ran.Result;
        Assert.Equal((0, 3, 3, 3, 3), (result.ExitCode, result.Rows, result.Created, result.VideosSaved, result.Saved));
        Assert.Equal((105m, 105m, 99_895m), (result.CreditsCharged, result.TotalCreditsCharged, result.RemainingCredits));
        Assert.Equal(_bench.Service.Credits, result.RemainingCredits);
        Assert.Null(result.StoppedBy);
        Assert.True(result.EndedAt > result.StartedAt);
        Assert.Equal(["boat-1-v0.mp4", "boat-2-v0.mp4", "boat-3-v0.mp4"], _bench.Files);
        Assert.True(File.Exists(result.ReportPath));
        Assert.Equal(["Row 1, boat-1", "Row 2, boat-2", "Row 3, boat-3"], ran.Events.Where(happened => happened.Created.Count > 0).Select(happened => happened.Row));
        Assert.Equal(3, ran.Events.Count(happened => happened.Video is not null));
        Assert.Empty(_bench.Notices.Warnings);
    }

    [Fact]
    public async Task Run_again_it_sends_nothing_and_fetches_nothing()
    {
        await _bench.RunAsync(_bench.Rows(3));
        int requests = _bench.Service.Requests.Count;

        Ran again = await _bench.RunAsync([.. _bench.Rows(3).AsEnumerable().Reverse()]);

        Assert.Equal((0, 0, 0, 3, 105m), (again.Result.ExitCode, again.Result.Created, again.Result.VideosSaved, again.Result.Saved, again.Result.TotalCreditsCharged));
        Assert.Equal(requests, _bench.Service.Requests.Count);
    }

    [Fact]
    public async Task Equal_rows_are_created_as_often_as_they_stand_there_and_then_not_at_all()
    {
        BatchInput[] rows = [_bench.Row(1), _bench.Row(1)];
        await _bench.RunAsync(rows);
        Ran again = await _bench.RunAsync(rows);

        Assert.Equal((2, 2, 0), (_bench.Sold.Count, _bench.Files.Count, again.Result.Created));
    }

    [Fact]
    public async Task Each_take_is_a_video_and_the_row_is_saved_when_all_are()
    {
        Ran ran = await _bench.RunAsync([_bench.Row(1, video => video with { Variants = 3 }), _bench.Row(2)]);

        Assert.Equal((2, 4, 2, 0), (ran.Result.Created, ran.Result.VideosSaved, ran.Result.Saved, ran.Result.ExitCode));
        Assert.Equal(["boat-1-v0.mp4", "boat-1-v1.mp4", "boat-1-v2.mp4", "boat-2-v0.mp4"], _bench.Files);
    }

    [Fact]
    public async Task Videos_are_saved_while_rows_are_still_being_sent()
    {
        Ran ran = await _bench.RunAsync(_bench.Rows(4), new Asked { Client = options => options with { Limits = new UgcLimits(0, 2, 0) } });

        List<BatchEvent> events = [.. ran.Events];
        Assert.Equal(0, ran.Result.ExitCode);
        Assert.True(events.FindIndex(happened => happened.Video is not null) < events.FindIndex(happened => happened.Row == "Row 3, boat-3"));
        Assert.True(ran.Result.EndedAt - ran.Result.StartedAt > TimeSpan.FromMinutes(59));
    }

    [Fact]
    public async Task What_an_earlier_run_did_not_wait_for_is_waited_for_and_saved()
    {
        Ran hasty = await _bench.RunAsync(_bench.Rows(2), new Asked { JobTimeout = TimeSpan.FromSeconds(1) });
        Assert.Equal((3, 2, 0), (hasty.Result.ExitCode, hasty.Result.Running, hasty.Result.VideosSaved));
        Assert.Equal([UgcLabErrorKind.WaitTimeout, UgcLabErrorKind.WaitTimeout], hasty.Failures);

        Ran patient = await _bench.RunAsync(_bench.Rows(2));

        Assert.Equal(2, patient.Plan.OpenVideos);
        Assert.Equal((0, 0, 2), (patient.Result.ExitCode, patient.Result.Created, patient.Result.VideosSaved));
        Assert.Equal(2, _bench.Posts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Videos_that_another_run_created_since_the_plan_are_counted_once(bool isSaved)
    {
        BatchInput[] rows = _bench.Rows(2);
        using SqliteStore store = _bench.OpenStore();
        using UgcLabClient client = _bench.Connect(store);
        await using OpenBatch batch = await client.OpenBatchAsync("nov");
        BatchPlan plan = await BatchBench.PlannedAsync(client, batch, rows);
        await _bench.RunAsync(rows, new Asked { JobTimeout = isSaved ? TimeSpan.FromHours(2) : TimeSpan.FromSeconds(1) });

        string copies = Path.Combine(_bench.State, "copies");
        BatchRun run = new(client.BatchServices, batch, plan, new BatchRunOptions { Target = job => new SaveTarget { Folder = copies, FileName = job.Reference }, ReportFolder = copies });
        await _bench.Clock.RunAsync(run.RunAsync(() => rows));

        Assert.Equal((2, 2, 0, 2), (run.Progress.Videos, run.Progress.Created, run.Progress.Open, run.Progress.Saved));
        Assert.Equal((2, 2), (_bench.Posts, Directory.GetFiles(copies, "*.mp4").Length));
    }

    [Fact]
    public async Task A_video_that_is_saved_while_a_run_begins_is_counted_once()
    {
        BatchInput[] rows = _bench.Rows(1);
        await _bench.RunAsync(rows, new Asked { JobTimeout = TimeSpan.FromSeconds(1) });
        string id = Assert.Single(_bench.Service.Jobs).Id;
        string path = Path.Combine(_bench.Videos, "boat-1-v0.mp4");
        using SqliteStore other = _bench.OpenStore();
        IStoreEngine store = StoreProxy.Over(other, (call, _) =>
        {
            // Between the list of those that aren't saved and the list of those that are.
            if (call is nameof(IStoreEngine.ReadSavedAsync))
            {
                File.WriteAllBytes(path, [1]);
                other.RecordSavedAsync(new SavedRecord(id, path, null, 1)).GetAwaiter().GetResult();
            }
        });
        using UgcLabClient client = _bench.Connect(store);
        await using OpenBatch batch = await client.OpenBatchAsync("nov");
        BatchPlan plan = await BatchBench.PlannedAsync(client, batch, rows);

        BatchRun run = new(client.BatchServices, batch, plan, new BatchRunOptions { Target = job => new SaveTarget { Folder = _bench.Videos, FileName = job.Reference }, ReportFolder = _bench.Videos });
        await _bench.Clock.RunAsync(run.RunAsync(() => rows));

        Assert.Equal((1, 1, 0, 1), (run.Progress.Videos, run.Progress.Created, run.Progress.Open, run.Progress.Saved));
    }

    [Fact]
    public async Task A_video_of_a_row_that_is_no_longer_in_the_sheet_is_saved_anyway()
    {
        await _bench.RunAsync(_bench.Rows(2), new Asked { JobTimeout = TimeSpan.FromSeconds(1) });

        Ran ran = await _bench.RunAsync([_bench.Row(2)]);

        Assert.Equal((0, 1, 1, 2), (ran.Result.ExitCode, ran.Result.Rows, ran.Plan.NoLongerThere, ran.Result.VideosSaved));
        Assert.Equal(2, _bench.Files.Count);
    }

    [Fact]
    public async Task Files_that_an_earlier_run_saved_to_another_folder_are_named()
    {
        await _bench.RunAsync(_bench.Rows(2));
        Assert.Empty(_bench.Notices.Warnings);
        int requests = _bench.Service.Requests.Count;
        string other = Path.Combine(Path.GetDirectoryName(_bench.Videos)!, "other");

        await _bench.RunAsync(_bench.Rows(2), new Asked { ReportFolder = other });

        string warning = Assert.Single(_bench.Notices.Warnings);
        Assert.Contains("2 of the files of batch nov", warning, StringComparison.Ordinal);
        Assert.Contains(_bench.Videos, warning, StringComparison.Ordinal);
        Assert.Contains(other, warning, StringComparison.Ordinal);
        Assert.Equal(requests, _bench.Service.Requests.Count);
    }

    [Fact]
    public async Task A_failed_row_says_why_its_video_failed()
    {
        using BatchBench bench = new(BatchBench.With(new SimulatorFault { Kind = SimulatorFaultKind.FailedJob, On = SimulatorTarget.Create, At = 2 }));

        Ran ran = await bench.RunAsync(bench.Rows(3));

        UgcBatchRow failed = Assert.Single(await bench.StoredRowsAsync(), row => row.State is UgcRowState.Failed);
        Assert.Equal("The video could not be generated (simulated failure).", failed.Message);
        Assert.All((await bench.StoredRowsAsync()).Where(row => row.State is UgcRowState.Saved), row => Assert.Null(row.Message));
        Assert.Contains("\"error\": \"The video could not be generated (simulated failure).\"", await File.ReadAllTextAsync(Path.ChangeExtension(ran.Result.ReportPath!, ".json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_file_that_was_deleted_is_fetched_again()
    {
        await _bench.RunAsync(_bench.Rows(2));
        File.Delete(Path.Combine(_bench.Videos, "boat-2-v0.mp4"));

        Ran ran = await _bench.RunAsync(_bench.Rows(2));

        Assert.Equal((0, 1), (ran.Result.ExitCode, ran.Result.VideosSaved));
        Assert.Equal(2, _bench.Files.Count);
    }

    [Fact]
    public async Task A_deleted_file_that_cannot_be_fetched_again_is_not_called_saved()
    {
        await _bench.RunAsync(_bench.Rows(2));
        File.Delete(Path.Combine(_bench.Videos, "boat-2-v0.mp4"));
        _bench.Line.Before = (request, _, _) => Line.IsFile(request) ? Gone() : Line.Served;

        Ran ran = await _bench.RunAsync(_bench.Rows(2));

        Assert.Equal((3, 0), (ran.Result.ExitCode, ran.Result.VideosSaved));
        Assert.Equal([UgcLabErrorKind.DownloadFailed], ran.Failures);
    }

    [Fact]
    public async Task A_video_that_cannot_be_fetched_is_left_for_the_next_run()
    {
        _bench.Line.Before = (request, _, _) => Line.IsFile(request) ? Gone() : Line.Served;
        Ran first = await _bench.RunAsync(_bench.Rows(2));
        Assert.Equal((3, 2, 0), (first.Result.ExitCode, first.Result.Finished, first.Result.Saved));
        Assert.Equal([UgcLabErrorKind.DownloadFailed, UgcLabErrorKind.DownloadFailed], first.Failures);
        Assert.All(first.Events.Where(happened => happened.Failure is not null), happened => Assert.NotNull(happened.Job));

        _bench.Line.Before = (_, _, _) => Line.Served;
        Ran second = await _bench.RunAsync(_bench.Rows(2));

        Assert.Equal((0, 2, 2), (second.Result.ExitCode, second.Result.VideosSaved, _bench.Posts));
    }

    [Fact]
    public async Task A_video_that_is_not_made_is_reported_and_the_others_come()
    {
        using BatchBench bench = new(BatchBench.With(new SimulatorFault { Kind = SimulatorFaultKind.FailedJob, On = SimulatorTarget.Create, At = 2 }));

        Ran ran = await bench.RunAsync(bench.Rows(3));

        Assert.Equal((1, 1, 2), (ran.Result.ExitCode, ran.Result.Failed, ran.Result.Saved));
        Assert.Equal((105m, 35m, 70m), (ran.Result.TotalCreditsCharged, ran.Result.TotalCreditsRefunded, ran.Result.TotalNetCredits));
        Assert.Equal([UgcLabErrorKind.JobFailed], ran.Failures);
        Assert.Equal(0, (await bench.RunAsync(bench.Rows(3))).Result.Created);
    }

    [Fact]
    public async Task Rows_with_faults_are_passed_over()
    {
        Ran ran = await _bench.RunAsync([BatchBench.Bad(1), _bench.Row(2)]);

        Assert.Equal((1, 1, 1, 1), (ran.Result.ExitCode, ran.Result.Invalid, ran.Result.Saved, ran.Result.Created));
    }

    [Fact]
    public async Task Rows_that_were_changed_since_they_were_planned_are_not_sent()
    {
        BatchInput[] then = _bench.Rows(3);
        BatchInput[] now = [then[0], _bench.Row(77), then[2], _bench.Row(78)];

        Ran ran = await _bench.RunAsync(then, new Asked { Read = () => now });

        Assert.Equal(2, _bench.Posts);
        Assert.Equal((3, 2, 2), (ran.Result.ExitCode, ran.Result.Saved, ran.Result.NotSent));
        Assert.Contains("1 row was changed while the batch ran, and is not sent", Assert.Single(_bench.Notices.Warnings), StringComparison.Ordinal);
        Assert.Equal(0, (await _bench.RunAsync(now)).Result.ExitCode);
        Assert.Equal(4, _bench.Sold.Distinct().Count());
    }

    [Fact]
    public async Task A_sheet_that_cannot_be_read_any_more_ends_the_sending_and_not_the_saving()
    {
        int read = 0;
        IEnumerable<BatchInput> Rows()
        {
            yield return _bench.Row(1);

            // The first reading records the rows, the second sends them.
            if (++read == 2)
            {
                throw new UgcLabException(UgcLabErrorKind.FileInvalid, "It is gone.");
            }

            yield return _bench.Row(2);
        }

        Ran ran = await _bench.RunAsync(_bench.Rows(2), new Asked { Read = Rows });

        Assert.Equal((3, 1, 1), (ran.Result.ExitCode, ran.Result.Saved, ran.Result.NotSent));
        Assert.Equal("It is gone.", ran.Result.StoppedBy);
        Assert.Single(_bench.Files);
    }

    [Fact]
    public async Task Results_that_cannot_be_written_change_nothing_about_the_outcome()
    {
        string file = Path.GetTempFileName();
        using BatchBench bench = new(BatchBench.With(new SimulatorFault { Kind = SimulatorFaultKind.FailedJob, On = SimulatorTarget.Create, At = 2 }));

        Ran ran = await bench.RunAsync(bench.Rows(3), new Asked { ReportFolder = Path.Combine(file, "below") });

        Assert.Equal((1, 3, 2, 1), (ran.Result.ExitCode, ran.Result.Rows, ran.Result.Saved, ran.Result.Failed));
        Assert.Null(ran.Result.ReportPath);
        Assert.Contains("The results cannot be written", Assert.Single(bench.Notices.Warnings), StringComparison.Ordinal);
        File.Delete(file);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Stopped_at_any_request_it_sends_no_more_and_the_next_run_brings_home_the_rest(int moment, bool before)
    {
        BatchInput[] rows = _bench.Rows(3);
        using CancellationTokenSource stopping = new();
        int posts = 0;
        int postsThen = -1;
        void Stop(HttpRequestMessage request, int number, bool isBefore)
        {
            posts += isBefore && Line.IsOrder(request) ? 1 : 0;
            if (number == moment && isBefore == before)
            {
                postsThen = posts;
                stopping.Cancel();
            }
        }

        _bench.Line.Before = (request, number, _) =>
        {
            Stop(request, number, true);
            return Line.Served;
        };
        _bench.Line.After = (request, number, _) =>
        {
            Stop(request, number, false);
            return Task.CompletedTask;
        };

        Ran stopped = await _bench.RunAsync(rows, cancellationToken: stopping.Token);

        // Whoever stops it after its last request may find it finished.
        Assert.True(stopped.WasStopped || stopped.Result.ExitCode == 0);
        Assert.Equal(stopping.IsCancellationRequested ? postsThen : 3, posts);
        Assert.Equal(posts, _bench.Sold.Count);
        using (SqliteStore store = _bench.OpenStore())
        {
            Assert.False((await new BatchService(store).GetAsync("nov")).IsInUse);
        }

        Ran rest = await _bench.RunAsync(rows);

        Assert.Equal((0, 3), (rest.Result.ExitCode, rest.Result.Saved));
        Assert.Empty(rest.Plan.Unconfirmed);
        Assert.Equal(3, _bench.Sold.Count);
        Assert.Equal(3, _bench.Sold.Distinct().Count());
        Assert.Equal(3, _bench.Files.Count);
        Assert.Empty(Directory.GetFiles(_bench.Videos, "*.part*"));
    }

    private static Task<HttpResponseMessage?> Gone() => Task.FromResult<HttpResponseMessage?>(new HttpResponseMessage(HttpStatusCode.NotFound));
}
