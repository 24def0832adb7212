using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace UgcLab.Engines.Sqlite;

/// <content>The connection, which is reused, the tables that it finds, and what SQLite and the disk say as errors of this module.</content>
internal sealed partial class SqliteStore
{
    private OpenedDatabase? _opened;
    private StatementCache? _empty;
    private string? _failedFlush;

    public override void CloseFiles()
    {
        // A transaction that is running keeps them.
        if (!_mutex.Wait(0))
        {
            return;
        }

        try
        {
            if (!_isDisposed)
            {
                Discard();
                _files.Dispose();
            }
        }
        finally
        {
            _mutex.Release();
        }
    }

    // The connection of before. Where its file was replaced, it would write to one that has no name any more; where it was
    // restored, it would take what is recorded for what it remembers.
    private OpenedDatabase? Reuse()
    {
        if (_opened is { IsUnchanged: false })
        {
            Discard();
        }

        return _opened;
    }

    // Nothing was ever recorded, and a read must not create a folder. The empty tables are kept, because a plan reads them many times.
    private Task<T> ReadEmptyAsync<T>(Func<SqlTransaction, Task<T>> work)
    {
        if (_empty is null)
        {
            SqliteConnection connection = new("Data Source=:memory:");
            connection.Open();
            CreateSchema(connection);
            _empty = new StatementCache(connection);
        }

        return work(new SqlTransaction(_empty.Connection, null, _empty));
    }

    private void Fill(string file)
    {
        using SqliteConnection connection = Connect(file);
        Execute(connection, "BEGIN");
        CreateSchema(connection);
        Execute(connection, "COMMIT");
    }

    private SqliteConnection Connect(string file)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = 1,
        }.ToString());
        connection.Open();
        Execute(connection, Settings.IsTemporary
            ? "PRAGMA busy_timeout = 250; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF"
            : $"PRAGMA busy_timeout = 250; PRAGMA journal_mode = {JournalMode}; PRAGMA synchronous = FULL"
                + (OperatingSystem.IsMacOS() ? "; PRAGMA fullfsync = 1" : ""));
        return connection;
    }

    // How the rollback journal ends; bench/README.md has the figures.
    internal static string JournalMode { get; set; } = "PERSIST";

    private async Task RequireSchemaAsync(SqlTransaction sql, TransactionKind kind)
    {
        if (!_isThere && await sql.NumberAsync("SELECT COUNT(*) FROM sqlite_master") == 0)
        {
            throw Damaged("the database has no tables");
        }

        long version = await sql.NumberAsync("SELECT version FROM schema_info") ?? 0;
        if (version == MovedVersion)
        {
            await RequireMovingAsync(sql, kind).ConfigureAwait(false);
        }
        else if (version != Schema.Version)
        {
            throw new UgcLabException(UgcLabErrorKind.StoreUnavailable, $"The store in {Location} has schema version {version}, and "
                + $"this version of UgcLab uses version {Schema.Version}. Nothing is created.", version > Schema.Version
                ? "Update the module." : $"Set $env:{StateFolder.Variable} to another folder, or move {_files.Database} aside.");
        }
    }

    private static void CreateSchema(SqliteConnection connection)
    {
        foreach (string statement in Schema.Statements.Prepend("CREATE TABLE schema_info (version BIGINT NOT NULL)"))
        {
            Execute(connection, statement);
        }

        Execute(connection, $"INSERT INTO schema_info (version) VALUES ({Schema.Version.ToString(CultureInfo.InvariantCulture)})");
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants all.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    // Closing rolls back what is not committed.
    private void Discard()
    {
        _opened?.Dispose();
        _opened = null;
        _empty?.Dispose();
        _empty?.Connection.Dispose();
        _empty = null;
        IsRegistered = false;
    }

    private protected override string DamageAdvice =>
        $"Restore {_files.Database} from a backup. Without one, move the file aside to start with an empty store: nothing is known of "
            + "earlier purchases then, so remove rows that were created from your files. docs/store.md explains both.";

    // SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY.
    private protected override bool IsDuplicate(DbException error) => error is SqliteException { SqliteExtendedErrorCode: 2067 or 1555 };

    private UgcLabException Translate(Exception error)
    {
        // SQLITE_IOERR_FSYNC and SQLITE_IOERR_DIR_FSYNC.
        if (error is SqliteException { SqliteExtendedErrorCode: 1034 or 1290 })
        {
            _failedFlush = error.Message;
        }

        return error is SqliteException { SqliteErrorCode: 11 or 26 }
            ? Damaged($"the database cannot be read ({Redaction.Show(error.Message, 200)})")
            : Unavailable(Redaction.Show(error.Message, 300));
    }

    private UgcLabException Unavailable(string why) => new(
        UgcLabErrorKind.StoreUnavailable, $"The store in {Location} cannot be used: {why.TrimEnd('.')}. Nothing is created without it.",
        $"Make room and check the permissions of the folder, or set $env:{StateFolder.Variable} to another folder on a local disk.");

    // SQLITE_FULL, and SQLITE_IOERR_WRITE, which is what SQLite says of a quota that is used up. Of a file: ENOSPC, EDQUOT on Linux
    // and on macOS, ERROR_DISK_FULL.
    private static bool IsFull(Exception error) =>
        error is SqliteException { SqliteErrorCode: 13 } or SqliteException { SqliteExtendedErrorCode: 778 }
        || (error is IOException && (error.HResult & 0xFFFF) is 28 or 122 or 69 or 112);
}

// A connection with its statements, and whether its file is still the one that was opened, as this process left it. All of it is used with
// the lock held.
internal sealed class OpenedDatabase : IDisposable
{
    private readonly string _path;
    private (DateTime Created, DateTime Written, ulong Number) _state;

    public OpenedDatabase(SqliteConnection connection, string path)
    {
        (_path, Connection, Statements) = (path, connection, new StatementCache(connection));
        Remember();
    }

    public SqliteConnection Connection { get; }
    public StatementCache Statements { get; }

    // Whether the file hasn't been replaced or written to since this process last used it.
    public bool IsUnchanged => ReadState() == _state;

    public void Remember() => _state = ReadState();

    public void Dispose()
    {
        Statements.Dispose();
        Connection.Dispose();
    }

    private (DateTime Created, DateTime Written, ulong Number) ReadState() =>
        (File.GetCreationTimeUtc(_path), File.GetLastWriteTimeUtc(_path), Number());

    // On Linux, .NET returns neither the creation time nor the inode. The layout of statx is the same on all processors (statx(2)).
    private ulong Number()
    {
        const int CurrentFolder = -100;
        const uint FileNumber = 0x100;
        byte[] status = new byte[256];
        try
        {
            return OperatingSystem.IsLinux() && Statx(CurrentFolder, _path, 0, FileNumber, status) == 0
                ? BitConverter.ToUInt64(status, 32) : 0;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library of before 2018: the times have to do.
            return 0;
        }
    }

#pragma warning disable CA2101 // Paths are UTF-8.
    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] status);
#pragma warning restore CA2101
}
