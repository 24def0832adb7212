namespace UgcLab.Files;

/// <summary>Tells disks of this machine from those of another, where locks and flushes may be promises that nobody keeps.</summary>
internal static class LocalDisk
{
    private static readonly string[] OfOthers = ["nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "9p", "fuse.sshfs", "webdav", "davfs"];

    /// <summary>Refuses a folder on another machine's disk, unless somebody has allowed it.</summary>
    /// <param name="folder">The folder, there or not.</param>
    /// <param name="allowNetwork">Whether somebody has.</param>
    /// <param name="diskOf">What disk a folder is on; the system's word for it when nobody says.</param>
    /// <exception cref="UgcLabException">StoreOnNetwork.</exception>
    public static void Require(string folder, bool allowNetwork, Func<string, (DriveType Type, string Format)>? diskOf = null)
    {
        if (!allowNetwork && Elsewhere(folder, diskOf ?? DiskOf) is string what)
        {
            throw new UgcLabException(UgcLabErrorKind.StoreOnNetwork, $"The record of purchases in {folder} would lie on a network file system ({what}), where neither locks nor flushes can be relied on. Nothing is bought.")
            {
                Advice = $"Set $env:{StateFolder.Variable} to a folder on a local disk; or, if you know better, Connect-UgcLab -AllowNetworkState.",
            };
        }
    }

    private static string? Elsewhere(string folder, Func<string, (DriveType Type, string Format)> diskOf)
    {
        // The folder may not be there yet; its disk is that of the nearest one that is.
        string? there = folder;
        while (there is not null && !Directory.Exists(there))
        {
            there = Path.GetDirectoryName(there);
        }

        if (there is null)
        {
            return null;
        }

        if (OperatingSystem.IsWindows() && there.StartsWith(@"\\", StringComparison.Ordinal))
        {
            return "a share";
        }

        try
        {
            (DriveType type, string format) = diskOf(there);
            return type is DriveType.Network || OfOthers.Contains(format, StringComparer.OrdinalIgnoreCase) ? format : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // What cannot be asked is tried; the lock's own trial comes after this one.
            return null;
        }
    }

    private static (DriveType Type, string Format) DiskOf(string folder)
    {
        DriveInfo drive = new(folder);
        return (drive.DriveType, drive.DriveFormat);
    }
}
