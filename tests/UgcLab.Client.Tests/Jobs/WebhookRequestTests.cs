using System.Text;

namespace UgcLab.Client.Tests.Jobs;

public sealed class WebhookRequestTests
{
    private const string Host = "Host: localhost:8765\r\n";

    private const string Valid = "POST /ugc/ HTTP/1.1\r\n" + Host + "Content-Length: 8\r\n\r\nclzzjob1";

    private const string Chunked = "POST /ugc/ HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n4\r\nclzz\r\n0004;a=b\r\njob1\r\n0\r\n\r\n";

    [Theory]
    [InlineData(Valid, "POST /ugc/ at localhost: clzzjob1")]
    [InlineData(Chunked, "POST /ugc/ at localhost: clzzjob1")]
    [InlineData("\r\nPOST /ugc/ HTTP/1.1\nhOST:LocalHost\nCONTENT-length:\t8 \nX: 1\nX: 2\n\nclzzjob1 and more", "POST /ugc/ at localhost: clzzjob1")]
    [InlineData("POST /ugc/?key=/x#y HTTP/1.1\r\n" + Host + "\r\n", "POST /ugc/ at localhost: ")]
    [InlineData("POST /x/../u%67c HTTP/1.1\r\n" + Host + "\r\n", "POST /ugc at localhost: ")]
    [InlineData("GET http://Public.Example:99/ugc/?q HTTP/1.1\r\n" + Host + "\r\n", "GET /ugc/ at public.example: ")]
    [InlineData("POST /ugc/ HTTP/1.1\r\nHost: [::1]:8765\r\nContent-Length: 0\r\n\r\n", "POST /ugc/ at [::1]: ")]
    [InlineData("POST /ugc/ HTTP/1.0\r\nContent-Length: 1\r\n\r\na", "POST /ugc/ at : a")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Expect: 100-Continue\r\nContent-Length: 1\r\n\r\na", "POST /ugc/ at localhost: a (continued)")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "POST /ugc/ at localhost:  (continued)")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Expect: 100-continue\r\nContent-Length: 262145\r\n\r\n", "POST /ugc/ at localhost: too long")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Content-Length: 18446744073709551615\r\n\r\n", "POST /ugc/ at localhost: too long")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Transfer-Encoding: CHUNKED\r\n\r\nFFFFFFFFFFFFFFFF\r\n", "POST /ugc/ at localhost: too long")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Content-Length: 9\r\n\r\nclzzjob1", nameof(EndOfStreamException))]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host, nameof(EndOfStreamException))]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n", nameof(EndOfStreamException))]
    [InlineData("", nameof(EndOfStreamException))]
    public async Task Bytes_give_the_same_request_however_they_are_split(string bytes, string expected)
    {
        Assert.Equal(expected, await ReadAsync(Encoding.Latin1.GetBytes(bytes), _ => int.MaxValue));
        Assert.Equal(expected, await ReadAsync(Encoding.Latin1.GetBytes(bytes), _ => 1));
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            Assert.Equal(expected, await ReadAsync(Encoding.Latin1.GetBytes(bytes), position => position < cut ? cut - position : int.MaxValue));
        }
    }

    [Theory]
    [InlineData("POST /ugc/ HTTP/1.1\r\n\r\n")]
    [InlineData("POST /ugc/ HTTP/1.1\r\nHost:\r\n\r\n")]
    [InlineData("POST /ugc/ HTTP/1.1\r\nHost: a b\r\n\r\n")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + Host + "\r\n")]
    [InlineData("POST /ugc/ HTTP/2.0\r\n" + Host + "\r\n")]
    [InlineData("POST  /ugc/ HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("POST /ugc/\r\n" + Host + "\r\n")]
    [InlineData("POST /u gc/ HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("POST ugc/ HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("POST file:///ugc/ HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(" /ugc/ HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "no colon\r\n\r\n")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + ": no name\r\n\r\n")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + " folded: line\r\n\r\n")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Content-Length : 1\r\n\r\na")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Content-Length: 1, 1\r\n\r\na")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Content-Length: -1\r\n\r\na")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Content-Length: +1\r\n\r\na")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Content-Length: 0x1\r\n\r\na")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Content-Length:\r\n\r\na")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Content-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /ugc/ HTTP/1.0\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n\r\n")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n-1\r\n")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n")]
    [InlineData("POST /ugc/ HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n")]
    public async Task A_request_that_is_not_valid_is_an_error(string bytes) =>
        Assert.Equal(nameof(InvalidDataException), await ReadAsync(Encoding.Latin1.GetBytes(bytes), _ => int.MaxValue));

    [Theory]
    [InlineData(16_000, true)]
    [InlineData(17_000, false)]
    [InlineData(100_000, false)]
    public async Task A_head_has_a_limit(int length, bool isRead)
    {
        string head = "POST /ugc/ HTTP/1.1\r\n" + Host;
        string whole = head + string.Concat(Enumerable.Repeat("X: 123456789\r\n", (length - head.Length) / 14)) + "\r\n";

        Assert.Equal(isRead ? "POST /ugc/ at localhost: " : nameof(InvalidDataException), await ReadAsync(Encoding.ASCII.GetBytes(whole), _ => 1000));
        Assert.Equal(nameof(InvalidDataException), await ReadAsync(Encoding.ASCII.GetBytes(new string('x', 17_000)), _ => 1000));
        Assert.Equal(nameof(InvalidDataException), await ReadAsync(Encoding.ASCII.GetBytes(new string('\n', 17_000)), _ => 1000));
    }

    [Theory]
    [InlineData(50_000, true)]
    [InlineData(60_000, false)]
    public async Task Chunks_of_a_byte_have_a_limit(int count, bool isRead)
    {
        string body = string.Concat(Enumerable.Repeat("1\r\na\r\n", count)) + "0\r\n\r\n";
        string read = await ReadAsync(Encoding.ASCII.GetBytes(Chunked[..Chunked.IndexOf("4\r\n", StringComparison.Ordinal)] + body), _ => 5000);

        Assert.Equal(isRead ? "POST /ugc/ at localhost: " + new string('a', count) : nameof(InvalidDataException), read);
    }

    [Fact]
    public async Task Any_bytes_are_a_request_or_one_of_two_errors_however_they_are_split()
    {
        Random random = new(7);
        string[] kinds = ["POST", nameof(InvalidDataException), nameof(EndOfStreamException)];
        HashSet<string> seen = [];
        for (int i = 0; i < 5000; i++)
        {
            byte[] bytes = Encoding.Latin1.GetBytes(i % 2 == 0 ? Valid : Chunked);
            for (int changes = random.Next(4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : bytes[random.Next(bytes.Length)];
            }

            bytes = bytes[..(random.Next(3) == 0 ? random.Next(bytes.Length) : bytes.Length)];
            string whole = await ReadAsync(bytes, _ => int.MaxValue);
            Assert.Equal(whole, await ReadAsync(bytes, _ => random.Next(1, 20)));
            seen.Add(Array.Find(kinds, kind => whole.StartsWith(kind, StringComparison.Ordinal)) ?? "");
        }

        Assert.Superset(kinds.ToHashSet(), seen);
    }

    // What is read, as text, or the name of the error.
    private static async Task<string> ReadAsync(byte[] bytes, Func<int, int> split)
    {
        using SplitStream stream = new(bytes, split);
        WebhookRequest request = new(stream);
        try
        {
            await request.ReadHeadAsync(CancellationToken.None);
            ReadOnlyMemory<byte>? body = await request.ReadBodyAsync(CancellationToken.None);
            return $"{request.Method} {request.Path} at {request.Host}: {(body is { } read ? Encoding.Latin1.GetString(read.Span) : "too long")}"
                + (stream.Written.Length == 0 ? "" : stream.Written == "HTTP/1.1 100 Continue\r\n\r\n" ? " (continued)" : stream.Written);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            return error.GetType().Name;
        }
    }

    // Reads what is given in parts: at each position, as many bytes as the split says.
    private sealed class SplitStream(byte[] bytes, Func<int, int> split) : MemoryStream(bytes)
    {
        public string Written { get; private set; } = "";

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, split((int)Position))], cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written += Encoding.Latin1.GetString(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
