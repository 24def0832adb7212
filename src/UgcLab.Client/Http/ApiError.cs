using System.Net.Http.Headers;

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
        string status = string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)answer.Status}");
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
