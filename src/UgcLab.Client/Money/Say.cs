using System.Globalization;

namespace UgcLab.Money;

/// <summary>Amounts, ages and times in words. They read alike on every machine, for they end up in logs.</summary>
internal static class Say
{
    /// <summary><c>6,240</c>, and the part below a credit where there is one.</summary>
    public static string Amount(decimal credits) => credits.ToString("#,0.######", CultureInfo.InvariantCulture);

    /// <summary><c>1 video</c>, <c>2 videos</c>.</summary>
    public static string Count(int number, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:#,0} {thing}{(number == 1 ? "" : "s")}");

    /// <summary>Where prices are from: <c>12 earlier charges, the newest 3 days ago</c>, the documentation of a day, or both.</summary>
    public static string Origin(IReadOnlyList<UgcPrice> prices, DateTimeOffset now)
    {
        string charges = prices.Max(price => price.LastCharged) is DateTimeOffset newest ? $"{Count(prices.Sum(price => price.Charges), "earlier charge")}, the newest {Age(now - newest)}" : "";
        string documented = prices.Min(price => price.DocumentedOn) is DateOnly day ? string.Create(CultureInfo.InvariantCulture, $"the documentation of {day:yyyy-MM-dd}") : "";
        return string.Join(", and ", new[] { charges, documented }.Where(part => part.Length > 0));
    }

    /// <summary>How long ago something was.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalHours: < 1 } => "less than an hour ago",
        { TotalDays: < 1 } => $"{Count((int)age.TotalHours, "hour")} ago",
        _ => $"{Count((int)age.TotalDays, "day")} ago",
    };

    /// <summary><c>2 h 5 min</c>; a part of a minute counts as one.</summary>
    public static string Length(TimeSpan length)
    {
        long minutes = (long)Math.Ceiling(length.TotalMinutes);
        return string.Create(CultureInfo.InvariantCulture, $"{(minutes < 60 ? "" : $"{minutes / 60} h ")}{minutes % 60} min");
    }

    /// <summary>A point in time by the reader's own clock.</summary>
    public static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The first few of a list, and how many more there are.</summary>
    public static string Some(IReadOnlyList<string> things) =>
        things.Count <= 3 ? string.Join("; ", things) : string.Create(CultureInfo.InvariantCulture, $"{string.Join("; ", things.Take(3))}; and {things.Count - 3} more");
}
