namespace UgcLab.EngineTests.Hosting;

/// <summary>A folder that goes when the test has ended.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ugclab-test-").FullName;

    public IReadOnlyList<string> Files =>
        [.. Directory.GetFiles(Path, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(Path, file)).Order(StringComparer.Ordinal)];

    public static implicit operator string(ScratchFolder folder) => folder.Path;

    // A stopped pipeline closes its store in the background, which may still write a file here.
    public void Dispose()
    {
        for (int left = 50; ; left--)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            catch (IOException) when (left > 0)
            {
                Thread.Sleep(100);
            }
        }
    }

    public override string ToString() => Path;
}
