using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace UgcLab.Ledger;

/// <summary>
/// A file that grows at its end and whose bytes are on the disk when it says so. What differs by platform in that
/// (rights, flushing a file, flushing the folder it is named in) stands here alone.
/// </summary>
internal sealed class DurableFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private long _length;
    private bool _hasRubbish;

    private DurableFile(SafeFileHandle handle) => (_handle, _length) = (handle, RandomAccess.GetLength(handle));

    /// <summary>Called before a write, after it and after a flush. Tests end the process there, or let the disk give way.</summary>
    internal static Action<string>? Step { get; set; }

    /// <summary>Makes a file for this user alone, and makes sure that its name survives a power cut too.</summary>
    public static DurableFile Create(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        PrivateFolder.Make(folder);

        // A FileStream alone can set the rights at creation; its handle is then used without its buffer.
        using (FileStream made = new(path, PrivateFolder.Options(FileMode.CreateNew, FileAccess.Write, FileShare.Read)))
        {
            made.Flush(flushToDisk: true);
        }

        FlushFolder(folder);
        return Open(path);
    }

    /// <summary>Opens a file that is there, to go on at its end.</summary>
    public static DurableFile Open(string path) => new(File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.Read));

    /// <summary>Cuts off what stands behind a length, and makes sure that it is gone.</summary>
    public void Truncate(long length)
    {
        RandomAccess.SetLength(_handle, length);
        RandomAccess.FlushToDisk(_handle);
        _length = length;
    }

    /// <summary>
    /// Writes at the end; with <paramref name="flush"/>, returns when the bytes are on the disk. What failed counts as not
    /// written, and the next write goes over it.
    /// </summary>
    public void Append(ReadOnlySpan<byte> bytes, bool flush)
    {
        Step?.Invoke("write");
        if (_hasRubbish)
        {
            // What came of a write that failed may be longer than this one, and would stand behind it.
            RandomAccess.SetLength(_handle, _length);
        }

        _hasRubbish = true;
        RandomAccess.Write(_handle, bytes, _length);
        Step?.Invoke("written");
        if (flush)
        {
            RandomAccess.FlushToDisk(_handle);
            Step?.Invoke("flushed");
        }

        _hasRubbish = false;
        _length += bytes.Length;
    }

    /// <summary>Takes away what came of a write that failed, if the disk lets it.</summary>
    public void TakeBack()
    {
        try
        {
            RandomAccess.SetLength(_handle, _length);
            _hasRubbish = false;
        }
        catch (IOException)
        {
            // It stays, behind all that counts, and whoever opens the file next looks at it.
        }
    }

    public void Dispose() => _handle.Dispose();

    // A new file's name is in its folder, and flushing the file does not flush that. .NET opens no folders; the C library does.
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Unix.Open(folder, 0);
        if (descriptor >= 0)
        {
            _ = Unix.Fsync(descriptor);
            _ = Unix.Close(descriptor);
        }
    }

    private static class Unix
    {
        [DllImport("libc", EntryPoint = "open", BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Fsync(int descriptor);

        [DllImport("libc", EntryPoint = "close")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Close(int descriptor);
    }
}
