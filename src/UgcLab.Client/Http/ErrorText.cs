using System.Net;
using System.Text.RegularExpressions;

namespace UgcLab.Http;

// Finds the reason in a refusal. The documented one is error.message; gateways and frameworks have forms of their own.
internal static partial class ErrorText
{
    private const int MostItems = 20;
    private const int Deepest = 5;
    private const int LongestPage = 20_000;

    private static readonly string[] Members =
        ["message", "error", "detail", "reason", "error_description", "description", "msg", "title", "details", "errors", "issues",
            "violations"];

    private static readonly string[] Maps = ["details", "errors", "issues", "violations"];
    private static readonly string[] Fields = ["field", "path", "param", "parameter", "property", "propertyPath", "loc", "pointer"];

    public static string? Of(JsonElement root, byte[] body)
    {
        string text = root.ValueKind is JsonValueKind.Undefined ? Page(body)
            : string.Join("; ", Reasons(root, 0).Select(reason => reason.Trim()).Distinct());
        return text.Length == 0 ? null : text;
    }

    private static List<string> Reasons(JsonElement value, int depth, bool isMap = false)
    {
        if (depth > Deepest)
        {
            return [];
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return JsonElementExtensions.Text(value) is string text ? [text] : [];
            case JsonValueKind.Array:
                return [.. value.EnumerateArray().Take(MostItems).SelectMany(item => Reasons(item, depth + 1, isMap))];
            case JsonValueKind.Object:
                List<string> named = [.. Members.SelectMany(name => Reasons(value.Member(name), depth + 1, Maps.Contains(name)))];
                string? field = Fields.Select(name => Field(value.Member(name))).FirstOrDefault(name => name is not null);
                return named.Count > 0 ? [.. named.Select(reason => field is null ? reason : $"{field}: {reason}")]
                    : !isMap ? []
                    : [.. value.EnumerateObject().Take(MostItems).SelectMany(member => JsonElementExtensions.Name(member) is string name
                        ? Reasons(member.Value, depth + 1, isMap: true).Select(reason => $"{name}: {reason}")
                        : [])];
            default:
                return [];
        }
    }

    private static string? Field(JsonElement value) => value.ValueKind is JsonValueKind.Array
        ? string.Join('.', value.EnumerateArray().Take(MostItems).Select(part => JsonElementExtensions.Text(part) ?? part.ToString()))
        : JsonElementExtensions.Text(value);

    // A page of a gateway, or a line of text.
    private static string Page(byte[] body)
    {
        ReadOnlySpan<byte> start = body.AsSpan(0, Math.Min(body.Length, LongestPage));
        if (!MediaType.IsText(start[..Math.Min(start.Length, MediaType.HeadLength)]))
        {
            return "";
        }

        string text = Encoding.UTF8.GetString(start).Trim('\uFEFF', ' ', '\r', '\n', '\t');
        return text.StartsWith('<') ? Blanks().Replace(WebUtility.HtmlDecode(Tags().Replace(text, " ")), " ").Trim() : text;
    }

    [GeneratedRegex(@"(?is)<(script|style|head)\b.*?(</\1>|\z)|<!--.*?(-->|\z)|<[^>]*(>|\z)", RegexOptions.None, 1000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
