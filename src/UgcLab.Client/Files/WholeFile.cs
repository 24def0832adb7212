using System.Text.Json;
using UgcLab.Json;

namespace UgcLab.Files;

/// <summary>Small files that are either there in full or not there.</summary>
internal static class WholeFile
{
    private const long LongestRead = 1 << 20;

    /// <summary>Writes a file beside its place and moves it there.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="bytes">What it is to hold.</param>
    /// <param name="toDisk">Whether it must outlast a power cut.</param>
    public static void Write(string path, ReadOnlySpan<byte> bytes, bool toDisk)
    {
        string draft = path + ".new";

        // Deleted and made anew, never opened: a link that somebody laid there must not lead the writing elsewhere.
        File.Delete(draft);
        using (FileStream stream = new(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            stream.Write(bytes);
            stream.Flush(toDisk);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>The JSON object in a file, or null when there is none to be had: no file, not readable, not JSON.</summary>
    public static JsonDocument? ReadObject(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists || file.Length is 0 or > LongestRead)
            {
                return null;
            }

            JsonDocument? document = Wire.TryParse(File.ReadAllBytes(path));
            if (document?.RootElement.ValueKind is JsonValueKind.Object)
            {
                return document;
            }

            document?.Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
