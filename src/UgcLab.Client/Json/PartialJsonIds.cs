namespace UgcLab.Json;

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
        Utf8JsonReader reader = new(
            body[Math.Max(0, body.IndexOf((byte)'{'))..], isFinalBlock: false, new JsonReaderState(options));
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
