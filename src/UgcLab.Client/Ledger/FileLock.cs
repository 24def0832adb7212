namespace UgcLab.Ledger;

/// <summary>A file that one holder has at a time. The system lets go of it when its process dies, however it dies.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _held;

    private FileLock(FileStream held) => _held = held;

    /// <summary>Takes the lock, or returns null when somebody has it.</summary>
    /// <exception cref="IOException">It is not that somebody has it: the file cannot be made.</exception>
    public static FileLock? TryTake(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, PrivateFolder.NewFile(FileMode.OpenOrCreate, FileShare.None)));
        }
        catch (IOException error) when (error is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException) && File.Exists(path))
        {
            return null;
        }
    }

    public void Dispose() => _held.Dispose();
}
