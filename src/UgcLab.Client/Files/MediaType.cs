using System.Text;

namespace UgcLab.Files;

/// <summary>
/// What a file is, by its first bytes: a link's name says nothing, and a host's word for a file is often a guess. That word
/// counts only where the bytes leave it open.
/// </summary>
internal static class MediaType
{
    /// <summary>How many of the first bytes are looked at.</summary>
    public const int HeadLength = 512;

    /// <summary>The extension of what is not known.</summary>
    public const string Unknown = ".bin";

    /// <summary>Every extension that a saved file can get.</summary>
    public static readonly string[] Extensions = [".mp4", ".webm", ".mov", ".png", ".jpg", ".webp", ".gif", ".avif", ".heic", Unknown];

    /// <summary>The extension for a file that begins so; <see cref="Unknown"/> when nothing that is known here does.</summary>
    public static string Extension(ReadOnlySpan<byte> head) =>
        head.Length >= 8 && head[4..8].SequenceEqual("ftyp"u8) ? OfBrand(head[8..])
        : head.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3]) ? ".webm"
        : head.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']) ? ".png"
        : head.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? ".jpg"
        : head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8) ? ".webp"
        : head.StartsWith("GIF8"u8) ? ".gif"
        : Unknown;

    /// <summary>The same, and for bytes that say nothing what the host calls them.</summary>
    /// <param name="head">The first bytes.</param>
    /// <param name="mediaType">The host's word, such as <c>video/mp4</c>.</param>
    public static string Extension(ReadOnlySpan<byte> head, string? mediaType) =>
        Extension(head) is not Unknown and string known ? known : mediaType?.ToUpperInvariant() switch
        {
            // These two may begin with any box of theirs. All others have a mark, and a file without it is not what it is called.
            "VIDEO/MP4" => ".mp4",
            "VIDEO/QUICKTIME" => ".mov",
            _ => Unknown,
        };

    /// <summary>Whether it is text: a page that says why there is no video, under a status that says all is well.</summary>
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

        while (!head.IsEmpty)
        {
            // A character cut in two by the end of the head is no sign of anything.
            System.Buffers.OperationStatus status = Rune.DecodeFromUtf8(head, out Rune rune, out int used);
            if (status == System.Buffers.OperationStatus.NeedMoreData)
            {
                return true;
            }

            if (status != System.Buffers.OperationStatus.Done || (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r' or '\f')))
            {
                return false;
            }

            head = head[used..];
        }

        return true;
    }

    // One container for films and stills: what is in it is said next.
    private static string OfBrand(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("avif"u8) || brand.StartsWith("avis"u8) ? ".avif"
        : brand.StartsWith("heic"u8) || brand.StartsWith("heix"u8) || brand.StartsWith("mif1"u8) ? ".heic"
        : brand.StartsWith("qt  "u8) ? ".mov"
        : ".mp4";
}
