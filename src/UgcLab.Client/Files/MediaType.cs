namespace UgcLab.Files;

/// <summary>What a file is, by its first bytes. What the host calls it counts only where the bytes leave it open.</summary>
internal static class MediaType
{
    public const int HeadLength = 512;

    public const string Unknown = ".bin";

    public static readonly string[] Extensions = [".mp4", ".webm", ".mov", ".png", ".jpg", ".webp", ".gif", ".avif", ".heic", Unknown];

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

        try
        {
            // Not flushed, because a character that is cut at the end of the head isn't an error.
            char[] text = new char[head.Length];
            int length = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder().GetChars(head, text, flush: false);
            return !text.Take(length).Any(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\f'));
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    // One container for films and stills: what is in it is said next.
    private static string OfBrand(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("avif"u8) || brand.StartsWith("avis"u8) ? ".avif"
        : brand.StartsWith("heic"u8) || brand.StartsWith("heix"u8) || brand.StartsWith("mif1"u8) ? ".heic"
        : brand.StartsWith("qt  "u8) ? ".mov"
        : ".mp4";
}
