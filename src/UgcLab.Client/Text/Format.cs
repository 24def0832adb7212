using System.Collections.ObjectModel;

namespace UgcLab.Text;

// Formats amounts, ages, and times as text. The same on every machine, because they are written to logs.
internal static class Format
{
    // 6,240, and the part below a credit where there is one.
    public static string Amount(decimal credits) => credits.ToString("#,0.######", CultureInfo.InvariantCulture);

    // 1 video, 2 videos.
    public static string Count(long number, string thing) => Invariant(
        $"{number:#,0} {thing}{(number == 1 ? "" : thing.EndsWith("ch", StringComparison.Ordinal) ? "es" : "s")}");

    public static string Age(TimeSpan age) => age switch
    {
        { TotalHours: < 1 } => "less than an hour ago",
        { TotalDays: < 1 } => $"{Count((int)age.TotalHours, "hour")} ago",
        _ => $"{Count((int)age.TotalDays, "day")} ago",
    };

    // 2 h 5 min; a part of a minute counts as one.
    public static string Length(TimeSpan length)
    {
        long minutes = (long)Math.Ceiling(length.TotalMinutes);
        return $"{(minutes < 60 ? "" : $"{minutes / 60} h ")}{minutes % 60} min";
    }

    // What has passed: 12 s, 2 h 5 min.
    public static string Elapsed(TimeSpan time) => time < TimeSpan.FromSeconds(59.5)
        ? $"{Math.Round(time.TotalSeconds)} s" : Length(TimeSpan.FromMinutes(Math.Round(time.TotalMinutes)));

    public static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string ExactTime(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Some(IReadOnlyList<string> things) =>
        things.Count <= 3 ? string.Join("; ", things) : $"{string.Join("; ", things.Take(3))}; and {things.Count - 3} more";
}

internal static class CommandText
{
    // PowerShell takes typographic quotes for quotes as well.
    public static string Argument(string text) =>
        text.Length > 0 && text[0] is not ('-' or '.') && text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.') ? text
            : Quoted(text);

    public static string Quoted(string text) =>
        $"'{string.Concat(text.Select(c => c is '\'' or (>= '\u2018' and <= '\u201B') ? $"{c}{c}" : c.ToString()))}'";
}

/// <summary>A cell of a CSV file shows what is in it, and not its type.</summary>
internal sealed class DisplayList<T>(IEnumerable<T> items) : ReadOnlyCollection<T>([.. items])
{
    public override string ToString() => string.Join("; ", this);
}
