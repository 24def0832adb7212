namespace UgcLab.Files;

/// <summary>Says whether a folder is on a disk of another computer, where locks and flushes may not work.</summary>
internal static class Disk
{
    // By the names that Linux and macOS give them. .NET also counts FUSE, overlays, and the disks of Windows in WSL as networks.
    private static readonly HashSet<string> Networks = new(
        [
            "afpfs", "afs", "beegfs", "ceph", "cifs", "davfs", "fuse.blobfuse", "fuse.blobfuse2", "fuse.davfs", "fuse.gcsfuse",
            "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb", "smb2",
            "smb3", "smbfs", "webdav",
        ],
        StringComparer.OrdinalIgnoreCase);

    // Null for a local disk, or if that can't be found out. diskOf: the disk of a folder that exists; null to ask the system.
    public static string? Network(string folder, Func<string, (DriveType Type, string Format)>? diskOf = null)
    {
        // The disk of a folder that doesn't exist is that of the nearest one above it that does.
        string? there = folder;
        while (there is not null && !Directory.Exists(there))
        {
            there = Path.GetDirectoryName(there);
        }

        try
        {
            there = there is null ? null : Final(there);
            if (there is null || (OperatingSystem.IsWindows() && IsShare(there)))
            {
                return there is null ? null : "a share";
            }

            (DriveType type, string format) = (diskOf ?? Of)(there);
            return (OperatingSystem.IsWindows() && type is DriveType.Network) || Networks.Contains(format) ? format : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // It is tried; the store tests its lock before it is used.
            return null;
        }
    }

    /// <summary>Whether a path of Windows names another computer. <c>\\?\C:\</c> names a disk.</summary>
    public static bool IsShare(string path)
    {
        string text = path.Replace('/', '\\');
        bool isDevice = text.StartsWith(@"\\?\", StringComparison.Ordinal) || text.StartsWith(@"\\.\", StringComparison.Ordinal);
        return isDevice ? text.AsSpan(4).StartsWith(@"UNC\", StringComparison.OrdinalIgnoreCase)
            : text.StartsWith(@"\\", StringComparison.Ordinal);
    }

    // The file system of a folder, by the text of /proc/self/mountinfo (proc_pid_mountinfo(5)): that of the longest mount point above it,
    // and of several at one point that of the last.
    public static string? FormatIn(IEnumerable<string> mounts, string folder)
    {
        (string Point, string Format) best = ("", "");
        foreach (string line in mounts)
        {
            string[] parts = line.Split(' ');
            int dash = Array.IndexOf(parts, "-");
            if (dash is < 6 || parts.Length <= dash + 1)
            {
                continue;
            }

            string point = parts[4].Replace(@"\040", " ", StringComparison.Ordinal).Replace(@"\134", @"\", StringComparison.Ordinal);
            bool isAbove = point == "/" || folder == point || folder.StartsWith(point + "/", StringComparison.Ordinal);
            best = isAbove && point.Length >= best.Point.Length ? (point, parts[dash + 1]) : best;
        }

        return best.Format.Length > 0 ? best.Format : null;
    }

    // Where links and junctions in a path lead.
    private static string Final(string folder)
    {
        string? above = Path.GetDirectoryName(folder);
        string here = above is null ? folder : Path.Combine(Final(above), Path.GetFileName(folder));
        return Directory.ResolveLinkTarget(here, returnFinalTarget: true) is FileSystemInfo target ? Final(target.FullName) : here;
    }

    private static (DriveType Type, string Format) Of(string folder)
    {
        if (OperatingSystem.IsLinux() && FormatIn(File.ReadLines("/proc/self/mountinfo"), folder) is string format)
        {
            return (DriveType.Unknown, format);
        }

        DriveInfo drive = new(folder);
        return (drive.DriveType, drive.DriveFormat);
    }
}
