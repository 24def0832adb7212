namespace UgcLab.Files;

// A file that only one process holds at a time. The system releases it when the process ends for any reason, so no lock outlives its
// holder.
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
