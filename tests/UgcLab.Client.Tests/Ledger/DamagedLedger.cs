using System.Text;
using UgcLab.Ledger;

namespace UgcLab.Client.Tests.Ledger;

/// <summary>A ledger with a bit of everything in it, to be damaged, and the one question that matters afterwards.</summary>
internal sealed class DamagedLedger : IDisposable
{
    private readonly List<(Order Order, RowKey Key)> _rows = [];

    /// <summary>Writes some sixty lines; the ledger ends with what is given.</summary>
    public DamagedLedger(Action<LedgerDesk, BatchLedger>? end = null)
    {
        using (BatchLedger ledger = Desk.Open())
        {
            for (int number = 1; number <= 14; number++)
            {
                Live(ledger, LedgerDesk.Row(number), number);
            }

            // Five rows that buy the same: their keys differ in the last digit alone.
            for (int occurrence = 1; occurrence <= 5; occurrence++)
            {
                Take(ledger, LedgerDesk.Row(99), occurrence);
            }

            LedgerDesk.Send(ledger, LedgerDesk.Row(99), LedgerDesk.KeyOf(LedgerDesk.Row(99), 2));
            end?.Invoke(Desk, ledger);
        }

        Whole = Desk.Bytes;
        Starts = [0, .. Enumerable.Range(0, Whole.Length).Where(at => Whole[at] == (byte)'\n').Select(at => at + 1)];
    }

    public LedgerDesk Desk { get; } = new();

    public byte[] Whole { get; }

    /// <summary>Where each line begins; the last is the end of the file.</summary>
    public int[] Starts { get; }

    /// <summary>The lines of one kind, the last first.</summary>
    public IEnumerable<int> LinesOf(string happened) => Enumerable.Range(0, Starts.Length - 1).Reverse()
        .Where(line => Encoding.ASCII.GetString(Whole, Starts[line], Starts[line + 1] - Starts[line]).Contains($"\"event\":\"{happened}\"", StringComparison.Ordinal));

    /// <summary>The file with some bytes of it replaced.</summary>
    public byte[] With(int start, int end, params byte[] bytes) => [.. Whole[..start], .. bytes, .. Whole[end..]];

    public byte[] Lines(IEnumerable<int> lines) => [.. lines.SelectMany(line => Whole[Starts[line]..Starts[line + 1]])];

    /// <summary>
    /// Opens the damaged bytes, by a repair if it must be, twice over, and makes sure that no row may go out that might not
    /// by the lines that are given.
    /// </summary>
    public void NothingIsSentTwice(byte[] damaged, byte[] truth, string how)
    {
        HashSet<(RowKey, int)> barred = Barred(truth);
        Desk.Put(damaged);
        bool opened = Opens();
        if (!opened)
        {
            Desk.Batches.Repair(LedgerDesk.Name);
            Assert.Contains(Desk.Quarantine, kept => kept.AsSpan().SequenceEqual(damaged));
        }

        for (int again = 0; again < 2; again++)
        {
            using BatchLedger ledger = Desk.Open();
            foreach ((Order order, RowKey key) in _rows)
            {
                ledger.Plan(key, null, order);
                for (int round = 1; round <= 2; round++)
                {
                    bool canSend = ledger.Read(index => index.Find(key)!.CanSend(round));
                    Assert.False(canSend && barred.Contains((key, round)), $"{how}{(opened ? "" : ", repaired")}: row {order.RowNumber} ({key}) may go out in round {round}.");
                }
            }
        }
    }

    public void Dispose() => Desk.Dispose();

    private bool Opens()
    {
        try
        {
            Desk.Open().Dispose();
            return true;
        }
        catch (UgcLabException error) when (error.Kind is UgcLabErrorKind.LedgerCorrupt)
        {
            return false;
        }
    }

    // What must not go out by these lines, told without the code that is under test but for the meaning of a line.
    private HashSet<(RowKey, int)> Barred(byte[] lines)
    {
        BatchIndex index = new();
        foreach (ReadOnlyMemory<byte> line in LedgerReader.Good(lines))
        {
            index.Apply(line.Span);
        }

        return [.. _rows.SelectMany(row => new[] { (row.Key, 1), (row.Key, 2) }).Where(row => index.Find(row.Key)?.CanSend(row.Item2) is false)];
    }

    private RowKey Take(BatchLedger ledger, Order order, int occurrence = 1)
    {
        RowKey key = LedgerDesk.KeyOf(order, occurrence);
        _rows.Add((order, key));
        ledger.Plan(key, null, order);
        return key;
    }

    private void Live(BatchLedger ledger, Order order, int number)
    {
        RowKey key = Take(ledger, order);
        string purchase = LedgerDesk.Send(ledger, order, key);
        switch (number % 7)
        {
            case 0: LedgerDesk.End(ledger, key, purchase, "Refused"); break;
            case 1: LedgerDesk.End(ledger, key, purchase, "Unknown"); break;
            case 2:
                LedgerDesk.NotApplied(ledger, key, purchase);
                Desk.Accept(ledger, order, key, LedgerDesk.Send(ledger, order, key, attempt: 2));
                break;
            case 3:
                Desk.Accept(ledger, order, key, purchase, videos: 2);
                LedgerDesk.Send(ledger, order, key, round: 2);
                break;
            case 4: break;
            case 5:
                LedgerDesk.End(ledger, key, purchase, "Unknown");
                ledger.Settle(key, number == 5 ? "Abandoned" : "Adopted", number == 5 ? [] : [LedgerDesk.Job("cadopted", UgcJobStatus.Unknown)]);
                break;
            default:
                string id = Desk.Accept(ledger, order, key, purchase)[0];
                LedgerDesk.See(ledger, id, UgcJobStatus.Completed);
                LedgerDesk.Save(ledger, id);
                break;
        }
    }
}
