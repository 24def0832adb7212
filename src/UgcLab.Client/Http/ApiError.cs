using System.Net.Http.Headers;
using System.Net;
using System.Text.RegularExpressions;

namespace UgcLab.Http;

/// <summary>Reads a refusal. Whatever the body is, the caller gets the HTTP failure and never a parse failure.</summary>
internal static class ApiError
{
    public static UgcLabException Read(ApiAnswer answer, ApiRequest request, TimeSpan? retryAfter)
    {
        JsonElement root = JsonElementExtensions.Read(answer.Body);
        string? code = root.Member("error").Text("code") ?? root.Text("code");
        UgcLabErrorKind kind = KindOf(answer.Status, code, request);
        return new UgcLabException(kind, Message(answer, kind, ErrorText.Of(root, answer.Body)))
        {
            StatusCode = answer.Status,
            Code = code is null ? null : Redaction.Show(code),
            RequestId = Redaction.Short(root.RequestId(), 200),
            RetryAfter = retryAfter,
        };
    }

    private static UgcLabErrorKind KindOf(HttpStatusCode status, string? code, ApiRequest request) => ((int)status, code) switch
    {
        (401, _) => UgcLabErrorKind.KeyRefused,
        (402, _) => UgcLabErrorKind.InsufficientCredits,
        (403, _) => UgcLabErrorKind.AccessDenied,
        (404, "PROJECT_NOT_FOUND") => UgcLabErrorKind.ProjectNotFound,
        (404, _) => request.NotFound,
        (429, _) => UgcLabErrorKind.RateLimited,
        (400, "IMAGE_DOWNLOAD_FAILED") => UgcLabErrorKind.ImageDownloadFailed,

        // See Other is the usual answer to a POST that was carried out (RFC 9110, 15.4.4). The other redirects mean that it wasn't.
        (303, _) when request.Charges => UgcLabErrorKind.OutcomeUnconfirmed,
        (407, _) or ( >= 300 and < 400, _) => UgcLabErrorKind.NotTheService,

        // These three say that something was under way, or may already have been done.
        (408 or 409 or 425, _) => request.Charges ? UgcLabErrorKind.OutcomeUnconfirmed : UgcLabErrorKind.ServerError,
        ( >= 400 and < 500, _) => UgcLabErrorKind.RequestRefused,

        // A 5xx says nothing at all: the row may be made and its queue broken.
        _ => request.Charges ? UgcLabErrorKind.OutcomeUnconfirmed : UgcLabErrorKind.ServerError,
    };

    private static string Message(ApiAnswer answer, UgcLabErrorKind kind, string? said)
    {
        string status = $"HTTP {(int)answer.Status}";
        string words = said is null ? $"The service answered {status} and gave no reason." : $"{Redaction.Show(said, 500)} ({status})";
        return kind switch
        {
            UgcLabErrorKind.OutcomeUnconfirmed => $"This request may have been charged: {words}",
            UgcLabErrorKind.NotTheService when answer.Status is HttpStatusCode.ProxyAuthenticationRequired =>
                $"The proxy asks for a log-in. {words}",
            UgcLabErrorKind.NotTheService when (int)answer.Status is >= 300 and < 400 =>
                $"The base address answers with a redirect, which is never followed. {words}",
            UgcLabErrorKind.PathNotFound => $"The service knows nothing at this path. {words}",
            UgcLabErrorKind.NotTheService => $"Nothing is known at this address: is the base address right? {words}",
            _ => words,
        };
    }
}

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
