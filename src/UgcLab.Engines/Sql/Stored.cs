namespace UgcLab.Engines.Sql;

/// <summary>How values are stored: times as microseconds since 1970 in UTC, credits as decimal text.</summary>
internal static class Stored
{
    private const long TicksInMicrosecond = TimeSpan.TicksPerMicrosecond;

    public static long Time(DateTimeOffset time) =>
        (long)Math.Floor((time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / (decimal)TicksInMicrosecond);

    public static DateTimeOffset Time(long stored) =>
        DateTimeOffset.UnixEpoch.AddTicks(Math.Clamp(stored, -60_000_000_000_000_000, 250_000_000_000_000_000) * TicksInMicrosecond);

    public static long Length(TimeSpan length) => length.Ticks / TicksInMicrosecond;

    public static TimeSpan Length(long stored) => TimeSpan.FromTicks(stored * TicksInMicrosecond);

    public static string Amount(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    public static decimal? Amount(string? stored) =>
        decimal.TryParse(
            stored, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount)
            ? amount : null;
}
