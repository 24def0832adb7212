using System.Buffers;

namespace UgcLab.Json;

// The rules of the service's ids. Documented ids are CUIDs of 25 letters and digits.
internal static class ServiceId
{
    /// <summary>The longest id that a user may give, and that is looked for in a webhook.</summary>
    public const int Longest = 64;

    // In an answer, another form must not lose a video.
    private const int LongestUsable = 200;

    // No path or query can be in an id of these.
    private static readonly SearchValues<char> Characters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /// <summary>The first character that no id has; -1 if there is none.</summary>
    public static int IndexOfInvalid(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Characters);

    // The id of a job as a user gives it. JobIdInvalid: it can't be one.
    public static string Check(string id) => id.Length is > 0 and <= Longest && IndexOfInvalid(id) < 0 ? id
        : throw new UgcLabException(
            UgcLabErrorKind.JobIdInvalid, $"'{Redaction.Show(id)}' isn't a valid job id. Job ids have only letters and digits.");

    /// <summary>Whether an id that the service returned can be shown, recorded, and put in a path.</summary>
    public static bool IsUsable(string id) => id.Length is > 0 and <= LongestUsable && id.EnumerateRunes().All(IsUsable)
        && !id.Split('/').Any(part => part is "." or "..");

    // Half a surrogate pair is enumerated as U+FFFD. Signs of JSON and HTML come from a damaged answer, not from an id.
    private static bool IsUsable(Rune rune) =>
        rune.Value is not (0xFFFD or '"' or '\\' or '{' or '}' or '[' or ']' or '<' or '>' or ',')
        && !Rune.IsWhiteSpace(rune) && Redaction.IsPlain(rune);
}
