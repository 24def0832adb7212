using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace UgcLab.Simulator;

/// <summary>The host of the finished files: signed links that expire, and ranges so that a broken download can go on.</summary>
internal static class FileDesk
{
    private const string VideoType = "video/mp4";

    public static string Link(int seed, string id, DateTimeOffset expires)
    {
        long second = expires.ToUnixTimeSeconds();
        return FormattableString.Invariant($"https://{Route.FileHost}/{id}.mp4?expires={second}&signature={Signature(seed, id, second)}");
    }

    public static Answer Serve(Call call)
    {
        if (call.Fault is { WorkIsDone: false })
        {
            return FaultDesk.Serve(call);
        }

        if (call.Headers.Authorization is not null)
        {
            return Refused(400, "An Authorization header has no place here: the key was sent to a host that is not the API.");
        }

        if (call.Route.Allowed is { } allowed)
        {
            return Refused(405, "Files can be read.").With("Allow", allowed);
        }

        string id = call.Route.Id ?? "";
        if (call.Fault?.Kind is SimulatorFaultKind.ExpiredLink || !IsGood(call, id))
        {
            return Refused(403, "The link has expired, or its signature is not ours.");
        }

        SimulatedJob? job = call.State.Job(id);
        if (job is null || !JobTimeline.At(job, call.State.Now).IsCompleted)
        {
            return Refused(404, "There is no such file.");
        }

        return call.Fault?.Kind is SimulatorFaultKind.ServerError or SimulatorFaultKind.HtmlError
            ? FaultDesk.Serve(call)
            : Send(call, File(job), JobTimeline.At(job, call.State.Now).UpdatedAt);
    }

    /// <summary>The job's clip, and behind it a box that players skip, with the job's id: mixed-up files show.</summary>
    public static byte[] File(SimulatedJob job)
    {
        using Stream clip = typeof(FileDesk).Assembly.GetManifestResourceStream(VideoMenu.ClipFor(job.AspectRatio))!;
        byte[] id = Encoding.ASCII.GetBytes(job.Id);
        byte[] file = new byte[clip.Length + 8 + id.Length];
        clip.ReadExactly(file, 0, (int)clip.Length);
        Span<byte> box = file.AsSpan((int)clip.Length);
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        "free"u8.CopyTo(box[4..]);
        id.CopyTo(box[8..]);
        return file;
    }

    private static Answer Send(Call call, byte[] file, DateTimeOffset modified)
    {
        string tag = $"\"{Convert.ToHexString(SHA256.HashData(file))[..16]}\"";
        Answer answer = Range(call, tag, modified) is { } range ? Part(file, range) : new Answer(200, file, VideoType);
        return answer
            .With("Accept-Ranges", "bytes")
            .With("ETag", tag)
            .With("Last-Modified", modified.ToString("r", CultureInfo.InvariantCulture));
    }

    // One range is honoured. Several, or none that can be read, may be ignored (RFC 9110, 14.2), and are.
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

    private static Answer Part(byte[] file, RangeItemHeaderValue range)
    {
        long from = range.From ?? Math.Max(0, file.Length - range.To!.Value);
        long to = range.From is null ? file.Length - 1 : Math.Min(range.To ?? long.MaxValue, file.Length - 1);
        if (from > to)
        {
            return Refused(416, "That range lies outside the file.")
                .With("Content-Range", FormattableString.Invariant($"bytes */{file.Length}"));
        }

        return new Answer(206, file[(int)from..(int)(to + 1)], VideoType)
            .With("Content-Range", FormattableString.Invariant($"bytes {from}-{to}/{file.Length}"));
    }

    private static bool IsGood(Call call, string id) =>
        long.TryParse(call.Query("expires"), NumberStyles.None, CultureInfo.InvariantCulture, out long expires)
        && call.Query("signature") == Signature(call.State.Seed, id, expires)
        && call.State.Now.ToUnixTimeSeconds() < expires;

    private static string Signature(int seed, string id, long expires) => Seeded.Word(seed, "link " + id, expires, 24);

    private static Answer Refused(int status, string why) => new(status, Encoding.UTF8.GetBytes(why), "text/plain; charset=utf-8");
}
