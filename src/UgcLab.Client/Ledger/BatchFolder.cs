using System.Buffers;
using System.Globalization;
using System.Text.Json;
using UgcLab.Files;
using UgcLab.Http;
using UgcLab.Json;

namespace UgcLab.Ledger;

/// <summary>Where a batch lies: a folder of its name, with what it is, its ledger, its lock and what was found damaged.</summary>
internal sealed record BatchFolder(string Path)
{
    private const int LongestName = 64;

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The state folder that it belongs to.</summary>
    public string StateFolder => System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, "..", ".."));

    public string Ledger => In("ledger.jsonl");

    public string Lock => In("ledger.lock");

    public string Quarantine => In("quarantine");

    private string ManifestPath => In("manifest.json");

    private string OwnerPath => In("owner.json");

    /// <summary>All batches of a state folder, by name.</summary>
    public static IReadOnlyList<BatchFolder> All(string stateFolder)
    {
        DirectoryInfo root = new(Root(stateFolder));
        return root.Exists
            ? [.. root.GetDirectories().Where(folder => File.Exists(System.IO.Path.Combine(folder.FullName, "manifest.json"))).OrderBy(folder => folder.Name, StringComparer.OrdinalIgnoreCase).Select(folder => new BatchFolder(folder.FullName))]
            : [];
    }

    /// <summary>The folder of a batch, there or not. Case does not tell batches apart, for not every disk does.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: this can be no name of a batch.</exception>
    public static BatchFolder Of(string stateFolder, string name)
    {
        string trimmed = name.Trim();
        if (trimmed.Length is 0 or > LongestName || trimmed.StartsWith('.') || SafeName.Clean(trimmed) != trimmed || SafeName.Make(trimmed, "") != trimmed)
        {
            throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"'{Redaction.Show(name)}' cannot be the name of a batch.")
            {
                Advice = string.Create(CultureInfo.InvariantCulture, $"Use 1 to {LongestName} letters, digits, spaces, - and _: it becomes the name of a folder."),
            };
        }

        return All(stateFolder).FirstOrDefault(batch => string.Equals(batch.Name, trimmed, StringComparison.OrdinalIgnoreCase))
            ?? new BatchFolder(System.IO.Path.Combine(Root(stateFolder), trimmed));
    }

    public bool Exists => File.Exists(ManifestPath);

    /// <summary>Makes the folder, and says in it for which service it is: that never changes.</summary>
    public void Create(Uri baseUri, DateTimeOffset now)
    {
        PrivateFolder.Make(Path);
        PrivateFolder.Replace(ManifestPath, Json(json =>
        {
            json.WriteNumber("v", 1);
            json.WriteString("name", Name);
            json.WriteString("baseUri", baseUri.AbsoluteUri);
            json.WriteString("createdAt", now.UtcDateTime);
        }));
        DurableFile.FlushFolder(System.IO.Path.GetDirectoryName(Path)!);
    }

    /// <summary>The service that the batch is for, and when it was made.</summary>
    /// <exception cref="UgcLabException">BatchMismatch: it cannot be told, so nothing may be bought on the word of this ledger.</exception>
    public (string BaseUri, DateTimeOffset? CreatedAt) Manifest()
    {
        using JsonDocument? manifest = WholeFile.ReadObject(ManifestPath);
        return manifest?.RootElement.Text("baseUri") is string address && manifest.RootElement.Whole("v") == 1
            ? (address, manifest.RootElement.Time("createdAt"))
            : throw new UgcLabException(UgcLabErrorKind.BatchMismatch, $"Batch {Name}: {ManifestPath} is missing or cannot be read, so it is not known which service this batch belongs to.")
            {
                Advice = "Bring the file back from a backup, or use another name for the batch.",
            };
    }

    /// <summary>Takes its manifest away, and returns it: what is left is no batch any more, and nobody opens it.</summary>
    public byte[] Unname()
    {
        byte[] manifest = File.ReadAllBytes(ManifestPath);
        File.Delete(ManifestPath);
        return manifest;
    }

    /// <summary>Puts its manifest back.</summary>
    public void Rename(byte[] manifest) => PrivateFolder.Replace(ManifestPath, manifest);

    /// <summary>Whether its writer is there. The lock itself is not tried: whoever tries it holds it for a moment.</summary>
    public bool IsInUse()
    {
        using JsonDocument? owner = WholeFile.ReadObject(OwnerPath);
        return owner?.RootElement.Whole("pid") is int pid && owner.RootElement.Text("host") == Environment.MachineName && Processes.IsAlive(pid, owner.RootElement.Time("since"), Ledger);
    }

    /// <summary>The writer goes.</summary>
    public void DeleteOwner() => File.Delete(OwnerPath);

    /// <summary>Says who holds the lock, for those who find it taken.</summary>
    public void WriteOwner(DateTimeOffset now) => PrivateFolder.Replace(OwnerPath, Json(json =>
    {
        json.WriteNumber("pid", Environment.ProcessId);
        json.WriteString("host", Environment.MachineName);
        json.WriteString("since", now.UtcDateTime);
    }));

    public UgcLabException InUse()
    {
        using JsonDocument? owner = WholeFile.ReadObject(OwnerPath);
        string who = owner?.RootElement.Whole("pid") is int pid
            ? string.Create(CultureInfo.InvariantCulture, $"process {pid} on {owner.RootElement.Text("host")}, since {owner.RootElement.Time("since")?.ToLocalTime():yyyy-MM-dd HH:mm:ss}")
            : "another process";
        return new UgcLabException(UgcLabErrorKind.BatchInUse, $"Batch {Name} is in use by {who}.")
        {
            Advice = "Wait until it has ended, or stop it; Get-UgcBatch shows how far it is. A process that has died holds nothing.",
        };
    }

    /// <summary>What is said when a session of another service asks for this batch.</summary>
    public UgcLabException Mismatch(string made, Uri baseUri) => new(UgcLabErrorKind.BatchMismatch, $"Batch {Name} was made for {made} and this session is for {baseUri}.")
    {
        Advice = "Connect to that address, or use another name for the batch.",
    };

    /// <summary>What is said of a row whose RowId stands for another order.</summary>
    public UgcLabException Reused(string rowId) => new(UgcLabErrorKind.RowIdReused, $"RowId {Redaction.Show(rowId)} was used in batch {Name} for a row that buys something else.")
    {
        Advice = "A RowId stands for one order for ever. Give the changed row another RowId, or put the row back as it was.",
    };

    private static string Root(string stateFolder) => System.IO.Path.Combine(stateFolder, "batches");

    private static byte[] Json(Action<Utf8JsonWriter> members)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private string In(string file) => System.IO.Path.Combine(Path, file);
}
