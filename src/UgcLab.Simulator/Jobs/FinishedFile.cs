using System.Buffers.Binary;
using System.IO.Compression;

namespace UgcLab.Simulator.Jobs;

// The file of a finished job, with the job's id in bytes that players and viewers skip, so that mixed-up files can be detected.
internal readonly record struct FinishedFile(byte[] Bytes, string MediaType)
{
    public static string NameOf(SimulatedJob job) => job.Id + (job.IsImage ? ".png" : ".mp4");

    public static FinishedFile Of(SimulatedJob job)
    {
        byte[] id = Encoding.ASCII.GetBytes(job.Id);
        if (!job.IsImage)
        {
            return new([.. Media(job), .. BigEndian(8 + id.Length), .. "free"u8, .. id], "video/mp4");
        }

        // Behind the signature and the first chunk, which are as long in each PNG.
        byte[] image = Media(job);
        byte[] text = [.. "tEXtComment\0"u8, .. id];
        return new([.. image[..33], .. BigEndian(text.Length - 4), .. text, .. Checksum(text), .. image[33..]], "image/png");
    }

    private static byte[] Media(SimulatedJob job)
    {
        string shape = job.AspectRatio switch
        {
            "landscape" or "16:9" => "landscape",
            "1:1" => "square",
            _ => "portrait",
        };
        using Stream media = typeof(FinishedFile).Assembly.GetManifestResourceStream(shape + (job.IsImage ? ".png" : ".mp4"))!;
        byte[] bytes = new byte[media.Length];
        media.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] BigEndian(int number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    // The CRC-32 of a chunk. GZIP ends with that of its content, and with the content's length.
    private static byte[] Checksum(byte[] chunk)
    {
        using MemoryStream gzip = new();
        using (GZipStream packing = new(gzip, CompressionLevel.NoCompression, leaveOpen: true))
        {
            packing.Write(chunk);
        }

        return BigEndian(BinaryPrimitives.ReadInt32LittleEndian(gzip.ToArray().AsSpan()[^8..]));
    }
}
