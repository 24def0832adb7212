namespace UgcLab.Json;

// Finds the job ids in the answer to a paid request, however broken it is. There is no call that lists jobs, so an id
// that is not found here is a paid video lost. Half an id is never taken for one.
internal static class PartialJsonIds
{
    private const int LongestId = 200;

    /// <summary>Every id once, in the order of the bytes, and any number of them: the longest body that is read is the limit.</summary>
    public static IReadOnlyList<string> Ids(ReadOnlySpan<byte> body)
    {
        List<string> ids = [];
        HashSet<string> known = new(StringComparer.Ordinal);

        // Not the final block: a text is only complete once its closing quote was seen.
        JsonReaderOptions options = new() { MaxDepth = 32, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
        Utf8JsonReader reader = new(
            body[Math.Max(0, body.IndexOf((byte)'{'))..], isFinalBlock: false, new JsonReaderState(options));
        try
        {
            bool named = false;
            while (reader.Read())
            {
                if (named && reader.TokenType is JsonTokenType.String && reader.GetString() is string id && IsUsable(id) && known.Add(id))
                {
                    ids.Add(id);
                }

                named = reader.TokenType is JsonTokenType.PropertyName && JsonElementExtensions.IsSameName(reader.ValueSpan, "ugcId"u8);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The rest isn't valid JSON; the complete part before it is used.
        }

        return ids;
    }

    /// <summary>
    /// Whether an id that the service returned can be used: shown, recorded, and put in a path. Documented ids are CUIDs, but another form
    /// must not lose a video.
    /// </summary>
    public static bool IsUsable(string id) => id.Length is > 0 and <= LongestId && id.EnumerateRunes().All(IsOfId)
        && !id.Split('/').Any(part => part is "." or "..");

    // Half a surrogate pair is enumerated as U+FFFD. Signs of JSON and HTML come from a damaged answer, not from an id.
    private static bool IsOfId(Rune rune) =>
        rune.Value is not (0xFFFD or '"' or '\\' or '{' or '}' or '[' or ']' or '<' or '>' or ',')
        && !Rune.IsWhiteSpace(rune) && Redaction.IsPlain(rune);

    /// <summary>Whether this looks like a job's id: CUIDs, as far as the documentation shows.</summary>
    public static bool IsId(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
