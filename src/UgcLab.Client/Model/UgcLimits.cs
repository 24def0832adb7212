namespace UgcLab;

/// <summary>The maximum numbers of requests; 0 means no limit in this client. The documented limits (docs/authentication) are 100 creations
/// and 1000 reads an hour for a key, and 20 authentications a minute for an address, which is applied to all requests.</summary>
/// <param name="Requests">All requests together.</param>
/// <param name="Creations">Paid requests.</param>
/// <param name="Reads">All other requests.</param>
public sealed record UgcLimits(UgcRateLimit Requests, UgcRateLimit Creations, UgcRateLimit Reads)
{
    /// <summary>The documented limits.</summary>
    public UgcLimits()
        : this(20, 100, 1000)
    {
    }

    /// <summary>Other limits with the documented windows.</summary>
    /// <param name="requestsPerMinute">All requests together.</param>
    /// <param name="creationsPerHour">Paid requests.</param>
    /// <param name="readsPerHour">All other requests.</param>
    public UgcLimits(int requestsPerMinute, int creationsPerHour, int readsPerHour)
        : this(
            new UgcRateLimit(requestsPerMinute, TimeSpan.FromMinutes(1)),
            new UgcRateLimit(creationsPerHour, TimeSpan.FromHours(1)),
            new UgcRateLimit(readsPerHour, TimeSpan.FromHours(1)))
    {
    }

    /// <summary>No limits in this client; the service's limits still apply.</summary>
    public static UgcLimits None { get; } = new(0, 0, 0);
}

/// <summary>How many requests may be sent in any sliding window. As text: 20/minute, 2/second, or 50/90s.</summary>
/// <param name="Count">The number of requests; 0 means no limit.</param>
/// <param name="Window">The window, from a second to a day.</param>
/// <exception cref="UgcLabException">ArgumentInvalid: the number is below zero, or the window isn't from a second to a day.</exception>
public readonly record struct UgcRateLimit(int Count, TimeSpan Window)
{
    private static readonly (string Name, TimeSpan Window)[] Names =
    [
        ("second", TimeSpan.FromSeconds(1)), ("minute", TimeSpan.FromMinutes(1)), ("hour", TimeSpan.FromHours(1)),
        ("day", LongestWindow),
    ];

    internal static TimeSpan LongestWindow => TimeSpan.FromDays(1);

    /// <summary>The number of requests; 0 means no limit.</summary>
    public int Count { get; } = Count >= 0 ? Count : throw new UgcLabException(
        UgcLabErrorKind.ArgumentInvalid, $"A rate limit is {Count} requests, and must be 0 or more.");

    /// <summary>The window, from a second to a day.</summary>
    public TimeSpan Window { get; } = IsWindow(Window) ? Window : throw new UgcLabException(
        UgcLabErrorKind.ArgumentInvalid, $"The window of a rate limit is {Window}, and must be from a second to a day.");

    // The average time between requests; zero without a limit.
    internal TimeSpan Interval => Count > 0 ? Window / Count : TimeSpan.Zero;

    /// <summary>Reads a text such as 20/minute. A number without a window is one per the given window.</summary>
    /// <param name="text">The text.</param>
    /// <param name="window">The window of a number without one; null if it must have one.</param>
    /// <param name="limit">The limit.</param>
    /// <returns>Whether the text is valid.</returns>
    public static bool TryParse(string? text, TimeSpan? window, out UgcRateLimit limit)
    {
        string[] parts = (text ?? "").Split('/', StringSplitOptions.TrimEntries);
        TimeSpan? given = parts is [_] ? window : parts is [_, string name] ? Parse(name) : null;
        bool isValid = int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && IsWindow(given);
        limit = isValid ? new(count, given!.Value) : default;
        return isValid;
    }

    /// <summary>The window as text, such as minute or 90s.</summary>
    public string WindowText => Named(Window) ?? Invariant($"{Window.TotalSeconds}s");

    /// <summary>The limit as text, such as 20/minute.</summary>
    public override string ToString() => $"{Count}/{WindowText}";

    private static bool IsWindow(TimeSpan? window) => window >= TimeSpan.FromSeconds(1) && window <= LongestWindow;

    private static string? Named(TimeSpan window) => Names.FirstOrDefault(known => known.Window == window).Name;

    private static TimeSpan? Parse(string window) =>
        Names.FirstOrDefault(known => string.Equals(known.Name, window, StringComparison.OrdinalIgnoreCase)) is { Name: not null } named
            ? named.Window
            : window is [.. string number, 's' or 'S']
                && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
                    ? TimeSpan.FromSeconds(seconds) : null;
}
