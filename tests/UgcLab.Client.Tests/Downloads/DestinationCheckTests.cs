namespace UgcLab.Client.Tests.Downloads;

public sealed class DestinationCheckTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("new")]
    [InlineData("new/and/deep")]
    public void A_folder_that_can_be_written_is_left_empty(string path)
    {
        DestinationCheck.Require(Path.Combine(_folder.Path, path), mayWrite: true);

        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file/below")]
    [InlineData("link/below")]
    [InlineData("nul\0l")]
    public void What_cannot_be_a_folder_is_refused_by_name(string path)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "file"), "");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "link"), Path.Combine(_folder.Path, "nowhere"));

        UgcLabException error = Assert.Throws<UgcLabException>(() => DestinationCheck.Require(Path.Combine(_folder.Path, path), mayWrite: false));

        Assert.Equal(UgcLabErrorKind.FileUnwritable, error.Kind);
        Assert.Contains("-Destination", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a folder that even its administrator can't write to.");

        Assert.Equal(UgcLabErrorKind.FileUnwritable, Assert.Throws<UgcLabException>(() => DestinationCheck.Require("/proc/self", mayWrite: true)).Kind);
        Assert.Equal(UgcLabErrorKind.FileUnwritable, Assert.Throws<UgcLabException>(() => DestinationCheck.Require("/proc/new/folder", mayWrite: true)).Kind);
    }
}
