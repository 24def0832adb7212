using System.Text;
using System.Text.Json;
using UgcLab.Http;
using UgcLab.Json;

namespace UgcLab;

/// <summary>What the service answered to a request that this module knows nothing of. The key is not in it, whatever the service quotes.</summary>
public sealed record UgcAnswer
{
    internal UgcAnswer(ApiAnswer answer, string apiKey, IReadOnlyList<UgcJob> jobs)
    {
        (Status, Jobs) = ((int)answer.Status, jobs);
        Text = Encoding.UTF8.GetString(answer.Body).TrimStart('\uFEFF').Replace(apiKey, "…", StringComparison.Ordinal);
        using JsonDocument? document = Wire.TryParse(Text);
        Root = document?.RootElement.Clone();
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The body as it came.</summary>
    public string Text { get; }

    /// <summary>The jobs that were bought by it.</summary>
    public IReadOnlyList<UgcJob> Jobs { get; }

    /// <summary>Whether the service says that there is another page.</summary>
    public bool HasMore => NextCursor is not null;

    internal string? NextCursor => Pagination is JsonElement page && page.Flag("hasMore") is true ? page.Text("nextCursor") : null;

    private JsonElement? Root { get; }

    private JsonElement Pagination => Data().Member("pagination");

    /// <summary>What the answer is about: the items of a list, or its data, or all of it where it has no such member. None for an empty body.</summary>
    /// <exception cref="UgcLabException">ProtocolError: it is no JSON.</exception>
    public IEnumerable<JsonElement> Items()
    {
        if (Text.Length > 0 && Root is null)
        {
            throw new UgcLabException(UgcLabErrorKind.ProtocolError, $"The service answered {Status} with something that is no JSON: {Redaction.Show(Text, 200)}") { Advice = "-Raw returns it as it came." };
        }

        JsonElement data = Data();
        JsonElement items = data.Member("items");
        return (data.ValueKind, items.ValueKind) switch
        {
            (JsonValueKind.Undefined or JsonValueKind.Null, _) => [],
            (_, JsonValueKind.Array) => items.EnumerateArray(),
            (JsonValueKind.Array, _) => data.EnumerateArray(),
            _ => [data],
        };
    }

    /// <summary>The status.</summary>
    public override string ToString() => $"HTTP {Status}";

    private JsonElement Data() => Root is JsonElement root
        ? root.ValueKind is JsonValueKind.Object && root.Member("data") is { ValueKind: not JsonValueKind.Undefined } data ? data : root
        : default;
}
