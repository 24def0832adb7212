using System.Net.Http.Headers;

namespace UgcLab.Downloads;

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

/// <summary>How an attempt ended, or what the head of an answer says of it.</summary>
internal sealed record RangeAnswer(RangeStep Step, string Reason, long? Total = null)
{
    public HttpStatusCode? Status { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public Exception? Fault { get; init; }

    /// <summary>Whether only the end of the connection said that this is all.</summary>
    public bool LengthUnconfirmed { get; init; }

    /// <summary>Reads the head of an answer. Pure: a wrong step here is a wrong file, so tests go through it row by row.</summary>
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
