using UgcLab.Ledger;
using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Ledger;

/// <summary>A disk that gives way: before a purchase nothing goes out, after it the outcome is kept if there is any way to.</summary>
public sealed class FullDiskTests
{
    // What a purchase of a new row does to the ledger: the plan, the intent and the outcome.
    private const int BeforeTheSend = 5;
    private const int All = 8;

    public static TheoryData<int> Before => [.. Enumerable.Range(1, BeforeTheSend)];

    public static TheoryData<int> After => [.. Enumerable.Range(BeforeTheSend + 1, All - BeforeTheSend)];

    private static string Reserve(OpenBatch batch) => Path.Combine(batch.Folder, "reserve.bin");

    [Fact]
    public async Task These_are_the_steps_of_a_purchase()
    {
        using Bench bench = new(Answer(202, Bench.Receipt));
        using OpenBatch batch = bench.Client.OpenBatch("spring");
        using Steps steps = new();

        await bench.Clock.RunAsync(batch.BuyAsync(batch.Take(LedgerDesk.Row(1))));

        Assert.Equal(["write", "written", "write", "written", "flushed", "write", "written", "flushed"], steps.Taken);
    }

    [Theory]
    [MemberData(nameof(Before))]
    public async Task Before_the_send_nothing_goes_out_then_or_later(int step)
    {
        ScriptedHandler handler = new();
        using Bench bench = new(handler);
        using OpenBatch batch = bench.Client.OpenBatch("spring");
        BatchRow row = batch.Take(LedgerDesk.Row(1));
        using (Steps steps = new() { Fails = number => number == step })
        {
            Assert.Equal(UgcLabErrorKind.HistoryUnwritable, (await Fails(bench, batch, row)).Kind);
        }

        // The disk has room again, and what it said about the bytes before is not to be believed.
        Assert.Equal(UgcLabErrorKind.HistoryUnwritable, (await Fails(bench, batch, batch.Take(LedgerDesk.Row(2)))).Kind);
        Assert.Empty(handler.Sent);
        Assert.True(File.Exists(Reserve(batch)));

        // Nor is there any doubt about it later.
        batch.Dispose();
        using OpenBatch again = bench.Client.OpenBatch("spring");
        Assert.Equal(0, again.LeftInDoubt);
        Assert.Equal(UgcRowState.NotSent, again.Take(LedgerDesk.Row(1)).State);
    }

    [Theory]
    [MemberData(nameof(After))]
    public async Task After_the_send_the_reserve_keeps_the_outcome_and_nothing_more_is_bought(int step)
    {
        ScriptedHandler handler = new(Answer(202, Bench.Receipt));
        using Bench bench = new(handler);
        using (OpenBatch batch = bench.Client.OpenBatch("spring"))
        {
            BatchRow row = batch.Take(LedgerDesk.Row(1));
            using (Steps steps = new() { Fails = number => number == step })
            {
                Assert.Equal("clzzjob1", Assert.Single(await bench.Clock.RunAsync(batch.BuyAsync(row, notices: bench.Notices))).UgcId);
            }

            Assert.Empty(bench.Notices.Warnings);
            Assert.False(File.Exists(Reserve(batch)));
            Assert.Equal(UgcLabErrorKind.HistoryUnwritable, (await Fails(bench, batch, batch.Take(LedgerDesk.Row(2)))).Kind);
            Assert.Single(handler.Sent);
        }

        using OpenBatch again = bench.Client.OpenBatch("spring");
        Assert.Equal(UgcRowState.Running, again.Take(LedgerDesk.Row(1)).State);
        Assert.True(File.Exists(Reserve(again)));
    }

    [Fact]
    public async Task When_even_the_reserve_is_of_no_use_the_ids_are_said_and_the_row_is_in_doubt()
    {
        ScriptedHandler handler = new(Answer(202, Bench.Receipt));
        using Bench bench = new(handler);
        using (OpenBatch batch = bench.Client.OpenBatch("spring"))
        {
            BatchRow row = batch.Take(LedgerDesk.Row(1));
            using (Steps steps = new() { Fails = number => number > BeforeTheSend })
            {
                Assert.Equal("clzzjob1", Assert.Single(await bench.Clock.RunAsync(batch.BuyAsync(row, notices: bench.Notices))).UgcId);
            }

            Assert.Contains("clzzjob1", Assert.Single(bench.Notices.Warnings), StringComparison.Ordinal);
            Assert.Equal(UgcLabErrorKind.AlreadyBought, (await Fails(bench, batch, row)).Kind);
        }

        using OpenBatch again = bench.Client.OpenBatch("spring");
        Assert.Equal(UgcRowState.Unknown, again.Take(LedgerDesk.Row(1)).State);
        Assert.Single(handler.Sent);
    }

    [Theory]
    [InlineData("write")]
    [InlineData("written")]
    public async Task Rows_that_cannot_be_planned_do_not_stand_in_the_way_of_an_outcome(string fails)
    {
        OpenBatch? batch = null;
        Steps? steps = null;
        using Bench bench = new(async (request, cancellationToken) =>
        {
            // While one row is out, rows are read ahead; the disk fills up with them.
            steps!.Fails = number => steps.Taken[number - 1] == fails && File.Exists(Reserve(batch!));
            for (int number = 2; number < 400; number++)
            {
                batch!.Take(LedgerDesk.Row(number));
            }

            return await Answer(202, Bench.Receipt)(request, cancellationToken);
        });
        using (batch = bench.Client.OpenBatch("spring"))
        using (steps = new Steps())
        {
            await bench.Clock.RunAsync(batch.BuyAsync(batch.Take(LedgerDesk.Row(1)), notices: bench.Notices));
        }

        Assert.Empty(bench.Notices.Warnings);
        using OpenBatch again = bench.Client.OpenBatch("spring");
        Assert.Equal(UgcRowState.Running, again.Take(LedgerDesk.Row(1)).State);
        Assert.Equal(UgcRowState.NotSent, again.Take(LedgerDesk.Row(2)).State);
    }

    [Fact]
    public void A_batch_that_cannot_be_begun_is_let_go_of()
    {
        using LedgerDesk desk = new();
        for (int step = 1; step <= 3; step++)
        {
            using Steps steps = new() { Fails = number => number == step };

            Assert.Equal(UgcLabErrorKind.HistoryUnwritable, Assert.Throws<UgcLabException>(() => desk.Open()).Kind);
            Assert.False(desk.Folder.IsInUse());
        }

        using BatchLedger ledger = desk.Open();
        LedgerDesk.Send(ledger, LedgerDesk.Row(1));
    }

    [Fact]
    public void A_reserve_that_came_out_too_short_is_made_again()
    {
        using LedgerDesk desk = new();
        desk.Open().Dispose();
        string reserve = Path.Combine(desk.Folder.Path, "reserve.bin");
        long whole = new FileInfo(reserve).Length;
        File.WriteAllBytes(reserve, new byte[4096]);

        desk.Open().Dispose();

        Assert.Equal(whole, new FileInfo(reserve).Length);
    }

    [Fact]
    public void News_of_a_job_that_cannot_be_written_are_heard_of_by_the_next_purchase()
    {
        using LedgerDesk desk = new();
        using BatchLedger ledger = desk.Open();
        Order order = LedgerDesk.Row(1);
        string id = desk.Accept(ledger, order, LedgerDesk.KeyOf(order), LedgerDesk.Send(ledger, order))[0];
        using (Steps steps = new() { Fails = static _ => true })
        {
            LedgerDesk.See(ledger, id, UgcJobStatus.Completed);
        }

        Assert.Equal(UgcLabErrorKind.HistoryUnwritable, Assert.Throws<UgcLabException>(() => LedgerDesk.Send(ledger, LedgerDesk.Row(2))).Kind);
    }

    private static async Task<UgcLabException> Fails(Bench bench, OpenBatch batch, BatchRow row) =>
        await Assert.ThrowsAsync<UgcLabException>(() => bench.Clock.RunAsync(batch.BuyAsync(row, notices: bench.Notices)));
}
