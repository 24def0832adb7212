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

// Finds the job ids in the answer to a paid request, however broken it is. There is no call that lists jobs, so an id
// that is not found here is a paid video lost. Half an id is never taken for one.
internal static class PartialJsonIds
{
    /// <summary>Every id once, in the order of the bytes, and any number of them: the longest body that is read is the limit.</summary>
    public static IReadOnlyList<string> Ids(ReadOnlySpan<byte> body)
    {
        List<string> ids = [];
        HashSet<string> known = new(StringComparer.Ordinal);

        // Not the final block: a text is only complete once its closing quote was seen.
        JsonReaderOptions options = new() { MaxDepth = 32, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
        Utf8JsonReader reader = new(body[Math.Max(0, body.IndexOf((byte)'{'))..], isFinalBlock: false, new JsonReaderState(options));
        try
        {
            bool named = false;
            while (reader.Read())
            {
                if (named && reader.TokenType is JsonTokenType.String && reader.GetString() is string id && ServiceId.IsUsable(id)
                    && known.Add(id))
                {
                    ids.Add(id);
                }

                named = reader.TokenType is JsonTokenType.PropertyName
                    && JsonElementExtensions.IsSameName(Encoding.Latin1.GetString(reader.ValueSpan), "ugcId");
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The rest isn't valid JSON; the complete part before it is used.
        }

        return ids;
    }
}
