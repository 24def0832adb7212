using Microsoft.Data.Sqlite;

namespace UgcLab.Engines.Sqlite;

/// <content>The connection, which is reused, and the tables that it finds.</content>
internal sealed partial class SqliteStore
{
    private Opened? _opened;
    private StatementCache? _empty;

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
    private Opened? Reuse()
    {
        if (_opened is { File.IsUnchanged: false })
        {
            Discard();
        }

        return _opened;
    }

    // Nothing was ever recorded, and a read must not create a folder. The empty tables are kept, because a plan reads them many times.
    private Task<T> ReadEmptyAsync<T>(Func<SqlSession, Task<T>> work)
    {
        if (_empty is null)
        {
            SqliteConnection connection = new("Data Source=:memory:");
            connection.Open();
            CreateSchema(connection);
            _empty = new StatementCache(connection);
        }

        return work(new SqlSession(_empty.Connection, null, _empty));
    }

    private void Fill(string file)
    {
        using SqliteConnection connection = Connect(file);
        Execute(connection, "BEGIN");
        CreateSchema(connection);
        Execute(connection, "COMMIT");
    }

    private SqliteConnection Connect() => Connect(_files.Database);

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
        Execute(connection, _settings.IsTemporary
            ? "PRAGMA busy_timeout = 250; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF"
            : $"PRAGMA busy_timeout = 250; PRAGMA journal_mode = {JournalMode}; PRAGMA synchronous = FULL"
                + (OperatingSystem.IsMacOS() ? "; PRAGMA fullfsync = 1" : ""));
        return connection;
    }

    /// <summary>How the rollback journal ends; bench/README.md has the figures.</summary>
    internal static string JournalMode { get; set; } = "PERSIST";

    private async Task RequireSchemaAsync(SqlSession session)
    {
        if (!_isThere && await session.NumberAsync("SELECT COUNT(*) FROM sqlite_master").ConfigureAwait(false) == 0)
        {
            throw Damaged("the database has no tables");
        }

        long version = await session.NumberAsync("SELECT version FROM schema_info").ConfigureAwait(false) ?? 0;
        if (version == MovedVersion)
        {
            await RequireMovingAsync(session).ConfigureAwait(false);
        }
        else if (version != Schema.Version)
        {
            throw new UgcLabException(UgcLabErrorKind.StoreUnavailable, string.Create(CultureInfo.InvariantCulture,
                $"The store in {Location} has schema version {version}, and this version of UgcLab uses version "
                + $"{Schema.Version}. Nothing is created."))
            {
                Advice = version > Schema.Version ? "Update the module."
                    : $"Set $env:{StateFolder.Variable} to another folder, or move {_files.Database} aside.",
            };
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
        _opened?.Statements.Dispose();
        _opened?.Connection.Dispose();
        _opened = null;
        _empty?.Dispose();
        _empty?.Connection.Dispose();
        _empty = null;
        IsRegistered = false;
    }

    /// <summary>A connection with its statements, and which file it is to.</summary>
    private sealed record Opened(SqliteConnection Connection, OpenedFile File)
    {
        public StatementCache Statements { get; } = new(Connection);
    }
}
