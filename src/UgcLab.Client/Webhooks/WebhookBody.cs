using System.Text;

namespace UgcLab.Webhooks;

/// <summary>
/// The body of a webhook, whose form nobody documents. It is not read as anything: all words in it that could be a job's id
/// are taken out, and one of them may be.
/// </summary>
internal static class WebhookBody
{
    /// <summary>How many bytes a webhook may have. Events of other services have a few thousand.</summary>
    public const int Limit = 256 * 1024;

    // So far it is heard out, so that an honest sender gets the refusal and not a connection that breaks.
    private const int Patience = 4 * Limit;

    // As long as an id may be: see JobsClient.Check.
    private const int LongestId = 64;

    /// <summary>Reads a body whole; null when it is longer than the limit.</summary>
    public static async Task<byte[]?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using MemoryStream kept = new();
        byte[] buffer = new byte[8 * 1024];
        int length = 0;
        while (length <= Patience && await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is int read and > 0)
        {
            length += read;
            if (length <= Limit)
            {
                kept.Write(buffer, 0, read);
            }
        }

        return length <= Limit ? kept.ToArray() : null;
    }

    /// <summary>
    /// The words of a body: the longest runs of what ids are made of, each once. So an id is not found in a longer one. What
    /// JSON or a form has escaped (<c>\n</c>, <c>\u0022</c>, <c>%22</c>) parts words as the character itself does.
    /// </summary>
    public static IReadOnlyCollection<string> Words(ReadOnlySpan<byte> body)
    {
        HashSet<string> words = [];
        int start = 0;
        int at = 0;
        while (at < body.Length)
        {
            if (IsOfId(body[at]))
            {
                at++;
                continue;
            }

            Add(words, body[start..at]);
            at += Escape(body[at..]);
            start = at;
        }

        Add(words, body[start..]);
        return words;
    }

    // How many bytes stand for one that parts words.
    private static int Escape(ReadOnlySpan<byte> rest) => rest switch
    {
        [(byte)'%', byte high, byte low, ..] when char.IsAsciiHexDigit((char)high) && char.IsAsciiHexDigit((char)low) => 3,
        [(byte)'\\', (byte)'u', _, _, _, _, ..] => 6,
        [(byte)'\\', _, ..] => 2,
        _ => 1,
    };

    private static bool IsOfId(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_';

    private static void Add(HashSet<string> words, ReadOnlySpan<byte> word)
    {
        if (word.Length is > 0 and <= LongestId)
        {
            words.Add(Encoding.ASCII.GetString(word));
        }
    }
}
