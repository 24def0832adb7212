namespace UgcLab.Client.Tests;

/// <summary>A new folder that is deleted at the end, in memory where the system has such a disk.</summary>
internal sealed class TestFolder : IDisposable
{
    private const string MemoryDisk = "/dev/shm";

    public TestFolder()
    {
        Path = System.IO.Path.Combine(Directory.Exists(MemoryDisk) ? MemoryDisk : System.IO.Path.GetTempPath(), $"ugclab-test-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
