using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace UgcLab.Faults;

/// <summary>Reads requests off one connection.</summary>
internal sealed class RequestReader(Socket socket, int connection)
{
    private byte[] _buffer = new byte[8192];
    private int _start;
    private int _end;

    /// <summary>The next request's head, or null when the client has closed.</summary>
    public async ValueTask<ReceivedRequest?> HeadAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await MoreAsync(cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }

        string[] lines = Encoding.Latin1.GetString(_buffer, _start, length).Split("\r\n");
        _start += length + 4;
        string[] first = lines[0].Split(' ');
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.AsSpan(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string name = line[..colon];
            string value = line[(colon + 1)..].Trim();
            headers[name] = headers.TryGetValue(name, out string? before) ? $"{before}, {value}" : value;
        }

        return new(first[0], first[1], headers, [], connection);
    }

    /// <summary>The body that follows the head.</summary>
    public async ValueTask<byte[]> BodyAsync(ReceivedRequest head, CancellationToken cancellationToken)
    {
        if (string.Equals(head.Header("Expect"), "100-continue", StringComparison.OrdinalIgnoreCase))
        {
            await socket.SendAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }

        if (head.Header("Transfer-Encoding") is null)
        {
            return head.Header("Content-Length") is { } length ? await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false) : [];
        }

        using MemoryStream body = new();
        while (true)
        {
            string line = await LineAsync(cancellationToken).ConfigureAwait(false);
            int size = int.Parse(line.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Write(await TakeAsync(size, cancellationToken).ConfigureAwait(false));
            await LineAsync(cancellationToken).ConfigureAwait(false);
            if (size == 0)
            {
                return body.ToArray();
            }
        }
    }

    private async ValueTask<string> LineAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            await NeedAsync(cancellationToken).ConfigureAwait(false);
        }

        string line = Encoding.Latin1.GetString(_buffer, _start, length);
        _start += length + 2;
        return line;
    }

    private async ValueTask<byte[]> TakeAsync(int length, CancellationToken cancellationToken)
    {
        while (_end - _start < length)
        {
            await NeedAsync(cancellationToken).ConfigureAwait(false);
        }

        byte[] taken = _buffer.AsSpan(_start, length).ToArray();
        _start += length;
        return taken;
    }

    private async ValueTask NeedAsync(CancellationToken cancellationToken)
    {
        if (!await MoreAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new InvalidDataException("The client closed in the middle of a request.");
        }
    }

    private async ValueTask<bool> MoreAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int read = await socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }
}
