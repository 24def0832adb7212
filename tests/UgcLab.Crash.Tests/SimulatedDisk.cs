namespace UgcLab.Crash.Tests;

/// <summary>
/// What a disk holds of some files, by the calls of a traced process: what was flushed is on it for certain, and any part of
/// what was written since may be.
/// </summary>
internal sealed class SimulatedDisk(IEnumerable<string> names)
{
    private readonly Dictionary<string, Content> _files = names.ToDictionary(name => name, _ => new Content());

    /// <summary>Whether a file is one of these.</summary>
    public bool Has(string path) => _files.ContainsKey(NameOf(path));

    public void Write(string path, long offset, byte[] bytes) => Of(path).Pending.Add((offset, bytes, null));

    public void Cut(string path, long length) => Of(path).Pending.Add((0, [], length));

    /// <summary>A flush begins. Returns what makes it count, once it is done: it is for what was written before it began.</summary>
    public Action Flush(string path)
    {
        Content file = Of(path);
        int count = file.Pending.Count;
        return () =>
        {
            file.Pending.GetRange(0, count).ForEach(file.Apply);
            file.Pending.RemoveRange(0, count);
        };
    }

    /// <summary>Writes the files to a folder as a power failure now would leave them.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="survives">Whether a write that was not flushed reached the disk all the same.</param>
    public void Fail(string folder, Func<bool> survives)
    {
        foreach ((string name, Content file) in _files)
        {
            Content left = file.Copy();
            file.Pending.Where(_ => survives()).ToList().ForEach(left.Apply);
            File.WriteAllBytes(Path.Combine(folder, name), left.Bytes.ToArray());
        }
    }

    private Content Of(string path) => _files[NameOf(path)];

    // A file that is made under another name, and renamed when it is complete.
    private static string NameOf(string path) => Path.GetFileName(path) is string name && name.EndsWith(".new", StringComparison.Ordinal) ? name[..^4] : Path.GetFileName(path);

    private sealed class Content
    {
        public MemoryStream Bytes { get; } = new();

        public List<(long Offset, byte[] Bytes, long? Length)> Pending { get; } = [];

        public void Apply((long Offset, byte[] Bytes, long? Length) change)
        {
            if (change.Length is long length)
            {
                Bytes.SetLength(length);
            }
            else
            {
                Bytes.Position = change.Offset;
                Bytes.Write(change.Bytes);
            }
        }

        public Content Copy()
        {
            Content copy = new();
            copy.Bytes.Write(Bytes.ToArray());
            return copy;
        }
    }
}
