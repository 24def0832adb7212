using UgcLab.Creations;

namespace UgcLab.Ledger;

/// <summary>
/// The ledger of one batch, held open by the one process that may write it. It knows every row, writes each step of a
/// purchase to the disk before the next one is taken, and lets no row go out twice.
/// </summary>
internal sealed class BatchLedger : IDisposable
{
    // Rows are planned by the thousand and can be planned again, so they are written in groups.
    private const int PlannedTogether = 256;

    private const string Gone = "Lines of the ledger are lost, and this row may have been bought in them. Another batch has no such doubts about new rows.";

    private static readonly object Registry = new();
    private static readonly Dictionary<string, BatchLedger> Open = new(StringComparer.OrdinalIgnoreCase);

    private readonly object _gate = new();
    private readonly BatchFolder _folder;
    private readonly FileLock? _lock;
    private readonly LedgerFile? _file;
    private readonly BatchIndex _index;
    private readonly List<LedgerLine> _planned = [];
    private int _holders = 1;
    private bool _isClosed;

    internal BatchLedger(BatchFolder folder, FileLock? held, LedgerFile? file, BatchIndex index) =>
        (_folder, _lock, _file, _index) = (folder, held, file, index);

    public BatchFolder Folder => _folder;

    private Uri? BaseUri { get; init; }

    /// <summary>Rows that were out when an earlier process ended.</summary>
    public IReadOnlyList<RowKey> FoundInDoubt { get; init; } = [];

    /// <summary>
    /// Opens a batch to write, and makes it when it is not there. Runspaces of one process share what is open; another
    /// process is turned away.
    /// </summary>
    /// <exception cref="UgcLabException">BatchInUse, BatchMismatch, LedgerCorrupt, LedgerOnNetwork or HistoryUnwritable: nothing may be bought.</exception>
    public static BatchLedger OpenOrCreate(BatchFolder folder, Uri baseUri, TimeProvider clock, bool allowNetwork)
    {
        lock (Registry)
        {
            if (Open.TryGetValue(folder.Path, out BatchLedger? open))
            {
                LedgerOpening.RequireService(folder, open.BaseUri!.AbsoluteUri, baseUri);
                open._holders++;
                return open;
            }

            LocalDisk.Require(folder.Path, allowNetwork);
            try
            {
                PrivateFolder.Make(folder.Path);
                LedgerOpening opening = LedgerOpening.Of(folder, baseUri, clock);
                BatchLedger ledger = new(folder, opening.Lock, opening.File, opening.Index) { FoundInDoubt = opening.InDoubt, BaseUri = baseUri };
                Open.Add(folder.Path, ledger);
                return ledger;
            }
            catch (Exception error) when (LedgerFile.IsOfDisk(error))
            {
                throw StateFolder.Unwritable(folder.Path, error);
            }
        }
    }

    /// <summary>
    /// What a batch looks like at this moment, there or not, for those who only want to know: nothing is locked and nothing
    /// written. What is planned in it is planned nowhere else.
    /// </summary>
    public static BatchLedger Preview(BatchFolder folder) => new(folder, null, null, LedgerOpening.Look(folder));

    /// <summary>The ledger of a batch, if this process has it open.</summary>
    public static BatchLedger? OpenHere(string stateFolder, string name)
    {
        lock (Registry)
        {
            return Open.GetValueOrDefault(BatchFolder.Of(stateFolder, name).Path);
        }
    }

    /// <summary>Holds the lock of a batch that this process does not have open, for what is done to it as a whole.</summary>
    /// <exception cref="UgcLabException">BatchInUse.</exception>
    public static FileLock LockWhole(BatchFolder folder)
    {
        lock (Registry)
        {
            return Open.ContainsKey(folder.Path) ? throw folder.InUse() : FileLock.TryTake(folder.Lock) ?? throw folder.InUse();
        }
    }

    /// <summary>Keeps it open until this is disposed of too.</summary>
    /// <exception cref="ObjectDisposedException">Everybody has let go of it.</exception>
    public BatchLedger Hold()
    {
        lock (Registry)
        {
            ObjectDisposedException.ThrowIf(_file is not null && _holders == 0, this);
            _holders++;
            return this;
        }
    }

    /// <summary>Reads something of the rows while nothing changes them.</summary>
    public T Read<T>(Func<BatchIndex, T> read)
    {
        lock (_gate)
        {
            return read(_index);
        }
    }

    /// <summary>Writes a row down as one that will be bought, unless it is there.</summary>
    /// <exception cref="UgcLabException">RowIdReused: its RowId stands for another content.</exception>
    public void Plan(RowKey key, RowKey? content, Order order)
    {
        lock (_gate)
        {
            string? hash = content?.ToString()[..RowKey.HashLength];
            if (_index.Find(key) is RowEntry known)
            {
                if (hash is not null && known.Content is not null && known.Content != hash)
                {
                    throw _folder.Reused(order.RowId!);
                }

                if (known.IsPlanned)
                {
                    return;
                }
            }

            bool isNew = _index.Find(key) is null;
            _index.Planned(key, hash);
            if (isNew && _index.HasLost)
            {
                _index.InDoubt(key);
            }

            if (_file is null)
            {
                return;
            }

            _planned.Add(LedgerLine.Planned(key, content, order, order.Request.ToJson()));
            if (isNew && _index.HasLost)
            {
                _planned.Add(LedgerLine.InDoubt(key, null, Gone, null));
            }

            if (_planned.Count >= PlannedTogether)
            {
                Written(WritePlanned);
            }
        }
    }

    /// <summary>The book in which a purchase of this row is written down.</summary>
    public IPurchaseBook Book(RowKey key, int round) => new RowBook(this, key, round);

    /// <summary>Does something to the file and the rows, as one.</summary>
    /// <exception cref="UgcLabException">HistoryUnwritable.</exception>
    public void Change(Action<BatchIndex, LedgerFile> change)
    {
        lock (_gate)
        {
            Write(file => change(_index, file));
        }
    }

    /// <summary>
    /// Takes in what became of a purchase, and writes it down. Written or not, it has happened, and this process must know
    /// it; and no row that is merely planned may stand in its way to the disk.
    /// </summary>
    /// <exception cref="UgcLabException">HistoryUnwritable.</exception>
    public void Outcome(LedgerLine line, Action<BatchIndex> happened)
    {
        lock (_gate)
        {
            happened(_index);
            OrUnwritable(file => file.Outcome(line));
        }
    }

    /// <summary>Somebody has said what became of a row in doubt. On the disk when this returns.</summary>
    /// <exception cref="UgcLabException">RowNotInDoubt: while a person was asked, another runspace has settled it, and may have sent it.</exception>
    public void Settle(RowKey key, string how, IReadOnlyList<UgcJob> jobs)
    {
        lock (_gate)
        {
            if (_index.Find(key) is not { State: RowState.Unknown })
            {
                throw new UgcLabException(UgcLabErrorKind.RowNotInDoubt, $"This row of batch {_folder.Name} is not in doubt any more: somebody else has settled it.");
            }

            Write(file => file.Intent(LedgerLine.Settled(key, _index.Find(key)?.Purchase, how, jobs)));
            _index.Settle(key, how, jobs.Select(job => new JobEntry(job.UgcId)));
        }
    }

    /// <summary>How many clips a project holds now.</summary>
    public void Counted(string projectId, int clips)
    {
        lock (_gate)
        {
            Written(() => _file?.Note(LedgerLine.Counted(projectId, clips)));
        }
    }

    /// <summary>Writes down what was seen of a job; false when everybody has let go of the batch at this moment.</summary>
    public bool Note(LedgerLine line, UgcJob job)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            Written(() => _file?.Note(line));
            _index.Seen(job.UgcId, job.Status, job.CreditsCharged, job.CreditsRefunded);
            if (line.IsOfSaving)
            {
                _index.Saved(job.UgcId);
            }

            return true;
        }
    }

    public void Dispose()
    {
        lock (Registry)
        {
            if (_file is null || --_holders > 0)
            {
                return;
            }

            Open.Remove(_folder.Path);
            lock (_gate)
            {
                Written(WritePlanned);
                Written(_folder.DeleteOwner);
                _isClosed = true;
                _file.Dispose();
                _lock!.Dispose();
            }
        }
    }

    private void WritePlanned()
    {
        if (_planned.Count > 0)
        {
            _file!.Note(_planned);
            _planned.Clear();
        }
    }

    // For what can be had again: a disk that is full is the next purchase's news.
    private static void Written(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (LedgerFile.IsOfDisk(error))
        {
            // The file is broken from here on, and says so to whoever buys.
        }
    }

    private void Write(Action<LedgerFile> write) => OrUnwritable(file =>
    {
        WritePlanned();
        write(file);
    });

    private void OrUnwritable(Action<LedgerFile> write)
    {
        try
        {
            write(_file ?? throw new InvalidOperationException("Nothing is bought in a preview."));
        }
        catch (Exception error) when (LedgerFile.IsOfDisk(error))
        {
            throw StateFolder.Unwritable(_folder.Path, error);
        }
    }
}
