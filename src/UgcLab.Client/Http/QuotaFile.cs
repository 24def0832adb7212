using System.Security.Cryptography;
using System.Text;
using UgcLab.Ledger;

namespace UgcLab.Http;

/// <summary>
/// Where the pacers of this machine that use one key at one address find each other: a small file, its lock, and the lock
/// of the lane for purchases. Everything here may throw what files throw; whoever calls goes on without.
/// </summary>
internal sealed class QuotaFile(string folder, string name)
{
    private const long Longest = 1 << 20;

    private readonly string _path = System.IO.Path.Combine(folder, $"quota-{name}.json");
    private readonly string _lock = System.IO.Path.Combine(folder, $"quota-{name}.lock");
    private readonly string _lane = System.IO.Path.Combine(folder, $"lane-{name}.lock");
    private bool _hasFolder;

    public string Path => _path;

    /// <summary>Half of half a hash: enough to keep keys apart, and of no use to whoever finds it.</summary>
    public static string NameOf(UgcLabClientOptions options) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{options.BaseUri}\n{options.ApiKey}")))[..16].ToLowerInvariant();

    /// <summary>Takes the file for a moment; null while somebody else has it.</summary>
    public FileLock? TryLock() => TryOpen(_lock);

    /// <summary>Takes the lane; null while somebody else has it.</summary>
    public FileLock? TryLane() => TryOpen(_lane);

    /// <summary>What is in it; nothing when it is not there.</summary>
    public byte[] Read()
    {
        try
        {
            // Whoever writes moves a new file here, so this one is whole without a lock.
            using FileStream stream = new(_path, PrivateFolder.Options(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            byte[] bytes = new byte[Math.Min(stream.Length, Longest)];
            Array.Resize(ref bytes, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            return bytes;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Puts something else there, whole or not at all. Only for whoever has the lock.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        string draft = _path + ".new";
        File.Delete(draft);
        using (FileStream stream = new(draft, PrivateFolder.Options(FileMode.CreateNew, FileAccess.Write, FileShare.None)))
        {
            stream.Write(bytes);
        }

        File.Move(draft, _path, overwrite: true);
    }

    private FileLock? TryOpen(string path)
    {
        if (!_hasFolder)
        {
            PrivateFolder.Make(folder);
            _hasFolder = true;
        }

        return FileLock.TryTake(path);
    }
}
