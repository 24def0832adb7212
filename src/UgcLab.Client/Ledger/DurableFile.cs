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

    private DurableFile(SafeFileHandle handle) => (_handle, _length) = (handle, RandomAccess.GetLength(handle));

    /// <summary>Makes a file for this user alone, and makes sure that its name survives a power cut too.</summary>
    public static DurableFile Create(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        MakeFolder(folder);
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // A FileStream alone can set the rights at creation; its handle is then used without its buffer.
        using (FileStream made = new(path, options))
        {
            made.Flush(flushToDisk: true);
        }

        FlushFolder(folder);
        return new DurableFile(File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.Read));
    }

    /// <summary>Writes at the end; with <paramref name="flush"/>, returns when the bytes are on the disk.</summary>
    public void Append(ReadOnlySpan<byte> bytes, bool flush)
    {
        RandomAccess.Write(_handle, bytes, _length);
        _length += bytes.Length;
        if (flush)
        {
            RandomAccess.FlushToDisk(_handle);
        }
    }

    public void Dispose() => _handle.Dispose();

    /// <summary>Makes a folder for this user alone.</summary>
    public static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // A new file's name is in its folder, and flushing the file does not flush that. .NET opens no folders; the C library does.
    private static void FlushFolder(string folder)
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
