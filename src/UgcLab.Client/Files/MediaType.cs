using System.Text;

namespace UgcLab.Files;

/// <summary>What a file is, by its first bytes: neither the link's name nor the host's word for it can be relied on.</summary>
internal static class MediaType
{
    /// <summary>How many of the first bytes are looked at.</summary>
    public const int HeadLength = 512;

    /// <summary>What <see cref="Extension"/> gives for what is not known.</summary>
    public const string Unknown = ".bin";

    /// <summary>Every extension that a saved file can get.</summary>
    public static readonly string[] Extensions = [".mp4", ".webm", ".png", ".jpg", ".webp", Unknown];

    /// <summary>The extension for a file that begins so.</summary>
    public static string Extension(ReadOnlySpan<byte> head) =>
        head.Length >= 8 && head[4..8].SequenceEqual("ftyp"u8) ? ".mp4"
        : head.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3]) ? ".webm"
        : head.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']) ? ".png"
        : head.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? ".jpg"
        : head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8) ? ".webp"
        : Unknown;

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
}
