namespace UgcLab.Client.Tests.Files;

/// <summary>A file that another program has open for a moment.</summary>
public sealed class BusyFileTests : IDisposable
{
    private const int SharingViolation = unchecked((int)0x80070020);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_refuses_to_be_replaced_for_a_while_is_replaced()
    {
        Directory.CreateDirectory(_folder.Path);
        string from = Path.Combine(_folder.Path, "new");
        string to = Path.Combine(_folder.Path, "old");
        File.WriteAllText(from, "whole");
        List<int> waited = [];

        // A folder of that name refuses on every system, until it is gone.
        Directory.CreateDirectory(to);
        BusyFile.Try(
            () =>
            {
                try
                {
                    File.Move(from, to, overwrite: true);
                }
                catch (IOException error)
                {
                    throw new IOException(error.Message, SharingViolation);
                }
            },
            [1, 2, 3],
            wait =>
            {
                waited.Add(wait);
                if (waited.Count == 2)
                {
                    Directory.Delete(to);
                }
            });

        Assert.Equal([1, 2], waited);
        Assert.Equal("whole", File.ReadAllText(to));
        Assert.False(File.Exists(from));
    }

    [Theory]
    [InlineData(0x80070005u)]
    [InlineData(0x80070020u)]
    [InlineData(0x80070021u)]
    public void After_the_last_try_its_error_is_thrown(uint code)
    {
        int tries = 0;

        IOException error = Assert.Throws<IOException>(() => BusyFile.Try(() => throw new IOException($"try {++tries}", unchecked((int)code)), [0, 0, 0], _ => { }));

        Assert.Equal("try 4", error.Message);
    }

    [Fact]
    public void An_error_that_a_wait_does_not_change_is_thrown_at_once()
    {
        foreach (Exception error in new Exception[] { new IOException("full", unchecked((int)0x80070070)), new FileNotFoundException(), new DirectoryNotFoundException() })
        {
            Assert.Same(error, Record.Exception(() => BusyFile.Try(() => throw error, [0], _ => Assert.Fail("It was tried again."))));
        }
    }
}
