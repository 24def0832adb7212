using System.Globalization;
using System.Text;

namespace UgcLab.Faults;

/// <summary>How the end of a body is told.</summary>
public enum Framing
{
    /// <summary>By Content-Length.</summary>
    Length,

    /// <summary>By a last chunk.</summary>
    Chunked,

    /// <summary>By the end of the connection.</summary>
    UntilClose,
}

/// <summary>What happens where an answer is cut.</summary>
public enum Ending
{
    /// <summary>The connection is closed in good order.</summary>
    Fin,

    /// <summary>The connection is torn down.</summary>
    Rst,

    /// <summary>Nothing more comes, and the connection stays open until the server is disposed of.</summary>
    Hold,
}

/// <summary>An answer, and how it goes wrong.</summary>
public sealed record Reply
{
    /// <summary>The status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Header fields besides those that frame the body.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>How the end of the body is told.</summary>
    public Framing Framing { get; init; }

    /// <summary>A Content-Length that is not the body's.</summary>
    public long? AnnouncedLength { get; init; }

    /// <summary>How many bytes of the whole answer are sent, head included; null means all. 0 means that nothing is answered.</summary>
    public long? CutAt { get; init; }

    /// <summary>How many bytes of the body are sent, as framed; null means all.</summary>
    public long? CutBodyAt { get; init; }

    /// <summary>What happens at the cut.</summary>
    public Ending Ending { get; init; }

    /// <summary>How long the answer is held back. In real time: for benchmarks.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>No answer at all, ever: the request is taken and the connection held.</summary>
    public static Reply Silence { get; } = new() { CutAt = 0, Ending = Ending.Hold };

    /// <summary>An answer with a text.</summary>
    public static Reply Text(int status, string body, string type = "application/json") =>
        new() { Status = status, Headers = [("Content-Type", type)], Body = Encoding.UTF8.GetBytes(body) };

    /// <summary>A redirect.</summary>
    public static Reply Redirect(string location, int status = 302) => new() { Status = status, Headers = [("Location", location)] };

    /// <summary>This reply with one more header field.</summary>
    public Reply With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };

    internal bool IsCut => CutAt is not null || CutBodyAt is not null;

    internal bool Closes => IsCut || Framing == Framing.UntilClose || AnnouncedLength is not null;

    /// <summary>The bytes that go out, in one piece or two: a small answer leaves in one packet, a large body is not copied for it.</summary>
    internal (ReadOnlyMemory<byte> First, ReadOnlyMemory<byte> Second) Bytes()
    {
        bool bodiless = Status is 204 or 304 or < 200;
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} {(Status < 400 ? "OK" : "Fault")}\r\n");
        foreach ((string name, string value) in Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        _ = bodiless ? head : Framing switch
        {
            Framing.Length => head.Append(CultureInfo.InvariantCulture, $"Content-Length: {AnnouncedLength ?? Body.Length}\r\n"),
            Framing.Chunked => head.Append("Transfer-Encoding: chunked\r\n"),
            _ => head.Append("Connection: close\r\n"),
        };
        head.Append("\r\n");

        byte[] start = Encoding.Latin1.GetBytes(head.ToString());
        ReadOnlyMemory<byte> framed = bodiless ? default : Framing == Framing.Chunked ? Chunks() : Body;
        long length = Math.Min(CutAt ?? long.MaxValue, start.Length + Math.Min(CutBodyAt ?? long.MaxValue - start.Length, framed.Length));
        if (framed.Length > 64 * 1024)
        {
            return (start.AsMemory(0, (int)Math.Min(length, start.Length)), framed[..(int)Math.Max(0, length - start.Length)]);
        }

        byte[] all = new byte[start.Length + framed.Length];
        start.CopyTo(all, 0);
        framed.CopyTo(all.AsMemory(start.Length));
        return (all.AsMemory(0, (int)Math.Min(length, all.Length)), default);
    }

    private byte[] Chunks()
    {
        using MemoryStream chunks = new();
        for (int at = 0; at < Body.Length; at += 1000)
        {
            ReadOnlyMemory<byte> chunk = Body.Slice(at, Math.Min(1000, Body.Length - at));
            chunks.Write(Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"));
            chunks.Write(chunk.Span);
            chunks.Write("\r\n"u8);
        }

        chunks.Write("0\r\n\r\n"u8);
        return chunks.ToArray();
    }
}
