using UgcLab.Ledger;
using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Ledger;

/// <summary>One writer at a time. What other processes see of it is in UgcLab.Crash.Tests.</summary>
public sealed class LedgerLockTests
{
    [Fact]
    public void Whoever_finds_the_lock_taken_is_told_by_whom()
    {
        using LedgerDesk desk = new();
        desk.Open().Dispose();
        using FileLock held = FileLock.TryTake(desk.Folder.Lock)!;
        desk.Folder.WriteOwner(desk.Clock.GetUtcNow());

        UgcLabException error = Assert.Throws<UgcLabException>(() => desk.Open());

        Assert.Equal(UgcLabErrorKind.BatchInUse, error.Kind);
        Assert.Contains(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        Assert.Equal(UgcLabErrorKind.BatchInUse, Assert.Throws<UgcLabException>(() => desk.Batches.Repair(LedgerDesk.Name)).Kind);
        Assert.Equal(UgcLabErrorKind.BatchInUse, Assert.Throws<UgcLabException>(() => desk.Batches.Remove(LedgerDesk.Name)).Kind);
    }

    [Fact]
    public async Task Runspaces_of_a_process_share_a_batch_and_a_row_goes_out_once()
    {
        ScriptedHandler handler = new(Answer(202, Bench.Receipt));
        using Bench bench = new(handler);
        using UgcLabClient other = new(new UgcLabClientOptions(Bench.Key) { Handler = handler, Clock = bench.Clock, Limits = UgcLimits.None, StateFolder = bench.Folder });
        using OpenBatch one = bench.Client.OpenBatch("spring");
        using OpenBatch two = other.OpenBatch("Spring");
        BatchRow first = one.Take(LedgerDesk.Row(1));
        BatchRow second = two.Take(LedgerDesk.Row(1));

        await bench.Clock.RunAsync(one.BuyAsync(first));

        Assert.Equal(UgcLabErrorKind.AlreadyBought, (await Assert.ThrowsAsync<UgcLabException>(() => bench.Clock.RunAsync(two.BuyAsync(second)))).Kind);
        Assert.Single(handler.Sent);
    }

    [Fact]
    public async Task The_last_to_let_go_closes_it_and_nobody_lets_go_twice()
    {
        using Bench bench = new(Answer(202, Bench.Receipt));
        using OpenBatch one = bench.Client.OpenBatch("spring");
        OpenBatch two = bench.Client.OpenBatch("spring");

        two.Dispose();
        two.Dispose();
        await bench.Clock.RunAsync(one.BuyAsync(one.Take(LedgerDesk.Row(1))));

        Assert.True(bench.Client.Batches.Get("spring").IsInUse);
        one.Dispose();
        Assert.False(bench.Client.Batches.Get("spring").IsInUse);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => one.BuyAsync(one.Take(LedgerDesk.Row(2))));
    }

    [Fact]
    public async Task A_purchase_that_is_out_is_written_down_though_its_batch_was_let_go_of()
    {
        OpenBatch? batch = null;
        using Bench bench = new((request, cancellationToken) =>
        {
            batch!.Dispose();
            return Answer(202, Bench.Receipt)(request, cancellationToken);
        });
        batch = bench.Client.OpenBatch("spring");

        await bench.Clock.RunAsync(batch.BuyAsync(batch.Take(LedgerDesk.Row(1)), notices: bench.Notices));

        Assert.Empty(bench.Notices.Warnings);
        Assert.Equal("clzzjob1", Assert.Single(Assert.Single(bench.Client.Batches.Rows("spring")).Jobs).UgcId);
        Assert.False(bench.Client.Batches.Get("spring").IsInUse);
    }

    [Fact]
    public async Task A_batch_that_was_removed_can_be_made_anew()
    {
        using Bench bench = new(Answer(202, Bench.Receipt), Answer(202, Bench.Receipt.Replace("clzzjob1", "clzzjob2", StringComparison.Ordinal)));
        for (int life = 0; life < 2; life++)
        {
            using (OpenBatch batch = bench.Client.OpenBatch("spring"))
            {
                await bench.Clock.RunAsync(batch.BuyAsync(batch.Take(LedgerDesk.Row(1))));
            }

            bench.Client.Batches.Remove("spring", includeUnsaved: true);
        }

        Assert.Empty(bench.Client.Batches.Names());
        Assert.Empty(Directory.GetDirectories(Path.Combine(bench.Folder, "batches")));
    }
}
