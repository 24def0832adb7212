using System.Text.Json;
using System.Text.Json.Serialization;

namespace UgcLab.Engines.Postgres;

// What this machine keeps of a shared store: outcomes of paid requests that the database could not take, to be delivered at the next
// connection of any process here, and how far the database was when this machine last wrote to it.
internal sealed class LocalOutcomes(string folder)
{
    private readonly string _folder = Path.Combine(folder, "shared");

    // Keeps an outcome, and returns the file. One that another attempt may follow isn't kept.
    public string? Keep(string store, string purchase, AttemptOutcome outcome)
    {
        if (outcome.State is UgcPurchaseState.NotSent)
        {
            return null;
        }

        PrivateFolder.Make(_folder);
        string path = PathOf(store, purchase);
        using (FileStream file = new(path + ".new", PrivateFolder.Options(FileMode.Create, FileAccess.Write, FileShare.None)))
        {
            JsonSerializer.Serialize(file, outcome, OutcomeJson.Default.AttemptOutcome);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        PrivateFolder.Flush(_folder);
        return path;
    }

    public IEnumerable<(string Purchase, AttemptOutcome Outcome)> Read(string store)
    {
        foreach (string path in Directory.Exists(_folder) ? Directory.GetFiles(_folder, $"{store}-*.json") : [])
        {
            if (TryRead(path) is AttemptOutcome outcome)
            {
                yield return (Path.GetFileNameWithoutExtension(path)[(store.Length + 1)..], outcome);
            }
        }
    }

    // The database has it. Delivering it again changes nothing.
    public void Remove(string store, string purchase) => Attempt(() => File.Delete(PathOf(store, purchase)));

    // The state of a store that this machine has seen; 0 for none.
    public long EpochOf(string store)
    {
        string text = "";
        Attempt(() => text = File.ReadAllText(EpochPath(store)));
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seen) ? seen : 0;
    }

    // Remembers it. A crash of the machine may lose the last ones, because it only helps to notice a database that went back.
    public void Saw(string store, long epoch) => Attempt(() =>
    {
        PrivateFolder.Make(_folder);
        using FileStream file = new(EpochPath(store), PrivateFolder.Options(FileMode.Create, FileAccess.Write, FileShare.ReadWrite));

        // Of one length, because two processes may write at the same time.
        file.Write(System.Text.Encoding.ASCII.GetBytes(epoch.ToString("D19", CultureInfo.InvariantCulture)));
    });

    // Null where another process delivers it now, or it isn't one of ours.
    private static AttemptOutcome? TryRead(string path)
    {
        AttemptOutcome? outcome = null;
        Attempt(() => outcome = JsonSerializer.Deserialize(File.ReadAllBytes(path), OutcomeJson.Default.AttemptOutcome));
        return outcome;
    }

    private static void Attempt(Action work)
    {
        try
        {
            work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            // Each caller can do without it.
        }
    }

    private string PathOf(string store, string purchase) => Path.Combine(_folder, $"{store}-{purchase}.json");

    private string EpochPath(string store) => Path.Combine(_folder, $"{store}.epoch");
}

[JsonSerializable(typeof(AttemptOutcome))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class OutcomeJson : JsonSerializerContext;
