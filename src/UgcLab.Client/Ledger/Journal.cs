using System.Collections.Concurrent;
using System.Globalization;
using UgcLab.Creations;

namespace UgcLab.Ledger;

/// <summary>Who writes down a purchase. What is written is on the disk when a method returns.</summary>
internal interface IPurchaseBook
{
    /// <summary>The batch it belongs to, if to any.</summary>
    string? Batch { get; }

    /// <summary>An order is about to go out.</summary>
    /// <exception cref="UgcLabException">HistoryUnwritable, AlreadyBought: then nothing may be sent.</exception>
    void Sending(string purchase, int attempt, Order order, byte[] body);

    /// <summary>An attempt is proved to have done nothing, and another follows.</summary>
    void NotApplied(string purchase, int attempt, UgcLabException reason);

    /// <summary>The service has taken the order.</summary>
    void Accepted(string purchase, Receipt receipt);

    /// <summary>The service has done what was asked, and that made no job. Rows of a batch are orders of jobs.</summary>
    void Answered(string purchase, int status, byte[] answer) => throw new NotSupportedException("This book is of orders that make jobs.");

    /// <summary>The order has ended without a job: <c>Refused</c>, <c>NotSent</c> or <c>Unknown</c>.</summary>
    void Ended(string purchase, string state, UgcLabException reason);
}

/// <summary>
/// The record of what this process buys outside of batches, and of what it sees of any job: one file of JSON lines a
/// process, so that two consoles never lock each other out. It holds no key and no signed query.
/// </summary>
internal sealed class Journal : IPurchaseBook
{
    private static readonly ConcurrentDictionary<string, Journal> Open = new(StringComparer.Ordinal);

    private readonly object _gate = new();
    private readonly string _folder;
    private readonly TimeProvider _clock;
    private LedgerFile? _file;

    private Journal(string folder, TimeProvider clock) => (_folder, _clock) = (folder, clock);

    public string? Batch => null;

    /// <summary>Whether the state folder may lie on another machine's disk.</summary>
    public bool AllowNetwork { get; set; }

    /// <summary>The journal of this process in a state folder; all sessions of the process write to one file.</summary>
    public static Journal For(string stateFolder, TimeProvider clock) =>
        Open.GetOrAdd(Path.GetFullPath(stateFolder), static (folder, time) => new Journal(folder, time), clock);

    /// <summary>Where the files of all processes lie.</summary>
    public static string Runs(string stateFolder) => Path.Combine(stateFolder, "runs");

    public void Sending(string purchase, int attempt, Order order, byte[] body) =>
        Write(file => file.Intent(LedgerLine.Sending(purchase, attempt, order, body, null, 1)));

    public void NotApplied(string purchase, int attempt, UgcLabException reason) =>
        Write(file => file.Outcome(LedgerLine.Failed("NotApplied", purchase, attempt, reason, null)));

    public void Accepted(string purchase, Receipt receipt) => Write(file => file.Outcome(LedgerLine.Accepted(purchase, receipt, null)));

    public void Answered(string purchase, int status, byte[] answer) => Write(file => file.Outcome(LedgerLine.Answered(purchase, status, answer)));

    public void Ended(string purchase, string state, UgcLabException reason) =>
        Write(file => file.Outcome(LedgerLine.Failed(state, purchase, null, reason, null)));

    /// <summary>Somebody has said what became of a purchase in doubt. On the disk when this returns.</summary>
    /// <exception cref="UgcLabException">HistoryUnwritable.</exception>
    public void Settled(string purchase, string how, IReadOnlyList<UgcJob> jobs) => Write(file => file.Intent(LedgerLine.Settled(null, purchase, how, jobs)));

    /// <summary>A job has another status than before. Can be read again at any time, so a full disk costs nothing here.</summary>
    public void Seen(UgcJob job) => Note(job, LedgerLine.Seen(job));

    /// <summary>A video is on the disk.</summary>
    public void Saved(UgcSavedVideo video) => Note(video.Job, LedgerLine.Saved(video));

    /// <summary>Closes the file; a later line opens another.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
            Open.TryRemove(_folder, out _);
        }
    }

    private void Write(Action<LedgerFile> write)
    {
        lock (_gate)
        {
            try
            {
                write(File());
            }
            catch (Exception error) when (LedgerFile.IsOfDisk(error))
            {
                throw StateFolder.Unwritable(Runs(_folder), error);
            }
        }
    }

    // A job's news stands with its purchase where that can be: in the batch that this process has open.
    private void Note(UgcJob job, LedgerLine line)
    {
        if (job.Batch is string batch && BatchLedger.OpenHere(_folder, batch) is BatchLedger ledger && ledger.Note(line, job))
        {
            return;
        }

        lock (_gate)
        {
            try
            {
                File().Note(line);
            }
            catch (Exception error) when (LedgerFile.IsOfDisk(error))
            {
                // The next purchase hears of it.
            }
        }
    }

    private LedgerFile File()
    {
        if (_file is not null)
        {
            return _file;
        }

        LocalDisk.Require(_folder, AllowNetwork);

        // The clock may be a fast one, and a second session may begin in the same millisecond.
        string stamp = _clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        for (int n = 0; ; n++)
        {
            string path = Path.Combine(Runs(_folder), n == 0 ? $"{stamp}-{Environment.ProcessId}.jsonl" : $"{stamp}-{Environment.ProcessId}-{n}.jsonl");
            if (!System.IO.File.Exists(path))
            {
                _file = LedgerFile.Create(path, _clock);
                _file.Intent(LedgerLine.Run());
                return _file;
            }
        }
    }
}
