using System.Text.Encodings.Web;

namespace UgcLab.Files;

/// <summary>Small JSON files that are either there in full or not there.</summary>
internal static class WholeFile
{
    private const long LongestRead = 1 << 20;

    /// <summary>Options for files that people read. Keeps text in any script readable; the files aren't embedded in web pages.</summary>
    public static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string path, string json, bool toDisk)
    {
        // Under a unique name, because another process may write the same file at the
        // same time, and as a new file, because writing must not follow an existing link.
        string draft = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            using (FileStream stream = new(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(Encoding.UTF8.GetBytes(json));
                stream.Flush(toDisk);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            Delete(draft);
            throw;
        }
    }

    /// <summary>Deletes leftovers that do no harm: what failed before matters more than a failure to do so.</summary>
    public static void Delete(params string[] paths)
    {
        try
        {
            Array.ForEach(paths, File.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>The JSON object in a file; an undefined element when the file is missing, can't be read or is something else.</summary>
    public static JsonElement Read(string path)
    {
        try
        {
            FileInfo file = new(path);
            bool isReadable = file is { Exists: true, Length: > 0 and <= LongestRead };
            using JsonDocument? document = isReadable ? JsonElementExtensions.TryParse(File.ReadAllBytes(path)) : null;
            return document?.RootElement is { ValueKind: JsonValueKind.Object } json ? json.Clone() : default;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
