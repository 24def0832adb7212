using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace UgcLab.Ledger;

/// <summary>What is wrong with a line.</summary>
internal enum LineFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It has no line end: it was being written, or still is.</summary>
    Torn,

    /// <summary>Its checksum is not that of its bytes, or it is no line of ours.</summary>
    Damaged,

    /// <summary>It is whole, and lines before it are missing.</summary>
    Gap,

    /// <summary>It is whole, and its number has been before: it stands there twice, or out of its place.</summary>
    Repeated,

    /// <summary>A later version wrote it.</summary>
    Newer,
}

/// <summary>A line of a ledger.</summary>
/// <param name="Offset">Where in the file it begins.</param>
/// <param name="Line">Which line it is, from 1.</param>
/// <param name="Number">The number it carries; that of the last good line where it cannot be told.</param>
/// <param name="Bytes">Its bytes without the line end; good until the next line is read.</param>
/// <param name="Fault">What is wrong with it.</param>
internal readonly record struct ReadLine(long Offset, int Line, long Number, ReadOnlyMemory<byte> Bytes, LineFault Fault);

/// <summary>Reads a ledger line by line, in blocks, and checks each by its number and its checksum.</summary>
internal static class LedgerReader
{
    /// <summary>The length of a line's end: <c>,"h":"01234567"}</c>.</summary>
    public const int Tail = 16;

    private const int Block = 1 << 20;

    private static ReadOnlySpan<byte> Head => "{\"v\":1,\"n\":"u8;

    private static ReadOnlySpan<byte> TailStart => ",\"h\":\""u8;

    private static ReadOnlySpan<byte> TailEnd => "\"}"u8;

    private static ReadOnlySpan<byte> AnyVersion => "{\"v\":"u8;

    /// <summary>The lines of a file, from its beginning.</summary>
    public static IEnumerable<ReadLine> Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        foreach (ReadLine line in Read(stream))
        {
            yield return line;
        }
    }

    /// <summary>The lines of a stream.</summary>
    public static IEnumerable<ReadLine> Read(Stream stream)
    {
        byte[] buffer = new byte[Block];
        int filled = 0;
        long offset = 0;
        int line = 0;
        (long last, long spoilt) = (0, 0);
        while (true)
        {
            int read = stream.Read(buffer, filled, buffer.Length - filled);
            filled += read;
            int start = 0;
            for (int end; (end = Array.IndexOf(buffer, (byte)'\n', start, filled - start)) >= 0; start = end + 1)
            {
                ReadLine next = Check(buffer.AsMemory(start, end - start), offset + start, ++line, last, spoilt);
                (last, spoilt) = next.Fault switch
                {
                    LineFault.None or LineFault.Gap => (next.Number, 0),
                    LineFault.Repeated => (last, spoilt),
                    _ => (last, spoilt + Numbers(next.Bytes.Span)),
                };
                yield return next;
            }

            if (read == 0)
            {
                if (start < filled)
                {
                    yield return new ReadLine(offset + start, ++line, last, buffer.AsMemory(start, filled - start), LineFault.Torn);
                }

                yield break;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            (offset, filled) = (offset + start, filled - start);
            if (filled == buffer.Length)
            {
                // A line longer than the block: a damaged file may have no line end for long.
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    /// <summary>The lines of a file in memory that can be relied on. What a line said that cannot is in doubt, never undone.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Good(byte[] bytes)
    {
        for (int start = 0, end; start < bytes.Length && (end = Array.IndexOf(bytes, (byte)'\n', start)) >= 0; start = end + 1)
        {
            ReadOnlyMemory<byte> line = bytes.AsMemory(start, end - start);
            if (Check(line, start, 0, 0, 0).Fault is LineFault.None or LineFault.Gap)
            {
                yield return line;
            }
        }
    }

    /// <summary>How many lines a damaged one may have been: damage joins lines as well as it parts them.</summary>
    public static int Numbers(ReadOnlySpan<byte> damaged) => Math.Max(1, damaged.Count(Head));

    // Compiled in full at first sight: a long ledger is read before the runtime would come to it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ReadLine Check(ReadOnlyMemory<byte> bytes, long offset, int line, long last, long spoilt)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        if (span.Length < Head.Length + Tail || !Utf8Parser.TryParse(span[^10..^2], out uint told, out int digits, 'x') || digits != 8
            || !span[^Tail..^10].SequenceEqual(TailStart) || !span.EndsWith(TailEnd) || told != Checksum.Of(span[..^Tail]))
        {
            return new ReadLine(offset, line, last, bytes, LineFault.Damaged);
        }

        if (!span.StartsWith(Head))
        {
            return new ReadLine(offset, line, last, bytes, span.StartsWith(AnyVersion) ? LineFault.Newer : LineFault.Damaged);
        }

        return Utf8Parser.TryParse(span[Head.Length..], out long number, out _)
            ? new ReadLine(offset, line, number, bytes, number <= last ? LineFault.Repeated : number - last - 1 <= spoilt ? LineFault.None : LineFault.Gap)
            : new ReadLine(offset, line, last, bytes, LineFault.Damaged);
    }
}
