using System.Runtime.InteropServices;

namespace UgcLab.Engines.Sqlite;

/// <summary>Whether a file is still the one that was opened, as this process left it. All of it is used with the lock held.</summary>
internal sealed class OpenedFile
{
    private readonly string _path;
    private (DateTime Created, DateTime Written, ulong Number) _state;

    public OpenedFile(string path)
    {
        _path = path;
        Remember();
    }

    /// <summary>Whether the file hasn't been replaced or written to since this process last used it.</summary>
    public bool IsUnchanged => ReadState() == _state;

    public void Remember() => _state = ReadState();

    private (DateTime Created, DateTime Written, ulong Number) ReadState() =>
        (File.GetCreationTimeUtc(_path), File.GetLastWriteTimeUtc(_path), Number());

    // On Linux, .NET returns neither the creation time nor the inode. The layout of statx is the same on all processors (statx(2)).
    private ulong Number()
    {
        const int CurrentFolder = -100;
        const uint FileNumber = 0x100;
        byte[] status = new byte[256];
        try
        {
            return OperatingSystem.IsLinux() && Statx(CurrentFolder, _path, 0, FileNumber, status) == 0
                ? BitConverter.ToUInt64(status, 32) : 0;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library of before 2018: the times have to do.
            return 0;
        }
    }

#pragma warning disable CA2101 // Paths are UTF-8.
    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] status);
#pragma warning restore CA2101
}
