using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Batches;

public sealed class BatchServiceTests
{
    private const string Done = """
        {"data":{"id":"clzzjob1","status":"COMPLETED","progress":100,"videoUrl":"https://files.example/a.mp4","creditsCharged":150,"creditsRefunded":0},"meta":{"requestId":"req_1"}}
        """;

    [Fact]
    public async Task What_is_seen_of_a_job_while_its_batch_is_closed_counts_for_the_batch()
    {
        using Bench bench = new(Answer(202, Bench.Receipt), Answer(200, Done));
        await CreateAsync(bench);
        Assert.Equal(1, (await bench.Client.Batches.GetAsync("nov")).Running);

        await bench.Clock.RunAsync(bench.Client.Jobs.GetAsync("clzzjob1"));

        UgcBatch nov = await bench.Client.Batches.GetAsync("nov");
        Assert.Equal((0, 1), (nov.Running, nov.Finished));
        UgcBatchRow row = Assert.Single(await RowsAsync(bench));
        Assert.Equal(UgcRowState.Finished, row.State);
        Assert.Equal(UgcJobStatus.Completed, row.Jobs[0].Status);
        await using OpenBatch batch = await bench.Client.OpenBatchAsync("nov");
        Assert.Equal(UgcJobStatus.Completed, (await batch.JobsAsync(await batch.FindAsync(Order))).Single().Status);
    }

    [Fact]
    public async Task What_is_created_outside_of_a_batch_is_no_row_of_it()
    {
        using Bench bench = new(Answer(202, Bench.Receipt), Answer(202, Bench.Receipt.Replace("clzzjob1", "clzzjob2", StringComparison.Ordinal)));
        await CreateAsync(bench);
        await bench.CreateAsync();

        Assert.Equal(["clzzjob1"], (await RowsAsync(bench)).SelectMany(row => row.Jobs).Select(job => job.UgcId));
        Assert.Equal(["nov", null], (await bench.HistoryAsync()).Select(entry => entry.Batch).OrderDescending());
    }

    [Fact]
    public async Task A_preview_knows_a_row_as_the_batch_does_and_writes_nothing()
    {
        using Bench bench = new(Answer(202, Bench.Receipt));
        BatchView before = await bench.Client.Batches.PreviewAsync("nov");
        Assert.Equal(RowDisposition.Create, RowDecision.Of(await before.FindAsync(Order)));
        Assert.Empty(await bench.Client.Batches.ListAsync());
        Assert.Empty(Directory.GetFileSystemEntries(bench.Folder));
        await CreateAsync(bench);

        BatchView after = await bench.Client.Batches.PreviewAsync("nov");

        Assert.Equal(RowDisposition.ReturnExisting, RowDecision.Of(await after.FindAsync(Order)));
        Assert.Equal(RowDisposition.Create, RowDecision.Of(await after.FindAsync(Order)));
        Assert.Equal(1, (await bench.Client.Batches.GetAsync("nov")).Rows);
    }

    [Fact]
    public async Task A_row_that_was_resolved_as_not_charged_is_created_once_more_and_never_by_itself()
    {
        using Bench bench = new(Answer(500, "{}"), Answer(202, Bench.Receipt));
        await Assert.ThrowsAsync<UgcLabException>(() => CreateAsync(bench));
        UgcBatchRow unconfirmed = Assert.Single(await RowsAsync(bench));
        Assert.Equal((UgcRowState.Unconfirmed, 2), (unconfirmed.State, unconfirmed.Evidence.Count));
        UgcLabException refused = await Assert.ThrowsAsync<UgcLabException>(() => CreateAsync(bench));
        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, refused.Kind);

        Assert.Equal(UgcRowState.NotSent, (await bench.Client.Batches.ResolveAsync(unconfirmed, UgcResolution.NotCharged)).State);
        await CreateAsync(bench);

        Assert.Equal(UgcRowState.Running, Assert.Single(await RowsAsync(bench)).State);
    }

    [Fact]
    public async Task An_unconfirmed_row_shows_the_evidence_of_its_unconfirmed_purchase_whatever_the_clock_said_before()
    {
        using Bench bench = new(Answer(402, "{}"), Answer(500, "{}"));
        await Assert.ThrowsAsync<UgcLabException>(() => CreateAsync(bench));
        bench.Clock.SetBack(TimeSpan.FromHours(2));
        await Assert.ThrowsAsync<UgcLabException>(() => CreateAsync(bench));

        UgcBatchRow row = Assert.Single(await RowsAsync(bench));

        Assert.Equal((UgcRowState.Unconfirmed, row.PurchaseId), (row.State, row.Last!.PurchaseId));
        Assert.Equal(UgcPurchaseState.Unconfirmed, row.Last.State);
    }

    [Fact]
    public async Task A_job_of_another_purchase_is_not_adopted_whichever_batch_it_is_in()
    {
        using Bench bench = new(Answer(202, Bench.Receipt), Answer(500, "{}"));
        await bench.CreateAsync();
        await Assert.ThrowsAsync<UgcLabException>(() => CreateAsync(bench));
        UgcBatchRow unconfirmed = (await RowsAsync(bench))[0];

        UgcLabException failure = await Assert.ThrowsAsync<UgcLabException>(() => bench.Client.Batches.ResolveAsync(unconfirmed, UgcResolution.Adopted, ["clzzjob1"]));

        Assert.Equal(UgcLabErrorKind.JobIdInvalid, failure.Kind);
        Assert.Equal(1, (await bench.Client.Batches.GetAsync("nov")).Unconfirmed);
    }

    [Fact]
    public async Task A_batch_with_paid_videos_that_are_not_on_the_disk_goes_only_when_that_is_specified()
    {
        using Bench bench = new(Answer(202, Bench.Receipt));
        await CreateAsync(bench);

        Assert.Equal(UgcLabErrorKind.BatchNotResolved, (await Assert.ThrowsAsync<UgcLabException>(() => bench.Client.Batches.RemoveAsync("nov"))).Kind);
        await bench.Client.Batches.RemoveAsync("nov", includeUnsaved: true);

        Assert.Empty(await bench.Client.Batches.ListAsync());
    }

    private static PurchaseRequest Order { get; } = new(Bench.Video) { RowNumber = 1 };

    private static Task<IReadOnlyList<UgcJob>> CreateAsync(Bench bench) => bench.CreateRowAsync("nov", Order);

    private static Task<List<UgcBatchRow>> RowsAsync(Bench bench) => bench.Client.Batches.RowsAsync("nov").ToListAsync();
}
