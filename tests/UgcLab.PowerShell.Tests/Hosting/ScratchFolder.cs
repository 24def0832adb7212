namespace UgcLab.EngineTests.Hosting;

/// <summary>A folder that goes when the test has ended.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ugclab-test-").FullName;

    public IReadOnlyList<string> Files =>
        [.. Directory.GetFiles(Path, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(Path, file)).Order(StringComparer.Ordinal)];

    public static implicit operator string(ScratchFolder folder) => folder.Path;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public override string ToString() => Path;
}
