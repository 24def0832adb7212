using UgcLab.Ledger;

namespace UgcLab;

/// <summary>Reads the local record: the files of all processes that ever bought something with this state folder.</summary>
public sealed class History
{
    private readonly string _stateFolder;
    private readonly object _gate = new();
    private Dictionary<string, UgcJob> _jobs = [];
    private (string? Newest, long Bytes) _read;

    /// <summary>Takes the state folder; the files need not exist.</summary>
    public History(string stateFolder) => _stateFolder = stateFolder;

    /// <summary>Every purchase, oldest first. A torn or damaged line is passed over: what it said is then in doubt, never undone.</summary>
    /// <param name="passedOver">Hears of each file that cannot be read, such as another user's.</param>
    /// <exception cref="UgcLabException">HistoryUnreadable: the folder itself cannot be.</exception>
    public IReadOnlyList<UgcHistoryEntry> Read(Action<string>? passedOver = null) => ReadFold(passedOver).Entries();

    /// <summary>The same, with what is no purchase.</summary>
    internal HistoryFold ReadFold(Action<string>? passedOver = null)
    {
        try
        {
            return Fold(Files(), passedOver);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UgcLabException(UgcLabErrorKind.HistoryUnreadable, $"The record of purchases in {_stateFolder} cannot be read. {Http.Redaction.Show(error.Message, 300)}", error);
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

    /// <summary>What the ledger of one batch says, with what was seen of its jobs outside of it: whoever waits for a job or saves it need not have the batch open.</summary>
    internal static HistoryFold Of(BatchFolder batch)
    {
        HistoryFold fold = Fold([(new FileInfo(batch.Ledger), batch.Name)], null);
        foreach (ReadOnlyMemory<byte> line in JobLines(batch.StateFolder))
        {
            fold.Learn(line);
        }

        return fold;
    }

    private static HistoryFold Fold(IEnumerable<(FileInfo File, string? Batch)> files, Action<string>? passedOver)
    {
        HistoryFold fold = new();
        foreach ((FileInfo file, string? batch) in files)
        {
            fold.Begin(file.FullName, batch);
            byte[] bytes;
            try
            {
                bytes = Bytes(file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                passedOver?.Invoke($"{file.FullName} cannot be read, so what was bought there is not in this list. {Http.Redaction.Show(error.Message, 300)}");
                continue;
            }

            foreach (ReadOnlyMemory<byte> line in LedgerReader.Good(bytes))
            {
                fold.Add(line);
            }
        }

        return fold;
    }

    // Thousands of ids may be looked up one after another; the files are read again only when there is more in them.
    private bool Grew()
    {
        FileInfo[] files = [.. Files().Select(each => each.File)];
        (string?, long) now = (files.LastOrDefault()?.Name, files.Sum(file => file.Exists ? file.Length : 0));
        bool grew = now != _read;
        _read = now;
        return grew;
    }

    // Batches first: what was seen of their jobs elsewhere stands in the files of processes.
    private IEnumerable<(FileInfo File, string? Batch)> Files()
    {
        return [.. BatchFolder.All(_stateFolder).Select(batch => (new FileInfo(batch.Ledger), (string?)batch.Name)).Where(each => each.Item1.Exists), .. Runs(_stateFolder)];
    }

    private static IEnumerable<(FileInfo File, string? Batch)> Runs(string stateFolder)
    {
        DirectoryInfo runs = new(Journal.Runs(stateFolder));
        return (runs.Exists ? runs.GetFiles("*.jsonl") : []).OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => (file, (string?)null));
    }

    /// <summary>The lines about jobs that stand in the files of processes.</summary>
    internal static IEnumerable<ReadOnlyMemory<byte>> JobLines(string stateFolder)
    {
        foreach ((FileInfo file, _) in Runs(stateFolder))
        {
            byte[] bytes;
            try
            {
                bytes = Bytes(file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // News of a job can be had again from the service.
                continue;
            }

            foreach (ReadOnlyMemory<byte> line in LedgerReader.Good(bytes).Where(line => line.Span.IndexOf("\"ugcId\""u8) >= 0))
            {
                yield return line;
            }
        }
    }

    private static byte[] Bytes(FileInfo file)
    {
        using FileStream stream = new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[stream.Length];
        Array.Resize(ref bytes, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        return bytes;
    }
}
