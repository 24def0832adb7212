namespace UgcLab.Purchasing;

/// <summary>The answer to a request that this module knows nothing about. The key is not in it, even if the service quotes it.</summary>
internal sealed record UgcAnswer
{
    // Undefined when the body is empty or no JSON.
    private readonly JsonElement _root;

    public UgcAnswer(ApiAnswer answer, IReadOnlyList<UgcJob> jobs)
    {
        (Status, Jobs) = ((int)answer.Status, jobs);
        Text = KnownKey.Redact(Encoding.UTF8.GetString(answer.Body).TrimStart('\uFEFF'));
        _root = JsonElementExtensions.Read(Text);
    }

    public int Status { get; }

    public string Text { get; }

    public IReadOnlyList<UgcJob> Jobs { get; }

    public bool HasMore => NextCursor is not null;

    public string? NextCursor => Data.NextCursor();

    private JsonElement Data => _root.Member("data") is { ValueKind: not JsonValueKind.Undefined } data ? data : _root;

    /// <summary>
    /// The content of the answer: the items of a list, or its data, or all of it if it has no such member. Empty for an empty body.
    /// </summary>
    /// <exception cref="UgcLabException">ProtocolError: the answer isn't valid JSON.</exception>
    public IEnumerable<JsonElement> Items()
    {
        if (Text.Length > 0 && _root.ValueKind is JsonValueKind.Undefined)
        {
            throw new UgcLabException(
                UgcLabErrorKind.ProtocolError, $"The service answered {Status} with something that isn't JSON: {Redaction.Show(Text, 200)}")
            {
                Advice = "-Raw returns it as it came.",
            };
        }

        JsonElement items = Data.Member("items");
        return (Data.ValueKind, items.ValueKind) switch
        {
            (JsonValueKind.Undefined or JsonValueKind.Null, _) => [],
            (_, JsonValueKind.Array) => items.EnumerateArray(),
            (JsonValueKind.Array, _) => Data.EnumerateArray(),
            _ => [Data],
        };
    }

    public override string ToString() => $"HTTP {Status}";
}
