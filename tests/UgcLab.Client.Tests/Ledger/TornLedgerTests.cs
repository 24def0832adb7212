using System.Globalization;
using System.Text;
using UgcLab.Ledger;

namespace UgcLab.Client.Tests.Ledger;

/// <summary>What a ledger says that is not whole any more: never that a row may go out that went out.</summary>
public sealed class TornLedgerTests
{
    public static TheoryData<string> Kinds => ["Planned", "Sending", "Accepted", "Job", "Refused", "Unknown", "Settled", "NotApplied", "Saved", "Run"];

    public static TheoryData<string> Ends => ["Planned", "Sending", "Accepted", "Job", "Refused", "Unknown", "Round"];

    [Fact]
    public void A_ledger_cut_off_at_any_byte_sends_nothing_twice()
    {
        using DamagedLedger ledger = new();
        for (int length = 0; length <= ledger.Whole.Length; length += Proof.Of(61, 1))
        {
            ledger.NothingIsSentTwice(ledger.Whole[..length], ledger.Whole[..length], $"cut at {length}");
        }
    }

    [Fact]
    public void The_last_lines_cut_off_at_any_byte_send_nothing_twice()
    {
        using DamagedLedger ledger = new();
        for (int length = ledger.Starts[^4]; length < ledger.Whole.Length; length += Proof.Of(3, 1))
        {
            ledger.NothingIsSentTwice(ledger.Whole[..length], ledger.Whole[..length], $"cut at {length}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_flipped_bit_in_a_line_sends_nothing_twice(string kind)
    {
        using DamagedLedger ledger = new();
        int line = ledger.LinesOf(kind).First();
        Flip(ledger, ledger.Starts[line], ledger.Starts[line + 1], kind);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void One_flipped_bit_in_the_last_line_sends_nothing_twice(string kind)
    {
        Order order = LedgerDesk.Row(99);
        RowKey key = LedgerDesk.KeyOf(order, 3);
        using DamagedLedger ledger = new((desk, open) =>
        {
            string purchase = LedgerDesk.Send(open, order, key);
            switch (kind)
            {
                case "Planned": LedgerDesk.Send(open, LedgerDesk.Row(77)); break;
                case "Accepted": desk.Accept(open, order, key, purchase); break;
                case "Refused" or "Unknown": LedgerDesk.End(open, key, purchase, kind); break;
                case "Job": LedgerDesk.See(open, desk.Accept(open, order, key, purchase)[0], UgcJobStatus.Processing); break;
                case "Round":
                    desk.Accept(open, order, key, purchase);
                    LedgerDesk.Send(open, order, key, round: 2);
                    break;
            }
        });

        // The line before it too: the end of that one makes one of the two.
        Flip(ledger, ledger.Starts[^3], ledger.Whole.Length, kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Lines_that_are_missing_send_nothing_twice(int count)
    {
        using DamagedLedger ledger = new();
        int lines = ledger.Starts.Length - 1;
        for (int first = 0; first + count < lines; first++)
        {
            byte[] damaged = ledger.With(ledger.Starts[first], ledger.Starts[first + count]);

            ledger.NothingIsSentTwice(damaged, ledger.Whole, string.Create(CultureInfo.InvariantCulture, $"without lines {first + 1} to {first + count}"));
        }
    }

    [Fact]
    public void A_line_that_is_there_twice_sends_nothing_twice()
    {
        using DamagedLedger ledger = new();
        for (int line = 0; line < ledger.Starts.Length - 1; line++)
        {
            ledger.NothingIsSentTwice(ledger.Lines([.. Enumerable.Range(0, line + 1), line, .. Enumerable.Range(line + 1, ledger.Starts.Length - line - 2)]), ledger.Whole, $"line {line + 1} twice");
        }
    }

    [Fact]
    public void Two_lines_that_changed_places_send_nothing_twice()
    {
        using DamagedLedger ledger = new();
        for (int line = 0; line < ledger.Starts.Length - 2; line++)
        {
            ledger.NothingIsSentTwice(ledger.Lines([.. Enumerable.Range(0, line), line + 1, line, .. Enumerable.Range(line + 2, ledger.Starts.Length - line - 3)]), ledger.Whole, $"lines {line + 1} and {line + 2} swapped");
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void A_block_of_zeros_sends_nothing_twice(int block)
    {
        using DamagedLedger ledger = new();
        for (int start = 0; start + block < ledger.Whole.Length; start += block / Proof.Of(2, 16))
        {
            ledger.NothingIsSentTwice(ledger.With(start, start + block, new byte[block]), ledger.Whole, $"zeros from {start}");
        }
    }

    [Fact]
    public void A_line_end_out_of_nowhere_costs_one_line()
    {
        using DamagedLedger ledger = new();
        int line = ledger.LinesOf("Accepted").Last();
        string lost = Encoding.ASCII.GetString(ledger.Whole, ledger.Starts[line], ledger.Starts[line + 1] - ledger.Starts[line]);
        ledger.Desk.Put(ledger.With(ledger.Starts[line] + 20, ledger.Starts[line] + 21, (byte)'\n'));

        ledger.Desk.Batches.Repair(LedgerDesk.Name);

        string[] kept = [.. ledger.Desk.Batches.Rows(LedgerDesk.Name).SelectMany(row => row.Jobs).Select(job => job.UgcId)];
        Assert.All(ledger.LinesOf("Accepted").Where(each => each != line), each => Assert.Contains(JobId(Encoding.ASCII.GetString(ledger.Whole, ledger.Starts[each], ledger.Starts[each + 1] - ledger.Starts[each])), kept));

        // What cannot be read is there for a person to read.
        Assert.Contains(ledger.Desk.Batches.Rows(LedgerDesk.Name), row => row.State is UgcRowState.Unknown && row.Evidence?.Contains(JobId(lost), StringComparison.Ordinal) is true);
    }

    [Fact]
    public void What_stood_behind_the_last_good_line_is_kept_aside()
    {
        using DamagedLedger ledger = new();
        ledger.Desk.Put([.. ledger.Whole, .. "{\"v\":1,\"n\":"u8]);

        ledger.Desk.Open().Dispose();

        Assert.Equal("{\"v\":1,\"n\":", Encoding.ASCII.GetString(Assert.Single(ledger.Desk.Quarantine)));
    }

    [Fact]
    public void A_good_ledger_needs_no_repair()
    {
        using DamagedLedger ledger = new();

        Assert.Empty(ledger.Desk.Batches.Repair(LedgerDesk.Name));
        Assert.Equal(ledger.Whole, ledger.Desk.Bytes);
        Assert.Empty(ledger.Desk.Quarantine);
    }

    [Fact]
    public void A_line_of_a_later_version_closes_the_ledger_and_nobody_repairs_it()
    {
        using DamagedLedger ledger = new();
        byte[] later = LedgerLine.Sealed("{\"v\":2,\"n\":77,\"event\":\"Sending\""u8);
        ledger.Desk.Put([.. ledger.Whole, .. later]);

        UgcLabException error = Assert.Throws<UgcLabException>(() => ledger.Desk.Open());

        Assert.Equal(UgcLabErrorKind.LedgerCorrupt, error.Kind);
        Assert.Contains("later version", error.Message, StringComparison.Ordinal);
        Assert.Equal(UgcLabErrorKind.LedgerCorrupt, Assert.Throws<UgcLabException>(() => ledger.Desk.Batches.Repair(LedgerDesk.Name)).Kind);
        Assert.EndsWith(Encoding.ASCII.GetString(later), Encoding.ASCII.GetString(ledger.Desk.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_ledger_has_sent_nothing()
    {
        using LedgerDesk desk = new();
        desk.Open().Dispose();
        desk.Put([]);

        using BatchLedger ledger = desk.Open();

        Assert.Empty(ledger.Read(index => index.Rows));
        LedgerDesk.Send(ledger, LedgerDesk.Row(1));
    }

    [Fact]
    public void Without_its_manifest_a_ledger_is_not_believed()
    {
        using LedgerDesk desk = new();
        desk.Open().Dispose();
        File.Delete(Path.Combine(desk.Folder.Path, "manifest.json"));

        Assert.Equal(UgcLabErrorKind.BatchMismatch, Assert.Throws<UgcLabException>(() => desk.Open()).Kind);
        Assert.False(desk.Folder.IsInUse());
    }

    [Fact]
    public void A_batch_of_another_service_is_not_opened()
    {
        using LedgerDesk desk = new();
        desk.Open().Dispose();

        Assert.Equal(UgcLabErrorKind.BatchMismatch, Assert.Throws<UgcLabException>(() => desk.Open(new Uri("https://other.example/api/v1/"))).Kind);
        Assert.False(desk.Batches.Get(LedgerDesk.Name).IsInUse);
    }

    [Fact]
    public void A_batch_that_is_open_is_not_shared_with_a_session_of_another_service()
    {
        using LedgerDesk desk = new();
        using BatchLedger ledger = desk.Open();

        Assert.Equal(UgcLabErrorKind.BatchMismatch, Assert.Throws<UgcLabException>(() => desk.Open(new Uri("https://other.example/api/v1/"))).Kind);
    }

    private static string JobId(string line) => line[(line.IndexOf("\"ugcId\":\"", StringComparison.Ordinal) + 9)..][..12];

    private static void Flip(DamagedLedger ledger, int start, int end, string what)
    {
        for (int bit = 0; bit < (end - start) * 8; bit += Proof.Of(bit < (end - start - 20) * 8 ? 53 : 3, 1))
        {
            byte[] damaged = [.. ledger.Whole];
            damaged[start + (bit / 8)] ^= (byte)(1 << (bit % 8));

            ledger.NothingIsSentTwice(damaged, ledger.Whole, string.Create(CultureInfo.InvariantCulture, $"{what}: bit {bit % 8} of byte {bit / 8}"));
        }
    }
}
