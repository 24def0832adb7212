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
        Assert.Equal(UgcRowState.NotSent, desk.Batches.Settle(row, UgcSettlement.NotCharged).State);
    }

    private static void Damage(LedgerDesk desk, string happened, string text, string wrong) => desk.Put(Encoding.UTF8.GetBytes(
        string.Concat(desk.Lines.Select(line => (line.Contains($"\"event\":\"{happened}\"", StringComparison.Ordinal) ? line.Replace(text, wrong, StringComparison.Ordinal) : line) + "\n"))));
}
