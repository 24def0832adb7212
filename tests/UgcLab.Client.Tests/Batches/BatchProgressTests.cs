namespace UgcLab.Client.Tests.Batches;

public sealed class BatchProgressTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private static string Text(BatchProgress progress) => progress.Text(time => $"{time:HH:mm}");

    [Fact]
    public void Everything_is_counted_in_videos_and_the_end_is_a_time()
    {
        BatchProgress progress = new BatchProgress(ToSend: 8) { Videos = 11, Created = 11, SavedNow = 8, Sent = 8, EndsAt = Noon.AddHours(4).AddMinutes(40) };

        Assert.Equal("11/11 created \u00B7 3 in progress \u00B7 8 saved \u00B7 done about 16:40", Text(progress));
        Assert.Equal(72, progress.Percent);
    }

    [Fact]
    public void After_a_restart_videos_of_earlier_runs_are_counted()
    {
        BatchProgress progress = new BatchProgress(ToSend: 0).Resume(open: 3, saved: 8);

        Assert.Equal("11/11 created \u00B7 3 in progress \u00B7 8 saved", Text(progress));
    }

    [Fact]
    public void Videos_of_a_row_that_another_run_created_meanwhile_are_counted_once()
    {
        BatchProgress progress = (new BatchProgress(ToSend: 2) { Videos = 3 }).Resume(open: 1, saved: 1).Find(uncounted: 0, videos: 2).Find(uncounted: 1, videos: 1);

        Assert.Equal("3/3 created \u00B7 2 in progress \u00B7 1 saved", Text(progress));
    }

    [Theory]
    [InlineData(99, "11/20 created \u00B7 2 in progress \u00B7 8 saved \u00B7 1 failed \u00B7 1,240 credits \u00B7 done about 16:40")]
    [InlineData(60, "11/20, 2 open, 8 saved, 1 failed, 1,240 cr, done 16:40")]
    public void A_line_with_less_room_has_fewer_words(int room, string shown)
    {
        BatchProgress progress = new(ToSend: 20)
        {
            Videos = 20, Created = 11, SavedNow = 8, Failed = 1, Sent = 11, Credits = 1240, EndsAt = Noon.AddHours(4).AddMinutes(40),
        };

        Assert.Equal(shown, progress.Text(time => $"{time:HH:mm}", room));
    }

    [Fact]
    public void A_row_that_failed_and_a_wait_for_the_limit_are_shown()
    {
        BatchProgress progress = (new BatchProgress(ToSend: 3) { Videos = 4 }).NotCreate(2) with { WaitsUntil = Noon };

        Assert.Equal("0/4 created \u00B7 0 in progress \u00B7 0 saved \u00B7 2 failed \u00B7 next at 12:00", Text(progress));
    }

    [Theory]
    [InlineData(0.2, "0 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.6, "1 min")]
    [InlineData(125, "2 min")]
    [InlineData(7530, "2 h 6 min")]
    public void The_summary_rounds_the_time_that_has_passed(double seconds, string shown)
    {
        UgcBatchResult result = new() { Batch = "ads", StartedAt = Noon, EndedAt = Noon.AddSeconds(seconds) };

        Assert.EndsWith($"saved 0 files in {shown}.", BatchSummary.Of(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(3, "To resume, run the same command again.")]
    [InlineData(4, "Add credits or raise the spending limit, then run the same command again.")]
    [InlineData(5, "Check the dashboard, then record the outcome: Get-UgcBatch 'my ads' -State Unconfirmed shows the rows, and Resolve-UgcBatchRow records it.")]
    public void The_summary_says_what_to_do_next(int exitCode, string? next)
    {
        UgcBatchResult result = new() { Batch = "my ads", ExitCode = exitCode, Created = 2, CreditsCharged = 70, VideosSaved = 1, StartedAt = Noon, EndedAt = Noon.AddMinutes(3), ReportPath = Path.Combine("videos", "results.csv") };

        Assert.Equal(next, BatchSummary.Next(result));
        Assert.StartsWith("Batch my ads: 0 rows. This run sent 2 rows for 70 credits and saved 1 file in 3 min. Files, results.csv, and report.html are in videos.", BatchSummary.Of(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UgcRowState.NotSent)]
    [InlineData(UgcRowState.Running)]
    [InlineData(UgcRowState.Finished)]
    public void The_summary_says_that_other_rows_can_go_on_beside_an_unconfirmed_one(UgcRowState other)
    {
        RowTally tally = new();
        tally.Add(UgcRowState.Unconfirmed, 0, 0);
        Assert.EndsWith("Resolve-UgcBatchRow records it.", BatchSummary.Next(new() { Batch = "ads", ExitCode = 5, Tally = tally }), StringComparison.Ordinal);

        tally.Add(other, 0, 0);
        Assert.EndsWith(
            "To resume with the other rows, run the same command again.",
            BatchSummary.Next(new() { Batch = "ads", ExitCode = 5, Tally = tally }), StringComparison.Ordinal);
    }

    [Fact]
    public void What_speaks_against_a_plan_comes_before_its_price()
    {
        UgcEstimate estimate = new() { Requests = 3, Videos = 3, KnownCredits = 500, UnknownRequests = 1, UnknownVideos = 1, Balance = 450 };

        Assert.Equal(
            ["This costs more than -MaxCredit 400 allows.", "The workspace has too few credits: 50 are missing."],
            estimate.Verdicts(400, null));
        Assert.Equal(["Fewer credits would remain than -KeepCredit 100 requires."], (new UgcEstimate { Requests = 1, KnownCredits = 50, Balance = 120 }).Verdicts(null, 100));
        Assert.Empty((new UgcEstimate { Requests = 1, KnownCredits = 50, Balance = 120 }).Verdicts(50, 70));
    }
}
