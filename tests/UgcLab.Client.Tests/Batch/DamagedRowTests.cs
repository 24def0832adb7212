using System.Text;
using UgcLab.Client.Tests.Ledger;
using UgcLab.Ledger;

namespace UgcLab.Client.Tests.Batch;

/// <summary>A row that damage has put in doubt is a row like any other: it is shown, and can be settled.</summary>
public sealed class DamagedRowTests
{
    [Fact]
    public void A_row_whose_plan_is_damaged_is_shown_and_planned_again()
    {
        using LedgerDesk desk = new();
        Order order = LedgerDesk.Row(1);
        RowKey key = LedgerDesk.KeyOf(order);
        using (BatchLedger ledger = desk.Open())
        {
            LedgerDesk.End(ledger, key, LedgerDesk.Send(ledger, order), "Unknown");
        }

        Damage(desk, "Planned", "street", "stree?");
        desk.Batches.Repair(LedgerDesk.Name);

        UgcBatchRow row = Assert.Single(desk.Batches.Rows(LedgerDesk.Name));
        Assert.Equal((UgcRowState.Unknown, null), (row.State, row.Prompt));
        using (BatchLedger ledger = desk.Open())
        {
            ledger.Plan(key, null, order);
            LedgerDesk.Send(ledger, LedgerDesk.Row(2));
        }

        Assert.Contains("street", desk.Batches.Rows(LedgerDesk.Name).Single(each => each.Key == key).Prompt, StringComparison.Ordinal);
        Assert.Equal(UgcRowState.Abandoned, desk.Batches.Settle(row, UgcSettlement.Abandoned).State);
    }

    [Fact]
    public void A_row_that_only_damage_knows_of_can_be_adopted_and_its_jobs_are_found()
    {
        using LedgerDesk desk = new();
        Order order = LedgerDesk.Row(1);
        using (BatchLedger ledger = desk.Open())
        {
            ledger.Plan(LedgerDesk.KeyOf(order), null, order);
            LedgerDesk.Send(ledger, order);
        }

        Damage(desk, "Sending", "attempt", "attemps");
        desk.Open().Dispose();
        UgcBatchRow row = Assert.Single(desk.Batches.Rows(LedgerDesk.Name));
        Assert.Equal(UgcRowState.Unknown, row.State);
        Assert.Contains("attemps", row.Evidence, StringComparison.Ordinal);

        row = desk.Batches.Settle(row, UgcSettlement.Adopted, ["cfound1"]);

        Assert.Equal((UgcRowState.Running, "cfound1"), (row.State, Assert.Single(row.Jobs).UgcId));
        Assert.Equal(UgcPurchaseState.Accepted, Assert.Single(new History(desk.State).Read()).State);
        Assert.Equal(UgcLabErrorKind.RowNotInDoubt, Assert.Throws<UgcLabException>(() => desk.Batches.Settle(row, UgcSettlement.NotCharged)).Kind);
    }

    [Fact]
    public void A_job_is_adopted_by_one_row()
    {
        using LedgerDesk desk = new();
        using (BatchLedger ledger = desk.Open())
        {
            desk.Accept(ledger, LedgerDesk.Row(1), LedgerDesk.KeyOf(LedgerDesk.Row(1)), LedgerDesk.Send(ledger, LedgerDesk.Row(1)));
            LedgerDesk.Send(ledger, LedgerDesk.Row(2));
        }

        UgcBatchRow row = desk.Batches.Rows(LedgerDesk.Name).Single(each => each.State is UgcRowState.Unknown);

        Assert.Equal(UgcLabErrorKind.JobIdInvalid, Assert.Throws<UgcLabException>(() => desk.Batches.Settle(row, UgcSettlement.Adopted, ["cjob00000001"])).Kind);
        Assert.Equal(UgcLabErrorKind.JobIdInvalid, Assert.Throws<UgcLabException>(() => desk.Batches.Settle(row, UgcSettlement.Adopted, [])).Kind);
    }

    [Fact]
    public void Rows_that_were_never_seen_before_lines_were_lost_are_in_doubt_and_can_be_settled()
    {
        using LedgerDesk desk = new();
        using (BatchLedger ledger = desk.Open())
        {
            LedgerDesk.Send(ledger, LedgerDesk.Row(1));
            LedgerDesk.NotApplied(ledger, LedgerDesk.KeyOf(LedgerDesk.Row(1)), "p1");
            LedgerDesk.Send(ledger, LedgerDesk.Row(2));
            LedgerDesk.NotApplied(ledger, LedgerDesk.KeyOf(LedgerDesk.Row(2)), "p2");
        }

        string[] lines = desk.Lines;
        desk.Put(Encoding.UTF8.GetBytes(string.Join('\n', [lines[0], .. lines[4..]]) + "\n"));
        desk.Batches.Repair(LedgerDesk.Name);

        using (BatchLedger ledger = desk.Open())
        {
            ledger.Plan(LedgerDesk.KeyOf(LedgerDesk.Row(1)), null, LedgerDesk.Row(1));
            Assert.Equal(RowState.Unknown, ledger.Read(index => index.Find(LedgerDesk.KeyOf(LedgerDesk.Row(1)))!.State));
        }

        UgcBatchRow row = desk.Batches.Rows(LedgerDesk.Name).Single(each => each.Key == LedgerDesk.KeyOf(LedgerDesk.Row(1)));
        Assert.Empty(row.Witnesses);
        Assert.Equal(UgcRowState.NotSent, desk.Batches.Settle(row, UgcSettlement.NotCharged).State);
    }

    [Fact]
    public void What_was_found_out_of_one_purchase_settles_no_later_one()
    {
        using LedgerDesk desk = new();
        Order order = LedgerDesk.Row(1);
        RowKey key = LedgerDesk.KeyOf(order);
        using BatchLedger ledger = desk.Open();
        string purchase = LedgerDesk.Send(ledger, order);
        UgcBatchRow sending = Assert.Single(desk.Batches.Rows(LedgerDesk.Name));
        LedgerDesk.End(ledger, key, purchase, "Unknown");
        UgcBatchRow first = Assert.Single(desk.Batches.Rows(LedgerDesk.Name));
        ledger.Settle(key, "NotCharged", []);
        LedgerDesk.End(ledger, key, LedgerDesk.Send(ledger, order), "Unknown");

        Assert.Equal((UgcRowState.Sending, UgcRowState.Unknown), (sending.State, first.State));
        Assert.All([sending, first], stale => Assert.Equal(UgcLabErrorKind.RowNotInDoubt, Assert.Throws<UgcLabException>(() => desk.Batches.Settle(stale, UgcSettlement.NotCharged)).Kind));
        Assert.Equal(UgcRowState.Unknown, Assert.Single(desk.Batches.Rows(LedgerDesk.Name)).State);
    }

    [Fact]
    public void A_row_that_was_settled_and_sent_while_a_person_was_asked_is_not_settled_again()
    {
        using LedgerDesk desk = new();
        Order order = LedgerDesk.Row(1);
        RowKey key = LedgerDesk.KeyOf(order);
        using BatchLedger ledger = desk.Open();
        LedgerDesk.End(ledger, key, LedgerDesk.Send(ledger, order), "Unknown");
        ledger.Settle(key, "NotCharged", []);
        LedgerDesk.Send(ledger, order);

        Assert.Equal(UgcLabErrorKind.RowNotInDoubt, Assert.Throws<UgcLabException>(() => ledger.Settle(key, "NotCharged", [])).Kind);
        Assert.Equal(RowState.Sending, ledger.Read(index => index.Find(key)!.State));
    }

    [Fact]
    public void The_last_purchase_of_a_row_is_the_last_one_though_the_clock_was_set_back()
    {
        using LedgerDesk desk = new();
        Order order = LedgerDesk.Row(1);
        using BatchLedger ledger = desk.Open();
        LedgerDesk.End(ledger, LedgerDesk.KeyOf(order), LedgerDesk.Send(ledger, order), "NotSent");
        desk.Clock.SetBack(TimeSpan.FromHours(1));
        LedgerDesk.End(ledger, LedgerDesk.KeyOf(order), LedgerDesk.Send(ledger, order), "Unknown");

        Assert.Equal("half an answer", Assert.Single(desk.Batches.Rows(LedgerDesk.Name)).Evidence);
    }

    [Fact]
    public void A_repair_that_was_not_needed_puts_nothing_in_doubt()
    {
        using LedgerDesk desk = new();
        using (BatchLedger ledger = desk.Open())
        {
            desk.Accept(ledger, LedgerDesk.Row(1), LedgerDesk.KeyOf(LedgerDesk.Row(1)), LedgerDesk.Send(ledger, LedgerDesk.Row(1)));
            ledger.Plan(LedgerDesk.KeyOf(LedgerDesk.Row(2)), null, LedgerDesk.Row(2));
        }

        desk.Put([.. desk.Bytes, .. """{"v":1,"n":9,"at":"2026"""u8]);

        Assert.Empty(desk.Batches.Repair(LedgerDesk.Name));
        Assert.Equal([UgcRowState.Running, UgcRowState.NotSent], desk.Batches.Rows(LedgerDesk.Name).Select(row => row.State));
    }

    [Fact]
    public void News_of_a_job_finds_a_batch_closed_and_goes_elsewhere()
    {
        using LedgerDesk desk = new();
        BatchLedger ledger = desk.Open();
        string[] ids = desk.Accept(ledger, LedgerDesk.Row(1), LedgerDesk.KeyOf(LedgerDesk.Row(1)), LedgerDesk.Send(ledger, LedgerDesk.Row(1)));
        ledger.Dispose();

        Assert.False(ledger.Note(LedgerLine.Seen(LedgerDesk.Job(ids[0], UgcJobStatus.Completed)), LedgerDesk.Job(ids[0], UgcJobStatus.Completed)));
    }

    private static void Damage(LedgerDesk desk, string happened, string text, string wrong) => desk.Put(Encoding.UTF8.GetBytes(
        string.Concat(desk.Lines.Select(line => (line.Contains($"\"event\":\"{happened}\"", StringComparison.Ordinal) ? line.Replace(text, wrong, StringComparison.Ordinal) : line) + "\n"))));
}
