using System.Text.RegularExpressions;

namespace UgcLab.Jobs;

/// <summary>One request of HTTP/1.0 or HTTP/1.1, as far as a webhook needs it. Throws InvalidDataException or
/// EndOfStreamException.</summary>
internal sealed class WebhookRequest(Stream stream)
{
    private const int LongestHead = 16 * 1024;

    // A second one may contradict the first.
    private static readonly string[] Single = ["Host", "Content-Length", "Transfer-Encoding"];

    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;
    private int _lineBytesLeft = LongestHead;
    private ulong? _length;
    private bool _expectsContinue;

    public string Method { get; private set; } = "";

    /// <summary>The host that the sender named, in lower case. HTTP/1.0 may name none.</summary>
    public string? Host { get; private set; }

    /// <summary>The path, without its query, and with dots and escapes resolved.</summary>
    public string Path { get; private set; } = "";

    public async Task ReadHeadAsync(CancellationToken cancellationToken)
    {
        string first;
        do
        {
            first = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        while (first.Length == 0);

        Dictionary<string, string> headers = await ReadHeadersAsync(cancellationToken).ConfigureAwait(false);
        string? host = headers.GetValueOrDefault("Host");
        string[] parts = first.Split(' ');
        bool isOld = parts[^1] == "HTTP/1.0";
        if (parts is not [{ Length: > 0 } method, { Length: > 0 } target, "HTTP/1.0" or "HTTP/1.1"] || (host is null && !isOld)
            || !Uri.TryCreate(target[0] == '/' ? $"http://{host ?? "none"}{target}" : target, UriKind.Absolute, out Uri? uri)
            || uri.Scheme != Uri.UriSchemeHttp)
        {
            throw new InvalidDataException();
        }

        // The line of the request names the host too, if it names a whole address.
        (Method, Host, Path) = (method, host is null && target[0] == '/' ? null : uri.Host, uri.AbsolutePath);
        SetLength(headers.GetValueOrDefault("Content-Length"), headers.GetValueOrDefault("Transfer-Encoding"), isOld);
        _expectsContinue = !isOld && "100-continue".Equals(headers.GetValueOrDefault("Expect"), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads the body. Null: it is too long.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(CancellationToken cancellationToken)
    {
        byte[] body = new byte[WebhookBody.Limit];
        if (_expectsContinue && _length is null or (> 0 and <= WebhookBody.Limit))
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }

        // All lines between chunks together.
        _lineBytesLeft = WebhookBody.Limit;
        for (int read = 0; ;)
        {
            ulong size = _length ?? Number(
                (await ReadLineAsync(cancellationToken).ConfigureAwait(false)).Split(';')[0].TrimEnd(), NumberStyles.AllowHexSpecifier);
            if (size > (ulong)(body.Length - read))
            {
                return null;
            }

            for (int end = read + (int)size; read < end; read++)
            {
                body[read] = await ReadByteAsync(cancellationToken).ConfigureAwait(false);
            }

            if (_length is not null || size == 0)
            {
                return body.AsMemory(0, read);
            }

            if ((await ReadLineAsync(cancellationToken).ConfigureAwait(false)).Length > 0)
            {
                throw new InvalidDataException();
            }
        }
    }

    private async Task<Dictionary<string, string>> ReadHeadersAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } line)
        {
            string name = line[..Math.Max(line.IndexOf(':'), 0)];
            if (name.Length == 0 || name.Any(char.IsWhiteSpace)
                || (!headers.TryAdd(name, line[(name.Length + 1)..].Trim(' ', '\t'))
                    && Single.Contains(name, StringComparer.OrdinalIgnoreCase)))
            {
                throw new InvalidDataException();
            }
        }

        return headers;
    }

    // No length is a body of chunks.
    private void SetLength(string? length, string? coding, bool isOld)
    {
        if (coding is not null && (length is not null || isOld || !coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidDataException();
        }

        _length = coding is null ? Number(length ?? "0", NumberStyles.None) : null;
    }

    private async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        StringBuilder line = new();
        while (--_lineBytesLeft > 0)
        {
            byte next = await ReadByteAsync(cancellationToken).ConfigureAwait(false);
            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)next);
        }

        throw new InvalidDataException();
    }

    private async ValueTask<byte> ReadByteAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _end = await stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
            _start = _end > 0 ? 0 : throw new EndOfStreamException();
        }

        return _buffer[_start++];
    }

    private static ulong Number(string text, NumberStyles style) =>
        ulong.TryParse(text, style, CultureInfo.InvariantCulture, out ulong number) ? number : throw new InvalidDataException();
}

/// <summary>The body of a webhook. Its form is not documented, so it is not parsed: any word in it may be a job's id.</summary>
internal static partial class WebhookBody
{
    /// <summary>How many bytes a webhook may have. Events of other services have a few thousand.</summary>
    public const int Limit = 256 * 1024;

    // The longest runs of what ids are made of, each once, so an id is not found in a longer one. What JSON or a form has escaped (\n,
    // \u0022, %22) parts words as the character itself does.
    public static IReadOnlyCollection<string> Words(ReadOnlySpan<byte> body) =>
        Separator().Split(Encoding.Latin1.GetString(body)).Where(word => word.Length is > 0 and <= ServiceId.Longest).ToHashSet();

    [GeneratedRegex(@"(%[0-9A-Fa-f]{2}|\\u[\s\S]{4}|\\[\s\S]|[^A-Za-z0-9_-])+", RegexOptions.ExplicitCapture)]
    private static partial Regex Separator();
}
