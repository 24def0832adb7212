using System.Buffers;
using System.Collections.Concurrent;
using UgcLab.Http;

namespace UgcLab.Ledger;

/// <summary>
/// A ledger being written: numbers its lines, and keeps a reserve on the disk so that what was bought can still be written
/// down when there is no room left. Its owner sees to it that one thread writes at a time.
/// </summary>
internal sealed class LedgerFile : IDisposable
{
    private const int ReserveLength = 1 << 20;

    private static readonly ConcurrentDictionary<string, LedgerFile> OpenHere = new(StringComparer.OrdinalIgnoreCase);

    private readonly DurableFile _file;
    private readonly string _path;
    private readonly string _reserve;
    private readonly TimeProvider _clock;

    // Kept from line to line: groups of rows are long, and buffers of that length are costly to come by.
    private readonly ArrayBufferWriter<byte> _lines = new(1024);
    private long _number;

    private LedgerFile(DurableFile file, string path, long number, TimeProvider clock)
    {
        (_file, _path, _number, _clock) = (file, Path.GetFullPath(path), number, clock);
        _reserve = Path.Combine(Path.GetDirectoryName(path)!, "reserve.bin");
    }

    /// <summary>Why nothing more may be bought on the word of this file; null while all is well.</summary>
    public string? Broken { get; private set; }

    public static LedgerFile Create(string path, TimeProvider clock) => Begin(DurableFile.Create(path), path, 0, clock);

    /// <summary>Goes on after the last good line.</summary>
    public static LedgerFile Continue(string path, long length, long number, TimeProvider clock)
    {
        DurableFile file = DurableFile.Open(path);
        file.Truncate(length);
        return Begin(file, path, number, clock);
    }

    /// <summary>Writes a line before something is done. On the disk when this returns.</summary>
    /// <exception cref="IOException">Then it must not be done.</exception>
    public void Intent(LedgerLine line) => Guarded(() => Append(line, flush: true));

    /// <summary>
    /// Writes down what was done, with the reserve's room if there is no other. On the disk when this returns. It is tried
    /// on a file that has given way before, too: money that went out is worth a line that may not last.
    /// </summary>
    /// <exception cref="IOException">It could not be kept, whatever was tried.</exception>
    public void Outcome(LedgerLine line)
    {
        try
        {
            Append(line, flush: true);
        }
        catch (Exception error) when (IsOfDisk(error))
        {
            Broken ??= Redaction.Show(error.Message, 300);
            if (!File.Exists(_reserve))
            {
                throw;
            }

            File.Delete(_reserve);
            Append(line, flush: true);
        }
    }

    /// <summary>Writes lines that can be had again from elsewhere; nobody waits for the disk.</summary>
    /// <exception cref="IOException">They are not written.</exception>
    public void Note(params IEnumerable<LedgerLine> lines) => Guarded(() =>
    {
        DateTimeOffset now = _clock.GetUtcNow();
        long number = _number;
        _lines.ResetWrittenCount();
        foreach (LedgerLine line in lines)
        {
            line.WriteTo(_lines, ++number, now);
        }

        _file.Append(_lines.WrittenSpan, flush: false);
        _number = number;
    });

    public void Dispose()
    {
        OpenHere.TryRemove(new(_path, this));
        _file.Dispose();
    }

    /// <summary>Whether this process is writing to a ledger.</summary>
    public static bool IsOpenHere(string path) => OpenHere.ContainsKey(Path.GetFullPath(path));

    public static bool IsOfDisk(Exception error) => error is IOException or UnauthorizedAccessException or NotSupportedException;

    private void Append(LedgerLine line, bool flush)
    {
        _lines.ResetWrittenCount();
        line.WriteTo(_lines, _number + 1, _clock.GetUtcNow());
        _file.Append(_lines.WrittenSpan, flush);
        _number++;
    }

    private void Guarded(Action write)
    {
        if (Broken is not null)
        {
            throw new IOException(Broken);
        }

        try
        {
            write();
        }
        catch (Exception error) when (IsOfDisk(error))
        {
            // After a failed flush a later one may claim success for bytes that are gone, so this file is done for. Half an
            // intent would put a row in doubt that never went out.
            Broken = Redaction.Show(error.Message, 300);
            _file.TakeBack();
            throw;
        }
    }

    private static LedgerFile Begin(DurableFile file, string path, long number, TimeProvider clock)
    {
        try
        {
            LedgerFile ledger = new(file, path, number, clock);
            ledger.Reserve();
            OpenHere[ledger._path] = ledger;
            return ledger;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void Reserve()
    {
        // A shorter one was being written when the disk filled up or the process died.
        if (!File.Exists(_reserve) || new FileInfo(_reserve).Length < ReserveLength)
        {
            // Written, not merely measured out: a hole in a file keeps no room.
            byte[] room = new byte[ReserveLength];
            Array.Fill(room, (byte)' ');
            using FileStream stream = new(_reserve, PrivateFolder.Options(FileMode.Create, FileAccess.Write, FileShare.ReadWrite));
            stream.Write(room);
            stream.Flush(flushToDisk: true);
        }
    }
}
