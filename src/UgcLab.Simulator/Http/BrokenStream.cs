namespace UgcLab.Simulator.Http;

/// <summary>A body that stops after so many bytes, and then throws what the real handler throws when a connection ends too early.</summary>
internal sealed class BrokenStream(byte[] body, int length) : MemoryStream(body, 0, length, writable: false)
{
    public static HttpIOException Ended() => new(HttpRequestError.ResponseEnded, "The response ended prematurely (simulated).");

    // All other ways to read a class that is derived from MemoryStream lead here.
    public override int Read(byte[] buffer, int offset, int count) => Position < Length ? base.Read(buffer, offset, count) : throw Ended();
}
