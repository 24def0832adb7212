using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using UgcLab.Creations;
using UgcLab.Http;

namespace UgcLab.Ledger;

/// <summary>
/// The record of what this process buys: one file of JSON lines a process, so that two consoles never lock each other
/// out. What concerns money is on the disk before anything else happens; what merely helps is written and not waited for.
/// It holds no key and no signed query.
/// </summary>
internal sealed class Journal
{
    private static readonly ConcurrentDictionary<string, Journal> Open = new(StringComparer.Ordinal);

    private readonly object _gate = new();
    private readonly string _folder;
    private readonly TimeProvider _clock;
    private DurableFile? _file;
    private string? _broken;
    private long _lines;

    private Journal(string folder, TimeProvider clock) => (_folder, _clock) = (folder, clock);

    /// <summary>The journal of this process in a state folder; all sessions of the process write to one file.</summary>
    public static Journal For(string stateFolder, TimeProvider clock) =>
        Open.GetOrAdd(Path.GetFullPath(stateFolder), static (folder, time) => new Journal(folder, time), clock);

    /// <summary>Where the files of all processes lie.</summary>
    public static string Runs(string stateFolder) => Path.Combine(stateFolder, "runs");

    /// <summary>An order is about to go out. On the disk when this returns.</summary>
    /// <exception cref="UgcLabException">HistoryUnwritable: then nothing may be sent.</exception>
    public void Sending(string purchase, int attempt, Order order, byte[] body) => Money(JournalLine.Sending(purchase, attempt, order, body));

    /// <summary>An attempt is proved to have done nothing, and another follows.</summary>
    public void NotApplied(string purchase, int attempt, UgcLabException reason) => Money(JournalLine.Failed("NotApplied", purchase, attempt, reason));

    /// <summary>The service has taken the order. On the disk when this returns.</summary>
    public void Accepted(string purchase, Receipt receipt) => Money(JournalLine.Accepted(purchase, receipt));

    /// <summary>The order has ended without a job: <c>Refused</c>, <c>NotSent</c> or <c>Unknown</c>. On the disk when this returns.</summary>
    public void Ended(string purchase, string state, UgcLabException reason) => Money(JournalLine.Failed(state, purchase, null, reason));

    /// <summary>A job has another status than before. Can be read again at any time, so a full disk costs nothing here.</summary>
    public void Seen(UgcJob job) => Note(JournalLine.Seen(job));

    /// <summary>A video is on the disk.</summary>
    public void Saved(UgcSavedVideo video) => Note(JournalLine.Saved(video));

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

    private void Money(JournalLine line)
    {
        lock (_gate)
        {
            if (_broken is not null)
            {
                throw Unwritable(_broken, null);
            }

            try
            {
                Write(line, flush: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                // After a failed flush a later one may claim success for bytes that are gone, so this file is done for.
                _broken = Redaction.Show(error.Message, 300);
                throw Unwritable(_broken, error);
            }
        }
    }

    private void Note(JournalLine line)
    {
        lock (_gate)
        {
            try
            {
                if (_broken is null)
                {
                    Write(line, flush: false);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                _broken = Redaction.Show(error.Message, 300);
            }
        }
    }

    private void Write(JournalLine line, bool flush)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        if (_file is null)
        {
            Start(now);
        }

        _file!.Append(line.ToBytes(++_lines, now), flush);
    }

    private void Start(DateTimeOffset now)
    {
        // The clock may be a fast one, and a second session may begin in the same millisecond.
        string stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        for (int n = 0; ; n++)
        {
            string path = Path.Combine(Runs(_folder), n == 0 ? $"{stamp}-{Environment.ProcessId}.jsonl" : $"{stamp}-{Environment.ProcessId}-{n}.jsonl");
            if (File.Exists(path))
            {
                continue;
            }

            _file = DurableFile.Create(path);
            _file.Append(JournalLine.Run().ToBytes(++_lines, now), flush: true);
            return;
        }
    }

    private UgcLabException Unwritable(string why, Exception? error) =>
        new(UgcLabErrorKind.HistoryUnwritable, $"The record of purchases in {Runs(_folder)} cannot be written, so nothing is bought. {why}", error)
        {
            Advice = $"Make room, or set $env:{StateFolder.Variable} to a folder on a local disk that can be written, and start again.",
        };
}
