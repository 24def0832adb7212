using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace UgcLab.Ledger;

/// <summary>
/// Writes a damaged ledger anew: all that can be read, in its order, and in doubt every row that may have been sent for all
/// we know. No row becomes unsent by it.
/// </summary>
internal sealed class LedgerRepair : IDisposable
{
    private readonly BatchIndex _index = new();
    private readonly HashSet<RowKey> _suspects = [];
    private readonly HashSet<RowKey> _perhapsAgain = [];
    private readonly StringBuilder _evidence = new();
    private readonly MemoryStream _good = new();
    private long _written;
    private bool _damaged;
    private bool _lost;

    private LedgerRepair()
    {
    }

    /// <summary>Repairs the ledger of a batch whose lock is held, and keeps the old one aside. Returns the rows that it had to put in doubt.</summary>
    public static IReadOnlyList<RowKey> Run(BatchFolder folder, TimeProvider clock)
    {
        using LedgerRepair repair = new();
        List<Piece> pieces = [.. LedgerReader.Read(folder.Ledger).Select(Piece.Of)];
        if (pieces.All(piece => piece.Fault is LineFault.None))
        {
            return [];
        }

        // Lines that changed places go back to theirs; what is damaged stays behind the line that it stood behind.
        repair.Take(pieces.OrderBy(piece => piece.Number).ThenBy(piece => piece.IsDamaged));
        IReadOnlyList<RowKey> doubtful = repair.PutInDoubt(clock.GetUtcNow());
        LedgerLoad.Keep(folder, File.ReadAllBytes(folder.Ledger), clock.GetUtcNow());
        PrivateFolder.Replace(folder.Ledger, repair._good.GetBuffer().AsSpan(0, (int)repair._good.Length));
        return doubtful;
    }

    public void Dispose() => _good.Dispose();

    private void Take(IEnumerable<Piece> pieces)
    {
        Piece? last = null;
        long spoilt = 0;
        foreach (Piece piece in pieces)
        {
            if (piece.IsDamaged)
            {
                spoilt += LedgerReader.Numbers(piece.Bytes);
                TakeDamaged(piece.Bytes, isTorn: piece.Fault is LineFault.Torn);
            }
            else if (last is null || piece.Number > last.Number)
            {
                if (piece.Number - (last?.Number ?? 0) - 1 > spoilt)
                {
                    Lose();
                }

                (last, spoilt) = (piece, 0);
                TakeGood(piece.Bytes);
            }
            else if (!piece.Bytes.AsSpan().SequenceEqual(last.Bytes))
            {
                // Two lines of one number: two processes wrote, and nobody knows in which order.
                TakeDamaged(piece.Bytes, isTorn: false);
            }
        }
    }

    private void TakeGood(byte[] line)
    {
        if (_index.Apply(line) is RowKey moved && _damaged)
        {
            _suspects.Add(moved);
            _perhapsAgain.Remove(moved);
        }

        _good.Write(Numbered(line, ++_written));
    }

    private void TakeDamaged(byte[] bytes, bool isTorn)
    {
        _damaged |= !isTorn;
        _evidence.Append(Encoding.ASCII.GetString(bytes, 0, Math.Min(bytes.Length, 4000))).Append(' ');
        if (Damage.Suspects(bytes, _index) is not IReadOnlyCollection<RowKey> named)
        {
            // A line that was being written when its process died, and says nothing of any row yet: nothing was done on its word.
            if (!isTorn)
            {
                Lose();
            }

            return;
        }

        _suspects.UnionWith(named);
        _perhapsAgain.UnionWith(named.Where(key => _index.Find(key)?.State is RowState.Accepted));
    }

    // Of these lines nobody knows whom they were about: any row, and rows that were planned in them.
    private void Lose()
    {
        (_damaged, _lost) = (true, true);
        _suspects.UnionWith(_index.Rows.Keys);
    }

    private List<RowKey> PutInDoubt(DateTimeOffset now)
    {
        List<RowKey> doubtful = [.. _suspects.Where(key => _index.Find(key)?.State is null or RowState.Planned or RowState.Refused or RowState.Sending
            || (_perhapsAgain.Contains(key) && _index.Find(key)!.State is RowState.Accepted))];
        string? evidence = _evidence.Length == 0 ? null : _evidence.ToString();
        foreach (RowKey key in doubtful)
        {
            Write(LedgerLine.InDoubt(key, _index.Find(key)?.Purchase, "The ledger was damaged where it may have spoken of this row.", evidence));
        }

        if (_lost)
        {
            Write(LedgerLine.Lost());
        }

        return doubtful;

        void Write(LedgerLine line)
        {
            ArrayBufferWriter<byte> bytes = new();
            line.WriteTo(bytes, ++_written, now);
            _good.Write(bytes.WrittenSpan);
        }
    }

    // The same line under another number, with the checksum that belongs to it.
    private static byte[] Numbered(ReadOnlySpan<byte> line, long number)
    {
        int start = line.IndexOf("\"n\":"u8) + 4;
        _ = Utf8Parser.TryParse(line[start..], out long _, out int digits);
        byte[] body = [.. line[..start], .. Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), .. line[(start + digits)..^LedgerReader.Tail]];
        return LedgerLine.Sealed(body);
    }

    /// <summary>A line, taken out of the reader's buffer.</summary>
    private sealed record Piece(long Number, LineFault Fault, byte[] Bytes)
    {
        public bool IsDamaged => Fault is LineFault.Damaged or LineFault.Torn;

        public static Piece Of(ReadLine line) => line.Fault is LineFault.Newer
            ? throw new UgcLabException(UgcLabErrorKind.LedgerCorrupt, $"Line {line.Line} was written by a later version of UgcLab, which alone can repair this ledger.") { Advice = "Update the module." }
            : new Piece(line.Number, line.Fault, line.Bytes.ToArray());
    }
}
