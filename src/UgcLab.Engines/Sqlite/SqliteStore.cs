using Microsoft.Data.Sqlite;

namespace UgcLab.Engines.Sqlite;

// The store of one machine: a SQLite database in the state folder. A rollback journal with full flushes, and a lock file of our own around
// every use of the database: SQLite's own locks are lost on Linux and macOS when any code of the process closes the database file
// (https://www.sqlite.org/howtocorrupt.html, section 2.2).
internal sealed partial class SqliteStore : SqlStore, ICopyStore
{
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _mutex = new(1, 1);
    private readonly StateFiles _files;
    private bool _hasLocks;
    private bool _isThere;
    private bool _isDisposed;

    public SqliteStore(StoreSettings settings)
        : base(settings with { Folder = Path.GetFullPath(settings.Folder) })
    {
        _files = new StateFiles(Folder, settings.AllowNetwork);

        // A store that is used until the process ends is never disposed of.
        AppDomain.CurrentDomain.ProcessExit += AtExit;
    }

    public override string Location => Folder;

    public override Task CompactAsync() =>
        LockedAsync(TransactionKind.Read, () => Task.FromResult(true), CompactLocked, CancellationToken.None);

    public override void Dispose()
    {
        // A transaction that is running ends first, unless the process can't wait for it any longer.
        bool isLocked = _mutex.Wait(ExitTimeout);
        if (!_isDisposed)
        {
            _isDisposed = true;
            if (isLocked)
            {
                Discard();
            }

            _files.Dispose();
            _files.Forget(Owner);
            AppDomain.CurrentDomain.ProcessExit -= AtExit;
            if (Settings.IsTemporary)
            {
                _files.RemoveFolder();
            }
        }

        if (isLocked)
        {
            _mutex.Release();
        }
    }

    private protected override string Bytes(string column) => $"COALESCE(length(CAST({column} AS BLOB)), 0)";

    private protected override Task<IReadOnlySet<string>> AliveAsync(SqlTransaction sql, IReadOnlyCollection<string> owners) =>
        Task.FromResult<IReadOnlySet<string>>(owners.Where(owner => owner == Owner || _files.IsAlive(owner)).ToHashSet());

    private protected override void Forget(string owner) => _files.Forget(owner);

    private protected override Task<T> TransactAsync<T>(
        TransactionKind kind, Func<SqlTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        LockedAsync(kind, () => ReadEmptyAsync(work), () => TransactLockedAsync(kind, work), cancellationToken);

    private async Task<T> LockedAsync<T>(
        TransactionKind kind, Func<Task<T>> withoutFile, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        NativeSqlite.Require();
        long began = TimeProvider.System.GetTimestamp();
        TimeSpan timeout = LockTimeout(kind);
        bool hasReserve = kind is TransactionKind.Outcome;
        while (true)
        {
            await _mutex.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                if (kind is TransactionKind.Read && !_isThere && !File.Exists(_files.Database))
                {
                    return await withoutFile().ConfigureAwait(false);
                }

                Prepare(kind);
                using FileLock? held = _files.TryLock();
                if (held is not null)
                {
                    return await work().ConfigureAwait(false);
                }
            }
            catch (Exception error) when (
                error is SqliteException { SqliteErrorCode: 5 or 6 } && TimeProvider.System.GetElapsedTime(began) < timeout)
            {
                // Another program is reading or writing it.
            }
            catch (Exception error) when (hasReserve && IsFull(error) && _files.UseReserve())
            {
                hasReserve = false;
            }
            catch (Exception error) when (
                error is IOException or UnauthorizedAccessException || (error is SqliteException && !IsDuplicate(error, kind)))
            {
                throw Translate(error);
            }
            finally
            {
                _mutex.Release();
            }

            if (TimeProvider.System.GetElapsedTime(began) > timeout)
            {
                throw Unavailable("another process holds its lock");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 8)), TimeProvider.System, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private void Prepare(TransactionKind kind)
    {
        if (kind is TransactionKind.Begin && _failedFlush is string why)
        {
            throw Unavailable(
                $"an earlier flush to the disk failed ({why}), so it may not hold all that was recorded; check the disk, and restart");
        }

        if (kind is not TransactionKind.Read)
        {
            _files.MakeFolder();
        }
    }

    private async Task<T> TransactLockedAsync<T>(TransactionKind kind, Func<SqlTransaction, Task<T>> work)
    {
        if (!_hasLocks)
        {
            _files.RequireLocks();
            _hasLocks = true;
        }

        if (kind is not TransactionKind.Read)
        {
            _files.Prepare(Owner);
        }

        if (!File.Exists(_files.Database))
        {
            if (_isThere)
            {
                throw Unavailable("its database file was removed while it was in use");
            }

            _files.Create(Fill);
        }

        if (kind is TransactionKind.Begin)
        {
            _files.ReserveSpace();
        }

        OpenedDatabase opened = _opened = Reuse() ?? new OpenedDatabase(Connect(_files.Database), _files.Database);
        try
        {
            Step?.Invoke("begin");

            // No SqliteTransaction: where SQLite has rolled back by itself, disposing of one fails and hides the cause.
            Execute(opened.Connection, kind is TransactionKind.Read ? "BEGIN" : "BEGIN IMMEDIATE");
            SqlTransaction sql = new(opened.Connection, null, opened.Statements);
            await RequireSchemaAsync(sql, kind).ConfigureAwait(false);
            _isThere = true;
            T result = await work(sql).ConfigureAwait(false);
            Step?.Invoke("commit");
            Execute(opened.Connection, "COMMIT");
            Remember(opened);
            return result;
        }
        catch
        {
            Discard();
            throw;
        }
    }

    // The commit is final, whatever happens after it.
    private void Remember(OpenedDatabase opened)
    {
        try
        {
            opened.Remember();
            Step?.Invoke("committed");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Discard();
        }
    }

    private Task<bool> CompactLocked()
    {
        Discard();
        using SqliteConnection connection = Connect(_files.Database);

        // A persistent rollback journal would stay as large as the database was.
        Execute(connection, "PRAGMA journal_mode = TRUNCATE; VACUUM");
        return Task.FromResult(true);
    }

    private void AtExit(object? sender, EventArgs arguments) => Dispose();
}
