using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Batch;

public sealed class BatchesTests
{
    private const string Done = """
        {"data":{"id":"clzzjob1","status":"COMPLETED","progress":100,"videoUrl":"https://files.example/a.mp4","creditsCharged":150,"creditsRefunded":0},"meta":{"requestId":"req_1"}}
        """;

    [Fact]
    public async Task What_is_seen_of_a_job_while_its_batch_is_closed_counts_for_the_batch()
    {
        using Bench bench = new(Answer(202, Bench.Receipt), Answer(200, Done));
        await BuyAsync(bench);
        Assert.Equal(1, bench.Client.Batches.Get("nov").Running);

        await bench.Clock.RunAsync(bench.Client.Jobs.GetAsync("clzzjob1"));

        Assert.Equal((0, 1), (bench.Client.Batches.Get("nov").Running, bench.Client.Batches.Get("nov").Finished));
        UgcBatchRow row = Assert.Single(bench.Client.Batches.Rows("nov"));
        Assert.Equal(UgcRowState.Finished, row.State);
        Assert.Equal(UgcJobStatus.Completed, row.Jobs[0].Status);
        using OpenBatch batch = bench.Client.OpenBatch("nov");
        Assert.Equal(UgcJobStatus.Completed, batch.Jobs(batch.Take(Order)).Single().Status);
    }

    [Fact]
    public async Task What_is_bought_outside_of_a_batch_is_no_row_of_it()
    {
        using Bench bench = new(Answer(202, Bench.Receipt), Answer(202, Bench.Receipt.Replace("clzzjob1", "clzzjob2", StringComparison.Ordinal)));
        await BuyAsync(bench);
        await bench.BuyAsync();

        Assert.Equal(["clzzjob1"], bench.Client.Batches.Rows("nov").SelectMany(row => row.Jobs).Select(job => job.UgcId));
        Assert.Equal(["nov", null], bench.Client.History.Read().Select(entry => entry.Batch).OrderDescending());
    }

    [Fact]
    public async Task A_preview_knows_a_row_as_the_batch_does_and_writes_nothing()
    {
        using Bench bench = new(Answer(202, Bench.Receipt));
        OpenBatch before = bench.Client.Batches.Preview("nov", bench.Client.BaseUri);
        Assert.Equal(RowStep.Buy, RowVerdict.Of(before.Take(Order)));
        Assert.Empty(bench.Client.Batches.Names());
        await BuyAsync(bench);

        OpenBatch after = bench.Client.Batches.Preview("nov", bench.Client.BaseUri);

        Assert.Equal(RowStep.GiveBack, RowVerdict.Of(after.Take(Order)));
        Assert.Equal(RowStep.Buy, RowVerdict.Of(after.Take(Order)));
        Assert.Equal(1, bench.Client.Batches.Get("nov").Rows);
    }

    [Fact]
    public async Task A_row_that_was_settled_as_not_charged_is_bought_once_more_and_never_by_itself()
    {
        using Bench bench = new(Answer(500, "{}"), Answer(202, Bench.Receipt));
        await Assert.ThrowsAsync<UgcLabException>(() => BuyAsync(bench));
        UgcBatchRow doubt = Assert.Single(bench.Client.Batches.Rows("nov"));
        Assert.Equal((UgcRowState.Unknown, 2), (doubt.State, doubt.Witnesses.Count));
        UgcLabException refused = await Assert.ThrowsAsync<UgcLabException>(() => BuyAsync(bench));
        Assert.Equal(UgcLabErrorKind.AlreadyBought, refused.Kind);

        Assert.Equal(UgcRowState.NotSent, bench.Client.Batches.Settle(doubt, UgcSettlement.NotCharged).State);
        await BuyAsync(bench);

        Assert.Equal(UgcRowState.Running, Assert.Single(bench.Client.Batches.Rows("nov")).State);
    }

    [Fact]
    public async Task A_job_of_another_purchase_is_not_adopted_whichever_batch_it_is_in()
    {
        using Bench bench = new(Answer(202, Bench.Receipt), Answer(500, "{}"));
        await bench.BuyAsync();
        await Assert.ThrowsAsync<UgcLabException>(() => BuyAsync(bench));
        UgcBatchRow doubt = bench.Client.Batches.Rows("nov")[0];

        UgcLabException failure = Assert.Throws<UgcLabException>(() => bench.Client.Batches.Settle(doubt, UgcSettlement.Adopted, ["clzzjob1"]));

        Assert.Equal(UgcLabErrorKind.JobIdInvalid, failure.Kind);
        Assert.Equal(1, bench.Client.Batches.Get("nov").Unknown);
    }

    [Fact]
    public async Task A_batch_with_paid_videos_that_are_not_on_the_disk_goes_only_when_that_is_said()
    {
        using Bench bench = new(Answer(202, Bench.Receipt));
        await BuyAsync(bench);

        Assert.Equal(UgcLabErrorKind.BatchNotSettled, Assert.Throws<UgcLabException>(() => bench.Client.Batches.Remove("nov")).Kind);
        bench.Client.Batches.Remove("nov", includeUnsaved: true);

        Assert.Empty(bench.Client.Batches.Names());
    }

    private static Order Order { get; } = new(Bench.Video) { RowNumber = 1 };

    private static async Task BuyAsync(Bench bench)
    {
        using OpenBatch batch = bench.Client.OpenBatch("nov");
        await bench.Clock.RunAsync(batch.BuyAsync(batch.Take(Order)));
    }
}
