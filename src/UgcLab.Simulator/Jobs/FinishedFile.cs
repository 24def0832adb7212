using System.Buffers.Binary;

namespace UgcLab.Simulator.Jobs;

// The file of a finished job. The job's id is in bytes that players and viewers skip, so that mixed-up files can be detected.
internal readonly record struct FinishedFile(byte[] Bytes, string MediaType)
{
    public static string NameOf(SimulatedJob job) => job.Id + (job.IsImage ? ".png" : ".mp4");

    public static FinishedFile Of(SimulatedJob job) => job.IsImage
        ? new(Picture(job), "image/png")
        : new(Clip(job), "video/mp4");

    private static byte[] Picture(SimulatedJob job) => job.AspectRatio switch
    {
        "16:9" => TinyPng.Draw(64, 36, job.Id),
        "1:1" => TinyPng.Draw(48, 48, job.Id),
        _ => TinyPng.Draw(36, 64, job.Id),
    };

    private static byte[] Clip(SimulatedJob job)
    {
        using Stream clip = typeof(FinishedFile).Assembly.GetManifestResourceStream(ClipFor(job.AspectRatio))!;
        byte[] id = Encoding.ASCII.GetBytes(job.Id);
        byte[] file = new byte[clip.Length + 8 + id.Length];
        clip.ReadExactly(file, 0, (int)clip.Length);
        Span<byte> box = file.AsSpan((int)clip.Length);
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        "free"u8.CopyTo(box[4..]);
        id.CopyTo(box[8..]);
        return file;
    }

    private static string ClipFor(string? aspectRatio) => aspectRatio switch
    {
        "landscape" or "16:9" => "landscape.mp4",
        "1:1" => "square.mp4",
        _ => "portrait.mp4",
    };
}
