using System.IO.Compression;

namespace UgcLab.Http;

// Decodes a compressed answer. None was requested, but a proxy may send one, and it may be the only record of a purchase. Bytes that
// can't be decoded are returned unchanged.
internal static class BodyDecoder
{
    private const int MostEncodings = 3;

    // Returns the decoded bytes and the error of decoding; the bytes as received if nothing can be decoded.
    public static (byte[] Body, string? Cut) Decode(byte[] body, IEnumerable<string> encodings, int limit)
    {
        string[] named = [.. encodings.Select(name => name.Trim().ToLowerInvariant()).Where(name => name is not ("identity" or ""))];
        string? cut = null;
        foreach (string encoding in named.Length is 0 or > MostEncodings ? [""] : Enumerable.Reverse(named))
        {
            // The first bytes decide, because labels are wrong at times.
            if (IsText(body) || Open(encoding, body) is not Func<Stream, Stream> open)
            {
                break;
            }

            (byte[] decoded, cut) = Read(open, body, limit);
            if (decoded.Length == 0)
            {
                return (body, cut ?? "It is compressed and can't be decoded.");
            }

            body = decoded;
        }

        return (body, cut);
    }

    private static Func<Stream, Stream>? Open(string encoding, byte[] body) => encoding switch
    {
        _ when body is [0x1F, 0x8B, ..] => stream => new GZipStream(stream, CompressionMode.Decompress),
        "deflate" when body is [0x78, ..] => stream => new ZLibStream(stream, CompressionMode.Decompress),
        "deflate" => stream => new DeflateStream(stream, CompressionMode.Decompress),
        "br" => stream => new BrotliStream(stream, CompressionMode.Decompress),
        _ => null,
    };

    // JSON, or a page.
    private static bool IsText(byte[] body)
    {
        ReadOnlySpan<byte> start = body.AsSpan().TrimStart(" \t\r\n\uFEFF"u8);
        return start.IsEmpty || start[0] is (byte)'{' or (byte)'[' or (byte)'<' or (byte)'"';
    }

    private static (byte[] Decoded, string? Cut) Read(Func<Stream, Stream> open, byte[] body, int limit)
    {
        using MemoryStream decoded = new();
        try
        {
            using Stream stream = open(new MemoryStream(body));
            byte[] buffer = new byte[16 * 1024];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                decoded.Write(buffer, 0, Math.Min(read, limit - (int)decoded.Length));
                if (decoded.Length == limit)
                {
                    return (decoded.ToArray(), "It is longer than any documented answer.");
                }
            }

            return (decoded.ToArray(), null);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or InvalidOperationException)
        {
            return (decoded.ToArray(), "It is compressed and can't be decoded to its end.");
        }
    }
}
