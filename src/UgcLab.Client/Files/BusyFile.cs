namespace UgcLab.Files;

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
