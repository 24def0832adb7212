using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace UgcLab.Files;

// Says whether a file ends where its own structure says that it ends. For a download of which the host did not say how long it is.
internal static class MediaEnd
{
    // A fragmented video of some hours has fewer boxes.
    private const int MostParts = 100_000;
    private const int TailLength = 1024;

    private static readonly byte[] EndOfJpeg = [0xFF, 0xD9];

    /// <summary>True when it is whole, false when it is cut, null when its structure doesn't say.</summary>
    public static bool? IsWhole(SafeFileHandle file, string extension)
    {
        long length = RandomAccess.GetLength(file);
        return extension switch
        {
            ".mp4" or ".mov" or ".avif" or ".heic" => Boxes(file, length),
            ".png" => Chunks(file, length),
            ".webp" => Read(file, 4, 4) is [_, _, _, _] size ? BinaryPrimitives.ReadUInt32LittleEndian(size) + 8L <= length : false,
            ".jpg" => Tail(file, length) is byte[] tail && tail.AsSpan().EndsWith(EndOfJpeg) ? true
                : Tail(file, length).AsSpan().IndexOf(EndOfJpeg) < 0 ? false : null,
            ".gif" => Read(file, length - 1, 1) is [0x3B],
            _ => null,
        };
    }

    // ISO/IEC 14496-12: boxes with their lengths, one after another, and among them one with data and one that describes it.
    private static bool? Boxes(SafeFileHandle file, long length)
    {
        bool isDescribed = false;
        bool hasData = false;
        long at = 0;
        for (int count = 0; at < length && count < MostParts; count++)
        {
            byte[] head = Read(file, at, 16);
            if (head.Length < 8)
            {
                return false;
            }

            if (head.AsSpan(4, 4).ContainsAnyExceptInRange((byte)' ', (byte)'~'))
            {
                return null;
            }

            long size = BinaryPrimitives.ReadUInt32BigEndian(head) switch
            {
                0 => length - at,
                1 when head.Length == 16 => (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(8)), long.MaxValue / 2),
                uint plain => plain,
            };
            if (size < 8)
            {
                return null;
            }

            string type = Encoding.ASCII.GetString(head, 4, 4);
            isDescribed |= type is "moov" or "moof" or "meta";

            // A small image may have its data among its description.
            hasData |= type is "mdat" or "meta";
            at += size;
        }

        return at > length ? false : at < length ? null : isDescribed && hasData;
    }

    // PNG, third edition, 5.3: chunks with their lengths, IEND the last.
    private static bool? Chunks(SafeFileHandle file, long length)
    {
        long at = 8;
        for (int count = 0; count < MostParts; count++)
        {
            byte[] head = Read(file, at, 8);
            if (head.Length < 8)
            {
                return false;
            }

            at += BinaryPrimitives.ReadUInt32BigEndian(head) + 12L;
            if (head.AsSpan(4).SequenceEqual("IEND"u8))
            {
                return at <= length;
            }
        }

        return null;
    }

    private static byte[] Tail(SafeFileHandle file, long length) => Read(file, Math.Max(0, length - TailLength), TailLength);

    private static byte[] Read(SafeFileHandle file, long at, int count)
    {
        byte[] bytes = new byte[count];
        return bytes[..(at < 0 ? 0 : RandomAccess.Read(file, bytes, at))];
    }
}
