namespace UgcLab.Client.Tests.Files;

public sealed class StateFolderTests
{
    [Theory]
    [InlineData("~")]
    [InlineData("~/ugclab/state")]
    [InlineData("~/./ugclab/../state")]
    public void A_tilde_is_the_home_directory(string path) => Assert.Equal(
        Path.GetFullPath(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[1..].TrimStart('/'))),
        StateFolder.Full(path, "$env:UGCLAB_STATE_HOME"));

    [Theory]
    [InlineData("state")]
    [InlineData("./state")]
    [InlineData("../state")]
    [InlineData("~someone/state")]
    [InlineData("$HOME/state")]
    [InlineData("%LOCALAPPDATA%/state")]
    [InlineData("\"/state\"")]
    [InlineData("file:///state")]
    public void A_path_that_depends_on_the_current_folder_is_refused_in_words(string path)
    {
        UgcLabException refused = Assert.Throws<UgcLabException>(() => StateFolder.Full(path, "$env:UGCLAB_STATE_HOME"));

        Assert.Equal(UgcLabErrorKind.StoreUnavailable, refused.Kind);
        Assert.Contains($"$env:UGCLAB_STATE_HOME is '{path}', which isn't a full path", refused.Message, StringComparison.Ordinal);
        Assert.Contains("full path", refused.Advice, StringComparison.Ordinal);
        Assert.Throws<UgcLabException>(() => new UgcLab.Store.StoreSettings(path));
    }

    [Theory]
    [InlineData(DriveType.Network, "ext4")]
    [InlineData(DriveType.Fixed, "nfs")]
    [InlineData(DriveType.Unknown, "cifs")]
    [InlineData(DriveType.Unknown, "SMB2")]
    [InlineData(DriveType.Unknown, "fuse.sshfs")]
    public void A_network_file_system_is_refused_by_name(DriveType type, string format)
    {
        UgcLabException refused = Assert.Throws<UgcLabException>(() => StateFolder.RequireLocal(Path.GetTempPath(), allowNetwork: false, _ => (type, format)));

        Assert.Equal(UgcLabErrorKind.StoreOnNetwork, refused.Kind);
        Assert.Contains($"({format})", refused.Message, StringComparison.Ordinal);
        Assert.Contains("-AllowNetworkState", refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_taken_when_a_person_has_allowed_it() =>
        Assert.Null(Record.Exception(() => StateFolder.RequireLocal(Path.GetTempPath(), allowNetwork: true, _ => throw new InvalidOperationException("It was asked all the same."))));

    [Theory]
    [InlineData(DriveType.Fixed, "ext4")]
    [InlineData(DriveType.Ram, "tmpfs")]
    [InlineData(DriveType.Fixed, "NTFS")]
    public void A_disk_of_this_machine_is_taken(DriveType type, string format) =>
        Assert.Null(Record.Exception(() => StateFolder.RequireLocal(Path.GetTempPath(), allowNetwork: false, _ => (type, format))));

    [Fact]
    public void A_folder_that_is_not_there_yet_is_on_the_disk_of_the_one_above_it()
    {
        string asked = "";
        string there = Path.TrimEndingDirectorySeparator(Path.GetTempPath());

        StateFolder.RequireLocal(Path.Combine(there, "not", "there"), allowNetwork: false, folder =>
        {
            asked = folder;
            return (DriveType.Fixed, "ext4");
        });

        Assert.Equal(there, Path.TrimEndingDirectorySeparator(asked));
    }

    [Fact]
    public void A_disk_that_cannot_be_asked_is_tried() =>
        Assert.Null(Record.Exception(() => StateFolder.RequireLocal(Path.GetTempPath(), allowNetwork: false, _ => throw new IOException("gone"))));
}
