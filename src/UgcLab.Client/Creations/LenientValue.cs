using System.Text.RegularExpressions;

namespace UgcLab.Creations;

// Reads a value that is spelled differently than the service requires: 5s, 9x16, Veo 3.1. Accepts only unambiguous values: an ambiguous
// one is an error, because it would be charged.
internal static partial class LenientValue
{
    /// <summary>The name that differs only in spaces, punctuation, and case; null if none does, or several.</summary>
    public static string? Name(string text, IEnumerable<string> names)
    {
        string letters = Letters(text);
        string[] same = [.. names.Where(name => letters.Length > 0 && Letters(name) == letters).Take(2)];
        return same is [string only] ? only : null;
    }

    /// <summary>A whole number of seconds, with or without a unit, in the form that is allowed.</summary>
    public static string? Duration(string text, IEnumerable<string> allowed) =>
        Seconds().Match(FieldText.Narrow(text)) is { Success: true } match
            ? Single(allowed, each => each.TrimEnd('s') == match.Groups["whole"].Value)
            : null;

    /// <summary>Seconds with a unit, such as <c>12.5 s</c>, as a number.</summary>
    public static string? Number(string text) =>
        WithUnit().Match(FieldText.Narrow(text)) is { Success: true } match ? match.Groups["number"].Value : null;

    /// <summary>Two numbers with any sign between them that stands for a ratio.</summary>
    public static string? Ratio(string text, IEnumerable<string> allowed) =>
        Pair().Match(FieldText.Narrow(text)) is { Success: true } match
            ? Single(allowed, each => each == $"{match.Groups["wide"].Value}:{match.Groups["high"].Value}") : null;

    public static string Letters(string text) => string.Concat(FieldText.Narrow(text).Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static string? Single(IEnumerable<string> allowed, Func<string, bool> isMeant) =>
        allowed.Where(isMeant).Distinct().Take(2).ToArray() is [string only] ? only : null;

    [GeneratedRegex(@"^\s*0*(?<whole>[0-9]{1,4})([.,]0+)?\s*(s|secs?|seconds?|sek|sekunden|″|"")?\.?\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Seconds();

    [GeneratedRegex(@"^\s*(?<number>[0-9]{1,3}(\.[0-9]{1,6})?)\s*(s|secs?|seconds?|sek|sekunden|″|"")?\.?\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex WithUnit();

    [GeneratedRegex(@"^\s*0*(?<wide>[0-9]{1,2})\s*([x×✕*:∶/.\-–]|by|to)\s*0*(?<high>[0-9]{1,2})\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Pair();
}
