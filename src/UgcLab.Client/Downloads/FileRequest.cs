using System.Net.Http.Headers;

namespace UgcLab.Downloads;

/// <summary>Requests the rest of a file, without the key, and follows a redirect only after checking its target.</summary>
internal static class FileRequest
{
    private const int MostRedirects = 5;

    private static readonly ProductInfoHeaderValue Agent = new("UgcLab", typeof(FileRequest).Assembly.GetName().Version?.ToString(3));

    public static async Task<HttpResponseMessage> SendAsync(
        HttpMessageInvoker http, VideoAddress addresses, UgcJob job, PartFile part, CancellationToken cancellationToken)
    {
        Uri address = addresses.Check(job.VideoUrl!, job.UgcId);
        for (int redirects = 0; ; redirects++)
        {
            HttpRequestMessage request = new(HttpMethod.Get, address)
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            };
            request.Headers.UserAgent.Add(Agent);

            // A part of a compressed body cannot be continued, and a video gains nothing from it.
            request.Headers.AcceptEncoding.Add(new("identity"));
            if (part.Length > 0)
            {
                request.Headers.Range = new(part.Length, null);
                request.Headers.IfRange = part.Notes.IfRange;
            }

            HttpResponseMessage answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            answer.RequestMessage ??= request;
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || !answer.Headers.NonValidated.Contains("Location"))
            {
                return answer;
            }

            using (answer)
            {
                address = redirects < MostRedirects
                    ? addresses.Check(VideoAddress.Redirected(address, answer), job.UgcId)
                    : throw new UgcLabException(UgcLabErrorKind.DownloadFailed,
                        $"The file of job {job.UgcId} cannot be fetched: its link redirects more than {MostRedirects} times.");
            }
        }
    }
}

internal enum RangeStep
{
    Append, // The body starts where the file ends.
    Fresh, // The body is the whole file.
    Whole, // The file has all its bytes already.
    StartOver, // What is on disk is not what the host has: ask for all of it.
    DeadLink,
    Retry,
    Refused, // Asking again cannot help.
}

internal sealed record RangeAnswer(RangeStep Step, string Reason, long? Total = null)
{
    public HttpStatusCode? Status { get; init; }
    public TimeSpan? RetryAfter { get; init; }
    public Exception? Fault { get; init; }

    /// <summary>Whether only the end of the connection said that this is all.</summary>
    public bool LengthUnconfirmed { get; init; }

    /// <summary>Pure: a wrong step here is a wrong file, so tests go through it row by row.</summary>
    public static RangeAnswer Read(HttpResponseMessage answer, long offset, PartialDownloadMetadata notes)
    {
        string said = $"the host answered {(int)answer.StatusCode}";
        return (int)answer.StatusCode switch
        {
            200 => new(RangeStep.Fresh, said, answer.Content.Headers.ContentLength),
            206 => Partial(answer, offset, notes),
            416 => Unsatisfiable(answer.Content.Headers.ContentRange, offset, notes),
            401 or 403 or 404 or 410 => new(RangeStep.DeadLink, said),
            408 or 429 or >= 500 => new(RangeStep.Retry, said),
            _ => new(RangeStep.Refused, said),
        };
    }

    private static RangeAnswer Partial(HttpResponseMessage answer, long offset, PartialDownloadMetadata notes)
    {
        ContentRangeHeaderValue? range = answer.Content.Headers.ContentRange;
        EntityTagHeaderValue? tag = answer.Headers.ETag;
        string? fault = offset == 0 ? "the host sent a part, and all was asked for"
            : range is not { Unit: "bytes", HasRange: true, HasLength: true } ? "the host sent a part and did not say which"
            : range.From != offset ? "the host sent another part than was asked for"
            : notes.Total is long total && range.Length != total ? "the file at the host has another length now"
            : notes.ETag is not null && tag is not null && tag.ToString() != notes.ETag ? "the file at the host is another one now"
            : answer.Content.Headers.ContentEncoding.Any(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
                ? "the host sent a part in a coding"
            : answer.Content.Headers.ContentLength is long length && length != range.To - range.From + 1
                ? "the host contradicts itself about the length of a part"
            : null;
        return fault is null ? new(RangeStep.Append, "the host sent the rest", range!.Length) : new(RangeStep.StartOver, fault);
    }

    private static RangeAnswer Unsatisfiable(ContentRangeHeaderValue? range, long offset, PartialDownloadMetadata notes)
    {
        // "Nothing after byte N" is good news when N bytes are here, and were announced as all there is.
        bool whole = offset > 0 && range is { Unit: "bytes", HasLength: true } && range.Length == offset
            && (notes.Total ?? offset) == offset;
        return whole ? new(RangeStep.Whole, "all of it is here", offset)
            : new(RangeStep.StartOver, "the host has no such part of the file");
    }
}
