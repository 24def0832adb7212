using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace UgcLab.Files;

/// <summary>What a file is, by its first bytes. What the host calls it counts only where the bytes leave it open.</summary>
internal static class MediaType
{
    public const int HeadLength = 512;

    public const string Unknown = ".bin";

    public static readonly string[] Extensions = [.. MediaKind.All.SelectMany(media => media.Extensions), Unknown];

    public static string Extension(ReadOnlySpan<byte> head, string? mediaType = null) =>
        head.Length >= 8 && head[4..8].SequenceEqual("ftyp"u8) ? OfBrand(head[8..])
        : head.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3]) ? ".webm"
        : head.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']) ? ".png"
        : head.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? ".jpg"
        : head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8) ? ".webp"
        : head.StartsWith("GIF8"u8) ? ".gif"

        // These two may begin with any box of theirs. All others have a mark, and a file without it is not what it is called.
        : mediaType?.ToUpperInvariant() switch { "VIDEO/MP4" => ".mp4", "VIDEO/QUICKTIME" => ".mov", _ => Unknown };

    /// <summary>Whether it is text: an error page that was returned with a success status instead of a video.</summary>
    public static bool IsText(ReadOnlySpan<byte> head)
    {
        if (Extension(head) != Unknown || head.IsEmpty)
        {
            return false;
        }

        // UTF-16 begins with a mark of its own, and nothing that is a video begins with it.
        if (head.StartsWith<byte>([0xFF, 0xFE]) || head.StartsWith<byte>([0xFE, 0xFF]))
        {
            return true;
        }

        // A character that is cut at the end of the head isn't an error.
        ReadOnlySpan<byte> text = Rune.DecodeLastFromUtf8(head, out _, out int cut) is OperationStatus.NeedMoreData ? head[..^cut] : head;
        return Utf8.IsValid(text)
            && !Encoding.UTF8.GetString(text).Any(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\f'));
    }

    // One container for films and stills: what is in it is said next.
    private static string OfBrand(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("avif"u8) || brand.StartsWith("avis"u8) ? ".avif"
        : brand.StartsWith("heic"u8) || brand.StartsWith("heix"u8) || brand.StartsWith("mif1"u8) ? ".heic"
        : brand.StartsWith("qt  "u8) ? ".mov"
        : ".mp4";
}

// For a download of which the host did not say how long it is.
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
