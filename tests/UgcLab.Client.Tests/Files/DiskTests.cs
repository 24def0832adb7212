namespace UgcLab.Client.Tests.Files;

/// <summary>Which disk a folder is on, by texts and links of several systems.</summary>
public sealed class DiskTests : IDisposable
{
    private static readonly string[] Mounts =
    [
        "21 1 0:20 / / rw,relatime shared:1 - overlay overlay rw,lowerdir=/a:/b",
        "22 21 0:21 / /proc rw shared:2 - proc proc rw",
        "30 21 0:40 / /mnt/team rw,relatime - nfs4 server:/team rw,vers=4.2",
        @"31 21 0:41 / /mnt/My\040Videos rw,relatime master:7 propagate_from:2 - cifs //server/videos rw",
        "32 21 0:42 / /mnt/c rw,noatime - 9p drvfs rw,aname=drvfs;path=C:",
        "33 21 0:43 / /home rw - fuse.fuse-overlayfs fuse-overlayfs rw",
        "34 21 0:44 / /data rw - nfs server:/data rw",
        "35 21 0:45 / /data rw - ext4 /dev/sdb1 rw",
        "broken line",
    ];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/", "overlay")]
    [InlineData("/mnt", "overlay")]
    [InlineData("/mnt/team", "nfs4")]
    [InlineData("/mnt/team/state", "nfs4")]
    [InlineData("/mnt/teams/state", "overlay")]
    [InlineData("/mnt/My Videos/UgcLab", "cifs")]
    [InlineData("/mnt/c/Users/ann", "9p")]
    [InlineData("/home/ann/.local/state", "fuse.fuse-overlayfs")]
    [InlineData("/data/state", "ext4")]
    public void The_nearest_mount_point_names_the_file_system(string folder, string format) => Assert.Equal(format, Disk.FormatIn(Mounts, folder));

    [Fact]
    public void Without_mount_points_nothing_is_named() => Assert.Null(Disk.FormatIn(["", "a b c"], "/home"));

    [Theory]
    [InlineData("nfs4", true)]
    [InlineData("CIFS", true)]
    [InlineData("fuse.sshfs", true)]
    [InlineData("smbfs", true)]
    [InlineData("overlay", false)]
    [InlineData("fuse.fuse-overlayfs", false)]
    [InlineData("ecryptfs", false)]
    [InlineData("aufs", false)]
    [InlineData("9p", false)]
    [InlineData("fuse", false)]
    public void A_file_system_of_this_computer_is_no_network_off_Windows(string format, bool isNetwork)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows says itself which drives are network drives.");

        Assert.Equal(isNetwork ? format : null, Disk.Network(_folder.Path, _ => (DriveType.Network, format)));
    }

    [Theory]
    [InlineData(@"\\server\share\state", true)]
    [InlineData(@"//server/share/state", true)]
    [InlineData(@"\\?\UNC\server\share", true)]
    [InlineData(@"\\?\unc\server\share", true)]
    [InlineData(@"\\?\C:\Users\ann", false)]
    [InlineData(@"\\.\C:\Users\ann", false)]
    [InlineData(@"\\?\Volume{b75e2c83-0000-0000-0000-602f00000000}\state", false)]
    [InlineData(@"C:\Users\ann", false)]
    [InlineData(@"C:state", false)]
    [InlineData(@"\state", false)]
    public void A_share_of_Windows_is_known_by_its_text(string path, bool isShare) => Assert.Equal(isShare, Disk.IsShare(path));

    [Fact]
    public void The_disk_is_that_of_the_folder_that_links_lead_to()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "far", "state"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "near"), Path.Combine(_folder.Path, "also"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "also"), Path.Combine(_folder.Path, "far"));
        string asked = "";

        string? network = Disk.Network(Path.Combine(_folder.Path, "near", "state", "new"), folder =>
        {
            asked = folder;
            return (DriveType.Network, "nfs");
        });

        Assert.Equal("nfs", network);
        Assert.EndsWith(Path.Combine("far", "state"), asked, StringComparison.Ordinal);
    }

    [Fact]
    public void This_computers_own_folder_for_temporary_files_is_local() => Assert.Null(Disk.Network(_folder.Path));
}
