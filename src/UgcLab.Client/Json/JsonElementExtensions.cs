namespace UgcLab.Json;

// Reads the service's JSON member by member. Nothing here throws because a member is missing, null or of another type: an
// answer to a paid request must never be lost because of an odd member beside the id.
internal static class JsonElementExtensions
{
    // Deep enough for any documented body; what nests deeper is hostile or broken.
    private const int MaxDepth = 32;

    // Amounts are added up, and the sum has to fit as well.
    private const decimal Most = 1_000_000_000_000_000m;

    /// <summary>The value, or an undefined element when the bytes are not one whole JSON text.</summary>
    public static JsonElement Read(ReadOnlySpan<byte> body, int maxDepth = MaxDepth)
    {
        if (body.IsEmpty)
        {
            return default;
        }

        try
        {
            Utf8JsonReader reader = new(
                body.StartsWith("\uFEFF"u8) ? body[3..] : body, new JsonReaderOptions { MaxDepth = maxDepth });
            JsonElement value = JsonElement.ParseValue(ref reader);

            // Past the end, to check that nothing follows.
            _ = reader.Read();
            return value;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    public static JsonElement Read(string? text, int maxDepth = MaxDepth) => Read(Encoding.UTF8.GetBytes(text ?? ""), maxDepth);

    public static string? RequestId(this JsonElement answer) => answer.Member("meta").Text("requestId");

    /// <summary>A member, or an undefined element. A similar spelling is used if there is no exact match.</summary>
    public static JsonElement Member(this JsonElement parent, string name)
    {
        try
        {
            return parent.ValueKind is not JsonValueKind.Object ? default
                : parent.TryGetProperty(name, out JsonElement value) ? value
                : parent.EnumerateObject().LastOrDefault(member => IsSameName(member.Name, name)).Value;
        }
        catch (InvalidOperationException)
        {
            // A neighbor whose name is half a surrogate pair: it cannot be compared, so the object cannot be searched.
            return default;
        }
    }

    /// <summary>Whether names differ only in case and underscores: data and Data, ugcId and ugc_id.</summary>
    public static bool IsSameName(string name, string wanted) =>
        name.Replace("_", "", StringComparison.Ordinal).Equals(wanted, StringComparison.OrdinalIgnoreCase);

    public static string? Text(this JsonElement parent, string name) => Text(parent.Member(name));

    public static decimal? Amount(this JsonElement parent, string name) =>
        parent.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out decimal amount)
            && Math.Abs(amount) < Most
            ? UntypedJson.Shortest(amount) : null;

    /// <summary>An amount of credits. One that can't be an amount is null, and its text is passed on.</summary>
    public static decimal? Credits(this JsonElement parent, string name, Action<string> odd)
    {
        JsonElement value = parent.Member(name);
        decimal? credits = parent.Amount(name) is decimal amount and >= 0 ? amount : null;
        if (credits is null && value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            odd($"{name} is {Redaction.Show(value.GetRawText())}, which is not an amount of credits, so it is left out.");
        }

        return credits;
    }

    /// <summary>A whole number, also when written as 1.0.</summary>
    public static int? Whole(this JsonElement parent, string name) =>
        parent.Count(name) is long count and >= int.MinValue and <= int.MaxValue ? (int)count : null;

    public static long? Count(this JsonElement parent, string name) =>
        parent.Amount(name) is decimal amount && decimal.Truncate(amount) == amount ? (long)amount : null;

    public static bool? Flag(this JsonElement parent, string name) => parent.Member(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A point in time, ISO 8601; without a zone it is taken for UTC.</summary>
    public static DateTimeOffset? Time(this JsonElement parent, string name) =>
        DateTimeOffset.TryParse(parent.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time : null;

    public static IEnumerable<JsonElement> Items(this JsonElement parent, string name) =>
        parent.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    // The cursor of the next page of a list; null at its end. The documentation shows both members, and either ends the list.
    public static string? NextCursor(this JsonElement data) =>
        data.Member("pagination").Flag("hasMore") is true ? data.Member("pagination").Text("nextCursor") : null;

    public static Dictionary<string, string> Texts(this JsonElement map)
    {
        Dictionary<string, string> texts = [];
        foreach (JsonProperty member in map.ValueKind is JsonValueKind.Object ? map.EnumerateObject() : default)
        {
            if (Name(member) is string key)
            {
                texts[key] = member.Value.ValueKind is JsonValueKind.String ? map.Text(key) ?? "" : member.Value.GetRawText();
            }
        }

        return texts;
    }

    public static string? Name(JsonProperty member) => Readable(member, static each => each.Name);

    public static string? Text(JsonElement value) =>
        value.ValueKind is JsonValueKind.String && Readable(value, static each => each.GetString()) is string text
            && !string.IsNullOrWhiteSpace(text) ? text : null;

    // Half a surrogate pair, or bytes that are not UTF-8, throw.
    private static string? Readable<T>(T value, Func<T, string?> read)
    {
        try
        {
            return read(value);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
