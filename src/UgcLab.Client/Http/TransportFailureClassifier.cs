using System.Security.Authentication;

namespace UgcLab.Http;

/// <summary>What a request without an answer means. For a paid one, it is the difference between "again" and "never".</summary>
internal static class TransportFailureClassifier
{
    public static bool IsNotReceived(UgcLabException failure, bool charges) =>
        failure is { Kind: UgcLabErrorKind.NetworkError or UgcLabErrorKind.NotTheService, StatusCode: null }
        && (charges || NeverConnected(failure.InnerException));

    public static UgcLabException Describe(Exception error, TrackedContent? body, bool charges, string host)
    {
        string why = error is OperationCanceledException ? "No answer came in time."
            : Redaction.Show(Sentence(error.GetBaseException()), 300);
        HttpRequestError? httpError = (error as HttpRequestException)?.HttpRequestError;
        bool isProvedUnsent = body is { Started: false } && (body.IsNeeded || NeverConnected(error));
        return charges && !isProvedUnsent
                ? new(UgcLabErrorKind.OutcomeUnconfirmed,
                    $"The request was sent and no answer came, so it may have been charged. {why}", error)

            // Not transient; a retry would fail the same way.
            : error is not (HttpRequestException or IOException or OperationCanceledException)
                ? new(UgcLabErrorKind.ArgumentInvalid, $"The request could not be made with these settings. {why}", error)

            // A certificate that cannot be trusted does not become better by asking again; a handshake that broke may.
            : httpError is HttpRequestError.SecureConnectionError && error.InnerException is AuthenticationException
                ? new(UgcLabErrorKind.NotTheService, $"{host} could not prove that it is the service. {why}",
                    "A proxy that inspects traffic, a wrong clock or a captive portal can cause this. Nothing was sent.", error)
            : httpError is HttpRequestError.ProxyTunnelError && error.Message.Contains("407", StringComparison.Ordinal)
                ? new(UgcLabErrorKind.NotTheService, $"The proxy asks for a log-in. {why}",
                    "Pass -ProxyCredential to Connect-UgcLab.", error)
            : new(UgcLabErrorKind.NetworkError, $"{host} could not be reached. {why}", error);
    }

    // Without the name of the error, which .NET adds to the sentence of an interrupted answer.
    private static string Sentence(Exception error)
    {
        string message = error is HttpIOException interrupted
            ? error.Message.Replace($" ({interrupted.HttpRequestError})", "", StringComparison.Ordinal) : error.Message;
        return message.TrimEnd('.', ' ') + ".";
    }

    private static bool NeverConnected(Exception? error) => error is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError,
    };
}
