using System.Text.Json;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Batches;

/// <summary>A simulated service in a folder, whose books can be read; sheets, and a folder for videos.</summary>
internal sealed class Rehearsal : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public string Root => _folder;

    public string Videos => Path.Combine(_folder, "videos");

    /// <summary>Prompts of the videos that were sold.</summary>
    public IReadOnlyList<string> Sold => File.Exists(Path.Combine(State, "jobs.jsonl"))
        ? [.. ReadShared(Path.Combine(State, "jobs.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("prompt").GetString()!)]
        : [];

    /// <summary>Requests of all kinds that came, and purchases among them.</summary>
    public (int Any, int Orders) Arrived
    {
        get
        {
            string head = Path.Combine(State, "state.json");
            if (!File.Exists(head))
            {
                return (0, 0);
            }

            JsonElement arrivals = JsonDocument.Parse(ReadShared(head)).RootElement.GetProperty("arrivals");
            return (arrivals[0].GetInt32(), arrivals[1].GetInt32());
        }
    }

    public IReadOnlyList<string> Files => Directory.Exists(Videos) ? [.. Directory.GetFiles(Videos, "*.mp4").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];

    /// <summary>Batches in the store.</summary>
    public IReadOnlyList<string> Batches => Database.Read(State, "SELECT name FROM batch");

    public string State => Path.Combine(_folder, "service");

    /// <summary>A session with it; another is as good as another process.</summary>
    public Shell Open(string options = "Speed = 3000", string more = "", string host = "UgcLab tests")
    {
        Shell shell = new(host);
        shell.Rehearse($"VideoTime = 20; StatePath = '{State}'; {options}", more);
        return shell.Set("sheet", Path.Combine(_folder, "ads.csv")).Set("videos", Videos).Set("root", Root);
    }

    /// <summary>Writes a sheet; ads.csv unless it is said otherwise.</summary>
    public Rehearsal Sheet(string text, string name = "ads.csv")
    {
        File.WriteAllText(Path.Combine(_folder, name), text);
        return this;
    }

    /// <summary>A sheet of this many sound rows.</summary>
    public Rehearsal Sheet(int rows) => Sheet("Reference,Prompt,Model,Duration\n" + string.Concat(Enumerable.Range(1, rows).Select(n => $"ad-{n},A paper boat sails down street number {n},kling-2.6,5\n")));

    /// <summary>Every file of the service's folder, with what tells whether it was written.</summary>
    public IReadOnlyList<string> Traces() => [.. Directory.GetFiles(_folder, "*", SearchOption.AllDirectories)
        .Select(path => $"{path} {new FileInfo(path).Length} {File.GetLastWriteTimeUtc(path).Ticks}").Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();

    private static string ReadShared(string path)
    {
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }
}
