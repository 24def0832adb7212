using System.Globalization;
using System.Text;

namespace UgcLab.Ledger;

/// <summary>What a batch's ledger says, and where to go on writing.</summary>
/// <param name="Index">Its rows.</param>
/// <param name="Length">How many bytes of it are good.</param>
/// <param name="Number">The number of the last good line.</param>
/// <param name="Tail">What stands behind that: a line that was being written when the process or the machine died.</param>
internal sealed record LedgerLoad(BatchIndex Index, long Length, long Number, byte[]? Tail)
{
    /// <summary>Reads a ledger whole.</summary>
    /// <exception cref="UgcLabException">LedgerCorrupt: there is damage that no crash explains, or a later version wrote it.</exception>
    public static LedgerLoad Read(BatchFolder folder)
    {
        BatchIndex index = new();
        (long length, long number) = (0, 0);
        ReadLine? end = null;
        foreach (ReadLine line in LedgerReader.Read(folder.Ledger))
        {
            if (end is not null)
            {
                throw Corrupt(folder, end.Value.Line, "is damaged");
            }

            switch (line.Fault)
            {
                case LineFault.None:
                    index.Apply(line.Bytes.Span);
                    (length, number) = (line.Offset + line.Bytes.Length + 1, line.Number);
                    break;
                case LineFault.Gap: throw Corrupt(folder, line.Line, string.Create(CultureInfo.InvariantCulture, $"follows {line.Number - number - 1} that are missing"));
                case LineFault.Repeated: throw Corrupt(folder, line.Line, "stands there twice, or out of its place");
                case LineFault.Newer: throw new UgcLabException(UgcLabErrorKind.LedgerCorrupt, $"Batch {folder.Name} was written by a later version of UgcLab (line {line.Line}).") { Advice = "Update the module." };
                default: end = line with { Bytes = line.Bytes.ToArray() }; break;
            }
        }

        // A line with its end, that says nothing of whom it was about: that is no torn write.
        return end is { Fault: LineFault.Damaged } && Damage.Suspects(end.Value.Bytes.Span, index) is null
            ? throw Corrupt(folder, end.Value.Line, "is damaged")
            : new LedgerLoad(index, length, number, end?.Bytes.ToArray());
    }

    /// <summary>The rows that the tail may have spoken of, with money at stake. Those that are out are in doubt without it.</summary>
    public IReadOnlyList<RowKey> Suspects() => [.. (Tail is null ? [] : Damage.Suspects(Tail, Index) ?? [])
        .Where(key => Index.Find(key)?.State is null or RowState.Planned or RowState.Refused or RowState.Accepted)];

    /// <summary>The tail as text, for a person to look at.</summary>
    public string? Evidence => Tail is null ? null : Encoding.UTF8.GetString(Tail);

    /// <summary>Keeps a copy of what is taken out of a ledger.</summary>
    public static void Keep(BatchFolder folder, ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        PrivateFolder.Make(folder.Quarantine);
        string stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        PrivateFolder.Replace(Path.Combine(folder.Quarantine, $"{stamp}-{Guid.NewGuid():N}.jsonl"), bytes);
    }

    private static UgcLabException Corrupt(BatchFolder folder, int line, string what) => new(
        UgcLabErrorKind.LedgerCorrupt,
        string.Create(CultureInfo.InvariantCulture, $"Batch {folder.Name}: line {line} of {folder.Ledger} {what}. Nothing is bought on the word of a damaged ledger."))
    {
        Advice = $"Resolve-UgcBatchRow -Batch '{folder.Name}' -Repair keeps all that can be read, and calls every row in doubt that the damage may have touched.",
    };
}
