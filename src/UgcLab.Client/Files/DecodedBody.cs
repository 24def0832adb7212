using System.IO.Compression;

namespace UgcLab.Files;

// The body of an answer as the file that it is. Hosts label plain files with a content coding, and send coded ones that were not asked
// for; so the first bytes decide, and the label counts only where they leave it open.
internal sealed class DecodedBody : Stream
{
    private readonly Stream _rest;
    private readonly byte[] _head;
    private int _taken;

    private DecodedBody(byte[] head, Stream rest) => (_head, _rest) = (head, rest);

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    // Opens a body. It is null when it is coded in a way that can't be read; a decoded one has another length than was announced.
    public static async Task<(Stream? Body, bool IsDecoded)> OpenAsync(
        Stream body, IEnumerable<string> codings, int headLength, CancellationToken cancellationToken)
    {
        byte[] head = new byte[headLength];
        int length = await body.ReadAtLeastAsync(head, headLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        DecodedBody raw = new(head[..length], body);
        string? label = codings.LastOrDefault(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))?.ToUpperInvariant();
        bool isFile = MediaType.Extension(raw._head) != MediaType.Unknown;
        return (isFile, raw._head, label) switch
        {
            (true, _, _) or (_, [], _) => (raw, false),
            (_, [0x1F, 0x8B, 0x08, ..], _) => (new GZipStream(raw, CompressionMode.Decompress), true),
            (_, [(byte)'(', 0xB5, (byte)'/', 0xFD, ..], _) => (null, false),
            _ when label is null || MediaType.IsText(raw._head) => (raw, false),
            (_, _, "BR") => (new BrotliStream(raw, CompressionMode.Decompress), true),
            (_, [0x78, ..], "DEFLATE") => (new ZLibStream(raw, CompressionMode.Decompress), true),
            (_, _, "DEFLATE") => (new DeflateStream(raw, CompressionMode.Decompress), true),
            _ => (null, false),
        };
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_taken == _head.Length)
        {
            return await _rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        int count = Math.Min(buffer.Length, _head.Length - _taken);
        _head.AsMemory(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
