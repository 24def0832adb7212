namespace UgcLab.Ledger;

/// <summary>Folders and files for this user alone. What differs by platform in that stands here.</summary>
internal static class PrivateFolder
{
    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            // The mode is that of the last folder alone; those above it that are made on the way are nobody else's either.
            if (Path.GetDirectoryName(folder) is string above && !Directory.Exists(above))
            {
                Make(above);
            }

            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>How a file of the user's own is opened: without a buffer, and when it is made, for nobody else.</summary>
    public static FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share)
    {
        FileStreamOptions options = new() { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode is not FileMode.Open)
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    /// <summary>Writes a small file whole or not at all, and flushes it.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        string next = path + ".new";
        using (FileStream stream = new(next, Options(FileMode.Create, FileAccess.Write, FileShare.None)))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
        DurableFile.FlushFolder(Path.GetDirectoryName(path)!);
    }
}
