using System.Text.Json;
using UgcLab.Json;
using UgcLab.Ledger;

namespace UgcLab;

/// <summary>Reads the local record: the files of all processes that ever bought something with this state folder.</summary>
public sealed class History
{
    private readonly string _folder;
    private readonly object _gate = new();
    private Dictionary<string, UgcJob> _jobs = [];
    private (string? Newest, long Bytes) _read;

    /// <summary>Takes the state folder; the files need not exist.</summary>
    public History(string stateFolder) => _folder = Journal.Runs(stateFolder);

    /// <summary>Every purchase, oldest first. A torn or damaged line is passed over: what it said is then in doubt, never undone.</summary>
    /// <exception cref="UgcLabException">HistoryUnreadable.</exception>
    public IReadOnlyList<UgcHistoryEntry> Read()
    {
        try
        {
            return Fold();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UgcLabException(UgcLabErrorKind.HistoryUnreadable, $"The record of purchases in {_folder} cannot be read. {Http.Redaction.Show(error.Message, 300)}", error);
        }
    }

    /// <summary>A job by its id, as it was last seen; null when this record never bought it.</summary>
    public UgcJob? FindJob(string ugcId)
    {
        lock (_gate)
        {
            if (!_jobs.TryGetValue(ugcId, out UgcJob? job) && Grew())
            {
                _jobs = Read().SelectMany(entry => entry.Jobs).GroupBy(known => known.UgcId).ToDictionary(same => same.Key, same => same.Last());
                _jobs.TryGetValue(ugcId, out job);
            }

            return job;
        }
    }

    private IReadOnlyList<UgcHistoryEntry> Fold()
    {
        HistoryFold fold = new();
        foreach (FileInfo file in Files())
        {
            fold.Begin(file.FullName);
            foreach (ReadOnlyMemory<byte> line in Lines(file))
            {
                using JsonDocument? document = Wire.TryParse(line);
                if (document is not null)
                {
                    fold.Add(document.RootElement);
                }
            }
        }

        return fold.Entries();
    }

    // Thousands of ids may be looked up one after another; the files are read again only when there is more in them.
    private bool Grew()
    {
        FileInfo[] files = Files();
        (string?, long) now = (files.LastOrDefault()?.Name, files.Sum(file => file.Length));
        bool grew = now != _read;
        _read = now;
        return grew;
    }

    private FileInfo[] Files()
    {
        DirectoryInfo folder = new(_folder);
        return folder.Exists ? [.. folder.GetFiles("*.jsonl").OrderBy(file => file.Name, StringComparer.Ordinal)] : [];
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(FileInfo file)
    {
        byte[] bytes;
        using (FileStream stream = new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            bytes = new byte[stream.Length];
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            Array.Resize(ref bytes, read);
        }

        for (int start = 0, end; start < bytes.Length && (end = Array.IndexOf(bytes, (byte)'\n', start)) >= 0; start = end + 1)
        {
            yield return bytes.AsMemory(start, end - start);
        }
    }
}
