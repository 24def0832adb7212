namespace UgcLab.Faults;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, query included.</param>
/// <param name="Headers">The header fields; those that came twice are joined by a comma.</param>
/// <param name="Body">The body, unchunked.</param>
/// <param name="Connection">Which connection it came over, from 1.</param>
public sealed record ReceivedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, int Connection)
{
    /// <summary>A header field's value, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Where the range begins that was asked for; null when all was.</summary>
    public long? RangeStart =>
        Header("Range") is { } range && range.StartsWith("bytes=", StringComparison.Ordinal)
        && long.TryParse(range.AsSpan(6, Math.Max(0, range.IndexOf('-', StringComparison.Ordinal) - 6)), out long start) ? start : null;
}
