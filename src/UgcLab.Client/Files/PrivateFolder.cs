using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace UgcLab.Files;

/// <summary>Folders and files that only this user can access, and the differences between platforms in that.</summary>
internal static class PrivateFolder
{
    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        // The mode applies only to the last folder, so the folders above it are created first, private as well.
        if (Path.GetDirectoryName(folder) is string above && !Directory.Exists(above))
        {
            Make(above);
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public static FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share)
    {
        FileStreamOptions options = new() { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode is not FileMode.Open)
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    // Flushing a new file does not flush its name. .NET opens no folders; the C library does.
    public static void Flush(string folder)
    {
        int descriptor = OperatingSystem.IsWindows() ? -1 : Open(folder, 0);
        if (descriptor >= 0)
        {
            _ = Fsync(descriptor);
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", BestFitMapping = false)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}

// The system releases it when the process ends for any reason, so no lock outlives its holder.
internal sealed class FileLock(FileStream held) : IDisposable
{
    public static FileLock? TryAcquire(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, PrivateFolder.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)));
        }
        catch (IOException error) when (IsHeld(error))
        {
            return null;
        }
    }

    public static async Task<FileLock> AcquireAsync(string path, CancellationToken cancellationToken = default)
    {
        FileLock? held;
        while ((held = TryAcquire(path)) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        return held;
    }

    public void Dispose() => held.Dispose();

    // A sharing or lock violation; elsewhere EWOULDBLOCK, which is 11 on Linux and 35 on macOS.
    private static bool IsHeld(IOException error) => OperatingSystem.IsWindows()
        ? (error.HResult & 0xFFFF) is 32 or 33
        : error.HResult == (OperatingSystem.IsLinux() ? 11 : 35);
}
