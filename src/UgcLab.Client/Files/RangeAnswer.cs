using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace UgcLab.Files;

/// <summary>What to make of a file host's answer.</summary>
internal enum RangeStep
{
    /// <summary>The body goes on where the file ends.</summary>
    Append,

    /// <summary>The body is the whole file.</summary>
    Fresh,

    /// <summary>The file has all its bytes already.</summary>
    Whole,

    /// <summary>What is on disk does not go with what the host has: ask for all of it.</summary>
    StartOver,

    /// <summary>The link leads nowhere any more.</summary>
    DeadLink,

    /// <summary>The host is in trouble, or wants to be left alone for a while.</summary>
    Retry,

    /// <summary>Asking again cannot help.</summary>
    Refused,
}

/// <summary>Reads the head of an answer. Pure: a wrong step here is a wrong file, so tests go through it row by row.</summary>
/// <param name="Step">What to do.</param>
/// <param name="Total">The length of the whole file, when the answer tells it.</param>
/// <param name="Reason">Why it is not a plain success, in words.</param>
internal readonly record struct RangeAnswer(RangeStep Step, long? Total, string Reason)
{
    public static RangeAnswer Read(HttpResponseMessage answer, long offset, PartNotes notes)
    {
        int status = (int)answer.StatusCode;
        string said = string.Create(CultureInfo.InvariantCulture, $"the host answered {status}");
        return answer.StatusCode switch
        {
            HttpStatusCode.OK or HttpStatusCode.PartialContent when answer.Content.Headers.ContentEncoding.Any(coding => coding != "identity") =>
                new(RangeStep.Refused, null, "the host sent it compressed, which it was asked not to"),
            HttpStatusCode.OK => new(RangeStep.Fresh, answer.Content.Headers.ContentLength, said),
            HttpStatusCode.PartialContent => Partial(answer, offset, notes),
            HttpStatusCode.RequestedRangeNotSatisfiable => Unsatisfiable(answer.Content.Headers.ContentRange, offset, notes),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone => new(RangeStep.DeadLink, null, said),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new(RangeStep.Retry, null, said),
            _ => new(RangeStep.Refused, null, said),
        };
    }

    private static RangeAnswer Partial(HttpResponseMessage answer, long offset, PartNotes notes)
    {
        ContentRangeHeaderValue? range = answer.Content.Headers.ContentRange;
        EntityTagHeaderValue? tag = answer.Headers.ETag;
        string? fault = offset == 0 ? "the host sent a part, and all was asked for"
            : range is not { Unit: "bytes", HasRange: true, HasLength: true } ? "the host sent a part and did not say which"
            : range.From != offset ? "the host sent another part than was asked for"
            : notes.Total is long total && range.Length != total ? "the file at the host has another length now"
            : notes.ETag is not null && tag is not null && tag.ToString() != notes.ETag ? "the file at the host is another one now"
            : answer.Content.Headers.ContentLength is long length && length != range.To - range.From + 1 ? "the host contradicts itself about the length of a part"
            : null;
        return fault is null ? new(RangeStep.Append, range!.Length, "the host sent the rest") : new(RangeStep.StartOver, null, fault);
    }

    private static RangeAnswer Unsatisfiable(ContentRangeHeaderValue? range, long offset, PartNotes notes)
    {
        // "Nothing after byte N" is good news when N bytes are here, and were announced as all there is.
        bool whole = offset > 0 && range is { Unit: "bytes", HasLength: true } && range.Length == offset && (notes.Total ?? offset) == offset;
        return whole ? new(RangeStep.Whole, offset, "all of it is here") : new(RangeStep.StartOver, null, "the host has no such part of the file");
    }
}
