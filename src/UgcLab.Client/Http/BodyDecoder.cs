using System.IO.Compression;

namespace UgcLab.Http;

// Decodes a compressed answer. None was requested, but a proxy may send one, and it may be the only record of a purchase. Bytes that
// can't be decoded are returned unchanged.
internal static class BodyDecoder
{
    private const int MostEncodings = 3;

    // The bytes as received if nothing can be decoded.
    public static async Task<(byte[] Body, string? Cut)> DecodeAsync(byte[] body, IEnumerable<string> encodings, int limit)
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

            byte[] coded = body;
            (byte[] decoded, cut) = await ReadAsync(
                () => Task.FromResult(open(new MemoryStream(coded))), limit,
                error => error is InvalidDataException or IOException or InvalidOperationException
                    ? "It is compressed and can't be decoded to its end." : null,
                CancellationToken.None).ConfigureAwait(false);
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

    // As much of a stream as can be read, up to a limit, and why that isn't all of it.
    public static async Task<(byte[] Body, string? Cut)> ReadAsync(
        Func<Task<Stream>> open, int limit, Func<Exception, string?> cutBy, CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        try
        {
            byte[] buffer = new byte[16 * 1024];
            using Stream stream = await open().ConfigureAwait(false);
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                body.Write(buffer, 0, Math.Min(read, limit - (int)body.Length));
                if (body.Length == limit)
                {
                    return (body.ToArray(), "It is longer than any documented answer.");
                }
            }

            return (body.ToArray(), null);
        }
        catch (Exception error) when (cutBy(error) is string cut)
        {
            return (body.ToArray(), cut);
        }
    }
}
