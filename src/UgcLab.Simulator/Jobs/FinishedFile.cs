using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

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

// A real picture without a library: a gradient between two colors that depend on the job's id, and the id as text in it. Not compressed,
// because compressors differ between runtimes and the same job must give the same bytes.
internal static class TinyPng
{
    public static byte[] Draw(int width, int height, string id)
    {
        using MemoryStream file = new();
        file.Write([0x89, .. "PNG\r\n\x1a\n"u8]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);

        // Eight bits of red, green and blue each; no interlacing.
        (header[8], header[9]) = (8, 2);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "tEXt"u8, [.. "Comment\0"u8, .. Encoding.ASCII.GetBytes(id)]);
        Chunk(file, "IDAT"u8, Stored(Rows(width, height, SHA256.HashData(Encoding.ASCII.GetBytes(id)))));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Rows(int width, int height, byte[] colours)
    {
        byte[] rows = new byte[height * (1 + (3 * width))];
        for (int y = 0; y < height; y++)
        {
            // The first byte of a row is its filter: none.
            Span<byte> row = rows.AsSpan(y * (1 + (3 * width)) + 1, 3 * width);
            for (int i = 0; i < row.Length; i++)
            {
                int channel = i % 3;
                row[i] = (byte)(((colours[channel] * (height - 1 - y)) + (colours[channel + 3] * y)) / (height - 1));
            }
        }

        return rows;
    }

    private static byte[] Stored(byte[] data)
    {
        using MemoryStream stream = new();
        using (ZLibStream packing = new(stream, CompressionLevel.NoCompression))
        {
            packing.Write(data);
        }

        return stream.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = new byte[4 + type.Length + data.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32(chunk.AsSpan(4, chunk.Length - 8)));
        file.Write(chunk);
    }

    private static uint Crc32(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
