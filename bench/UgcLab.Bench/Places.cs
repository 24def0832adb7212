using System.Reflection;

namespace UgcLab.Bench;

/// <summary>Where the build has put what is measured, and where this run keeps its own.</summary>
internal sealed class Places : IDisposable
{
    private const string Memory = "/dev/shm";

    public static string Module { get; } = Path.Combine(Built("Module"), "UgcLab.psd1");

    public static string OneCmdlet { get; } = Path.Combine(Built("OneCmdlet"), "OneCmdlet.psd1");

    /// <summary>PowerShell compiled ahead of time, which "dotnet build bench/Precompiled" makes.</summary>
    public static string Precompiled { get; } = Path.GetFullPath(Built("Precompiled"));

    /// <summary>A folder on a disk: the system's own place for such things may be in memory.</summary>
    public string Folder { get; } = Directory.CreateDirectory(Path.Combine(Built("Scratch"), Path.GetRandomFileName())).FullName;

    /// <summary>A folder in memory, where flushing costs nothing; null where the platform has none.</summary>
    public string? FolderInMemory { get; } = Directory.Exists(Memory) ? Path.Combine(Memory, Path.GetRandomFileName()) : null;

    /// <summary>A file or folder in it.</summary>
    public string In(string name) => Path.Combine(Folder, name);

    /// <summary>A new folder in it.</summary>
    public string New() => Directory.CreateDirectory(In(Path.GetRandomFileName())).FullName;

    public static string Script(string name) => Path.GetFullPath(Path.Combine(Built("Scripts"), name));

    public void Dispose()
    {
        foreach (string folder in new[] { Folder, FolderInMemory }.OfType<string>().Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Built(string key) =>
        typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(each => each.Key == key).Value!;
}
