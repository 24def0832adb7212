using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace UgcLab.Simulator.Endpoints;

/// <summary>The host of the finished files: signed links that expire, and ranges so that an interrupted download can be resumed.</summary>
internal static class FileHost
{
    public static string Link(int seed, string name, DateTimeOffset expires)
    {
        long second = expires.ToUnixTimeSeconds();
        return Invariant($"https://{Route.FileHost}/{name}?expires={second}&signature={Signature(seed, name, second)}");
    }

    public static Answer Serve(Call call)
    {
        if (call.Fault is { IsAfterWork: false })
        {
            return FaultAnswers.Serve(call);
        }

        if (call.Headers.Authorization is not null)
        {
            return Answer.Text(400, "An Authorization header has no place here: the key was sent to a host that is not the API.");
        }

        if (call.Route.Allowed is { } allowed)
        {
            return Answer.Text(405, "Files can be read.").With("Allow", allowed);
        }

        string name = call.Route.Name ?? "";
        if (call.Fault?.Kind is SimulatorFaultKind.ExpiredLink || !IsValid(call.State, call.Address, name))
        {
            return Answer.Text(403, "The link has expired, or its signature is not ours.");
        }

        SimulatedJob? job = call.State.Job(Path.GetFileNameWithoutExtension(name));
        if (job is null || !JobTimeline.At(job, call.State.Now).IsCompleted)
        {
            return Answer.Text(404, "There is no such file.");
        }

        return call.Fault?.Kind is SimulatorFaultKind.ServerError or SimulatorFaultKind.HtmlError
            ? FaultAnswers.Serve(call)
            : Send(call, FinishedFile.Of(job), JobTimeline.At(job, call.State.Now).UpdatedAt);
    }

    /// <summary>Whether an address is an expired link of this host: it was sent as a start image too late.</summary>
    public static bool IsExpired(ServiceState state, Uri address) =>
        address.IdnHost.Equals(Route.FileHost, StringComparison.OrdinalIgnoreCase)
            && !IsValid(state, address, address.AbsolutePath.TrimStart('/'));

    private static Answer Send(Call call, FinishedFile file, DateTimeOffset modified)
    {
        string tag = $"\"{Convert.ToHexString(SHA256.HashData(file.Bytes))[..16]}\"";
        Answer answer = Range(call, tag, modified) is { } range ? Part(file.Bytes, file.MediaType, range)
            : new Answer(200, file.Bytes, file.MediaType);
        return answer
            .With("Accept-Ranges", "bytes")
            .With("ETag", tag)
            .With("Last-Modified", modified.ToString("r", CultureInfo.InvariantCulture));
    }

    // One range is honored. Several, or none that can be read, may be ignored (RFC 9110, 14.2), and are.
    private static RangeItemHeaderValue? Range(Call call, string tag, DateTimeOffset modified)
    {
        if (call.Headers.Range is not { Unit: "bytes", Ranges: { Count: 1 } ranges })
        {
            return null;
        }

        RangeConditionHeaderValue? condition = call.Headers.IfRange;
        bool unchanged = condition is null
            || (condition.EntityTag is { IsWeak: false } known && known.Tag == tag)
            || (condition.Date is { } date && date.ToUnixTimeSeconds() == modified.ToUnixTimeSeconds());
        return unchanged ? ranges.First() : null;
    }

    private static Answer Part(byte[] file, string mediaType, RangeItemHeaderValue range)
    {
        long from = range.From ?? Math.Max(0, file.Length - range.To!.Value);
        long to = range.From is null ? file.Length - 1 : Math.Min(range.To ?? long.MaxValue, file.Length - 1);
        if (from > to)
        {
            return Answer.Text(416, "That range lies outside the file.")
                .With("Content-Range", Invariant($"bytes */{file.Length}"));
        }

        return new Answer(206, file[(int)from..(int)(to + 1)], mediaType)
            .With("Content-Range", Invariant($"bytes {from}-{to}/{file.Length}"));
    }

    private static bool IsValid(ServiceState state, Uri link, string name) =>
        long.TryParse(Call.Query(link, "expires"), NumberStyles.None, CultureInfo.InvariantCulture, out long expires)
        && Call.Query(link, "signature") == Signature(state.Seed, name, expires)
        && state.Now.ToUnixTimeSeconds() < expires;

    private static string Signature(int seed, string name, long expires) => Seeded.Word(seed, "link " + name, expires, 24);
}
