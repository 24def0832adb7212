namespace UgcLab.Http;

/// <summary>
/// A file that one holder has open at a time. The system lets go of it when its process ends, however it ends, so no lock
/// outlives its holder.
/// </summary>
internal static class LockFile
{
    /// <summary>Takes it, or says whether it is somebody else's.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made here, or belongs to another user.</exception>
    public static FileStream? TryOpen(string path)
    {
        FileStreamOptions options = Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException error) when (IsHeld(error))
        {
            return null;
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

    // A sharing or lock violation; elsewhere EWOULDBLOCK, which is 11 on Linux and 35 on macOS.
    private static bool IsHeld(IOException error) => OperatingSystem.IsWindows()
        ? (error.HResult & 0xFFFF) is 32 or 33
        : error.HResult == (OperatingSystem.IsLinux() ? 11 : 35);
}
