using System.Collections.Concurrent;
using System.Text.Encodings.Web;

namespace UgcLab.Files;

/// <summary>Files that are either there in full or not there: each is written under another name, and moved when it is complete.</summary>
internal static class AtomicFile
{
    private const long LongestRead = 1 << 20;
    private const int MostAttempts = 4;

    // The drafts that lay in each folder when this process first wrote to it, by file. To list a folder of many videos for each file would
    // take longer with each video.
    private static readonly ConcurrentDictionary<string, ILookup<string, string>> Leftovers = new(StringComparer.Ordinal);

    /// <summary>Options for files that people read. Keeps text in any script readable; the files aren't embedded in web pages.</summary>
    public static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    public static void Write(string path, string json, bool toDisk, bool isPrivate = false)
    {
        DeleteDrafts(path);
        for (int attempt = 1; ; attempt++)
        {
            // Under a unique name, because another process may write the same file at the same time, and as a new file, because writing
            // must not follow an existing link.
            string draft = Draft(path);
            try
            {
                // Open until it is renamed, so that no other process deletes it as a leftover.
                // Windows renames an open file only if it shares Delete.
                FileShare share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;
                using FileStream stream = isPrivate
                    ? new(draft, PrivateFolder.Options(FileMode.CreateNew, FileAccess.Write, share))
                    : new(draft, FileMode.CreateNew, FileAccess.Write, share);
                stream.Write(Encoding.UTF8.GetBytes(json));
                stream.Flush(toDisk);
                BusyFile.Move(draft, path, overwrite: true);
                return;
            }
            catch (Exception error)
            {
                Delete(draft);

                // Another process may have opened the draft first.
                if (error is not IOException || attempt == MostAttempts)
                {
                    throw;
                }
            }
        }
    }

    public static string Draft(string path) => $"{path}.{Guid.NewGuid():N}.new";

    /// <summary>Isn't shared, so that no other process deletes it as a leftover.</summary>
    public static FileStream Create(string draft) => new(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None);

    /// <summary>Moves a complete draft to its path; its bytes are on the disk before an older file goes.</summary>
    public static void Commit(string draft, string path, bool overwrite = true)
    {
        using (FileStream whole = new(draft, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            whole.Flush(flushToDisk: true);
        }

        BusyFile.Move(draft, path, overwrite);
    }

    /// <summary>Deletes the drafts of a file that killed processes have left. A draft that is being written is open, and stays.</summary>
    public static void DeleteDrafts(string path)
    {
        path = Path.GetFullPath(path);
        ILookup<string, string> leftovers = Leftovers.GetOrAdd(
            Path.GetDirectoryName(path)!, folder => Directory.EnumerateFiles(folder, "*.new").ToLookup(

                // The file of a draft: without the unique name, and .new.
                draft => Path.ChangeExtension(Path.ChangeExtension(draft, null), null)));
        foreach (string draft in leftovers[path].Where(File.Exists))
        {
            try
            {
                using (new FileStream(draft, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                File.Delete(draft);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    /// <summary>What failed before matters more than a failure to delete leftovers.</summary>
    public static void Delete(params string[] paths)
    {
        try
        {
            Array.ForEach(paths, BusyFile.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>An undefined element when the file is missing, can't be read, or isn't a JSON object.</summary>
    public static JsonElement Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > 0 and <= LongestRead })
            {
                // Another process may replace it at the same time.
                using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                byte[] bytes = new byte[file.Length];
                int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
                return JsonElementExtensions.Read(bytes.AsSpan(0, length)) is { ValueKind: JsonValueKind.Object } json ? json : default;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }

        return default;
    }
}

// Moves and deletes files that another program may have open for a moment. Windows refuses that, and virus scanners, indexers, and
// synchronizers open each file that was just written (dotnet/runtime#79213).
internal static class BusyFile
{
    private const int AccessDenied = 5;
    private const int SharingViolation = 32;
    private const int LockViolation = 33;

    // Six tries in about two seconds. Other systems don't refuse.
    private static readonly int[] Waits = OperatingSystem.IsWindows() ? [30, 100, 250, 600, 1000] : [];

    public static void Move(string from, string to, bool overwrite) => Try(() => File.Move(from, to, overwrite), Waits);

    public static void Delete(string path) => Try(() => File.Delete(path), Waits);

    /// <summary>Repeats what fails because a file is in use, after each of these waits in milliseconds.</summary>
    internal static void Try(Action change, IReadOnlyList<int> waits, Action<int>? wait = null)
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                change();
                return;
            }
            catch (Exception error) when (tries < waits.Count && IsBusy(error))
            {
                (wait ?? Wait)(waits[tries]);
            }
        }
    }

    private static void Wait(int milliseconds) => Thread.CurrentThread.Join(milliseconds);

    // A file that is open without shared deletion is an access that is denied, or a violation of sharing.
    private static bool IsBusy(Exception error) => error is UnauthorizedAccessException
        || (error is IOException and not (FileNotFoundException or DirectoryNotFoundException)
            && (error.HResult & 0xFFFF) is AccessDenied or SharingViolation or LockViolation);
}
