using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace UgcLab.Ledger;

/// <summary>
/// Writes a damaged ledger anew: all that can be read, and in doubt every row that may have been sent for all we know. No
/// row becomes unsent by it.
/// </summary>
internal sealed class LedgerRepair : IDisposable
{
    private readonly BatchIndex _index = new();
    private readonly HashSet<RowKey> _suspects = [];
    private readonly MemoryStream _good = new();
    private long _number;
    private bool _damaged;

    private LedgerRepair()
    {
    }

    /// <summary>Repairs the ledger of a batch whose lock is held, and keeps the old one aside. Returns the rows that it had to put in doubt.</summary>
    public static IReadOnlyList<RowKey> Run(BatchFolder folder, TimeProvider clock)
    {
        using LedgerRepair repair = new();
        foreach (ReadLine line in LedgerReader.Read(folder.Ledger))
        {
            repair.Take(line);
        }

        if (!repair._damaged)
        {
            return [];
        }

        RowKey[] doubtful = [.. repair._suspects.Where(key => repair._index.Find(key)!.State is RowState.Planned or RowState.Refused or RowState.Sending)];
        foreach (RowKey key in doubtful)
        {
            LedgerLine line = LedgerLine.InDoubt(key, repair._index.Find(key)!.Purchase, "The ledger was damaged where it may have spoken of this row.", null);
            repair._good.Write(line.ToBytes(++repair._number, clock.GetUtcNow()));
        }

        LedgerLoad.Keep(folder, File.ReadAllBytes(folder.Ledger), clock.GetUtcNow());
        PrivateFolder.Replace(folder.Ledger, repair._good.GetBuffer().AsSpan(0, (int)repair._good.Length));
        return doubtful;
    }

    public void Dispose() => _good.Dispose();

    private void Take(ReadLine line)
    {
        if (line.Fault is LineFault.Newer)
        {
            throw new UgcLabException(UgcLabErrorKind.LedgerCorrupt, $"Line {line.Line} was written by a later version of UgcLab, which alone can repair this ledger.") { Advice = "Update the module." };
        }

        if (line.Fault is not LineFault.None)
        {
            // Of lines that are missing nobody knows whom they were about.
            _damaged = true;
            _suspects.UnionWith(line.Fault is LineFault.Gap ? _index.Rows.Keys : Damage.Suspects(line.Bytes.Span, _index) ?? _index.Rows.Keys);
        }

        if (line.Fault is LineFault.None or LineFault.Gap)
        {
            if (_index.Apply(line.Bytes.Span) is RowKey moved && _damaged)
            {
                _suspects.Add(moved);
            }

            _good.Write(Numbered(line.Bytes.Span, ++_number));
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
}
