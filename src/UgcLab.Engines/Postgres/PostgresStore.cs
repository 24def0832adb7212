using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace UgcLab.Engines.Postgres;

// The store of several machines: a schema of a PostgreSQL database. One connection, which holds an advisory lock: the server frees it when
// the connection ends, so the others see that this store is alive. What changes purchases, batches, or jobs locks the row of schema_info
// and runs one after another; what counts requests locks only the row of its account.
internal sealed partial class PostgresStore : SqlStore, IStoreSetup
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConnectionText _text;
    private readonly LocalOutcomes _local;
    private bool _isDisposed;

    // Takes the settings; nothing is opened before the first use. ArgumentInvalid: the connection string.
    public PostgresStore(StoreSettings settings)
        : base(settings)
    {
        _text = new ConnectionText(settings.Connection ?? "", settings.Password);
        _local = new LocalOutcomes(settings.Folder);
    }

    public override string Location => _text.Location;

    public override async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
        _turn.Release();
    }

    public override void Dispose()
    {
        _isDisposed = true;
        Discard();
    }

    private protected override DateTimeOffset UtcNow =>
        HasServerClock ? _serverTime + TimeProvider.System.GetElapsedTime(_serverStamp) : base.UtcNow;

    private protected override string DamageAdvice =>
        $"Ask the administrator of {Location} to restore it from a backup. docs/store.md explains what to compare then.";

    private protected override bool IsDuplicate(DbException error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    private protected override string Bytes(string column) => $"COALESCE(octet_length({column}), 0)";

    public override Task CompactAsync() => throw new UgcLabException(
        UgcLabErrorKind.ArgumentInvalid,
        "A PostgreSQL server uses the space of cleared records again by itself, so -Compact isn't needed.");

    private protected override async Task LockAccountAsync(SqlTransaction sql, string account)
    {
        await sql.ExecuteAsync("SELECT 1 FROM account WHERE account = @account FOR UPDATE", ("@account", account));
        long now = await sql.NumberAsync($"SELECT {Microseconds}") ?? 0;
        (_serverTime, _serverStamp) = (Stored.Time(now), TimeProvider.System.GetTimestamp());
    }

    private protected override async Task<bool> MayRemoveAsync(SqlTransaction sql) =>
        await sql.NumberAsync("SELECT 1 WHERE has_table_privilege('purchase', 'DELETE')") is not null;

    private protected override async Task RequireRemovalAsync(SqlTransaction sql)
    {
        if (!await MayRemoveAsync(sql).ConfigureAwait(false))
        {
            throw new UgcLabException(
                UgcLabErrorKind.StoreUnavailable, $"The role {_text.Role} may not remove history from the {Location}. Nothing was removed.",
                "Connect with the role that owns the tables.");
        }
    }

    private protected override async Task<T> TransactAsync<T>(
        TransactionKind kind, Func<SqlTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        long began = TimeProvider.System.GetTimestamp();
        bool mayDeliver = kind is not (TransactionKind.Outcome or TransactionKind.Count);
        while (true)
        {
            bool delivers = false;
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                NpgsqlConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
                if (!_hasToDeliver || !mayDeliver)
                {
                    return await TransactAsync(connection, kind, work, cancellationToken).ConfigureAwait(false);
                }

                (_hasToDeliver, mayDeliver, delivers) = (false, false, true);
            }
            catch (Exception error) when (IsOfDatabase(error) && !IsDuplicate(error, kind))
            {
                UgcLabException failure = Translate(error, out bool mayPass);
                bool isOver = TimeProvider.System.GetElapsedTime(began) > LockTimeout(kind)
                    || (kind is TransactionKind.Begin && failure.Kind is UgcLabErrorKind.StoreUnreachable);
                if (!mayPass || isOver)
                {
                    throw failure;
                }
            }
            finally
            {
                _turn.Release();
            }

            await (delivers ? DeliverAsync()
                : Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(20, 200)), TimeProvider.System, cancellationToken))
                .ConfigureAwait(false);
        }
    }

    private async Task<T> TransactAsync<T>(
        NpgsqlConnection connection, TransactionKind kind, Func<SqlTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        Step?.Invoke("begin");
        try
        {
            // Reads see one state of the database, as in SQLite.
            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(
                kind is TransactionKind.Read ? System.Data.IsolationLevel.RepeatableRead : System.Data.IsolationLevel.ReadCommitted,
                cancellationToken).ConfigureAwait(false);
            SqlTransaction sql = new(connection, transaction, null, Clean);
            await EnterAsync(connection, kind, cancellationToken).ConfigureAwait(false);
            await ResolveAsync(sql, kind).ConfigureAwait(false);
            T result = await work(sql).ConfigureAwait(false);
            Step?.Invoke("commit");
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            Committed(kind);
            Step?.Invoke("committed");
            await (result is GateAnswer.Allowed && kind is TransactionKind.Begin ? RequireAliveAsync(connection) : Task.CompletedTask)
                .ConfigureAwait(false);
            return result;
        }
        catch
        {
            // What it recorded of this owner was rolled back.
            IsRegistered = false;
            await RollBackAsync(connection).ConfigureAwait(false);
            throw;
        }
    }

    // PostgreSQL takes neither a zero character nor half of a surrogate pair.
    private static string Clean(string text) =>
        text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 && !text.Contains('\0', StringComparison.Ordinal) ? text
            : new string([.. text.EnumerateRunes().SelectMany(rune => rune.Value == 0 ? "\ufffd" : rune.ToString())]);

    private static bool IsOfDatabase(Exception error) =>
        error is DbException or SocketException or IOException or TimeoutException or AuthenticationException
        || (error is InvalidOperationException or NotSupportedException or ArgumentException && error.Source is "Npgsql");

    // Whether it may pass if it is tried again.
    private UgcLabException Translate(Exception error, out bool mayPass)
    {
        string? state = (error as PostgresException)?.SqlState;
        mayPass = state is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected || IsAway(error);
        if (IsAway(error))
        {
            Discard();
            return new UgcLabException(
                _wasConnected ? UgcLabErrorKind.StoreUnreachable : UgcLabErrorKind.StoreUnavailable,
                $"The {Location} can't be reached: {Said(error)}. Nothing is created without it.",
                "Check the network and the database server. Run the command again; it continues where it stopped.");
        }

        return state switch
        {
            PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure =>
                Unavailable("another process holds its lock"),
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn => Unavailable(
                $"the role {_text.Role} sees no tables of UgcLab in the schema {_text.Schema}",
                "Run Initialize-UgcStore once, with a role that may create them, and with -Role for the others."),
            PostgresErrorCodes.InvalidCatalogName =>
                Unavailable("the server has no such database", "Create it, then run Initialize-UgcStore."),
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => Unavailable(
                $"the server refuses the role {_text.Role} or its password",
                "Put the password into ~/.pgpass or $env:PGPASSWORD, or specify it with -StorePassword."),
            PostgresErrorCodes.InsufficientPrivilege => Unavailable(
                $"the role {_text.Role} lacks a right ({Said(error)})",
                "Initialize-UgcStore -AsScript prints the rights that it needs. Removing history needs the role that owns the tables."),
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted or PostgresErrorCodes.UniqueViolation =>
                Damaged($"the database refuses what its rows allow ({Said(error)})"),
            _ => Unavailable(Said(error)),
        };
    }

    // The connection or the server is gone, or is a replica that may be promoted.
    private static bool IsAway(Exception error) => error is PostgresException { SqlState: string state }
        ? state.StartsWith("08", StringComparison.Ordinal) || state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ReadOnlySqlTransaction
            or "57P05" or "25P03"
        : error is not (ArgumentException or NotSupportedException) && error.InnerException is not AuthenticationException
            and not (NpgsqlException { InnerException: AuthenticationException })
            && !error.Message.Contains("password", StringComparison.OrdinalIgnoreCase);

    private void RequireVersion(int version)
    {
        if (version != Schema.Version)
        {
            throw Unavailable(
                $"its tables have schema version {version}, and this version of UgcLab uses version {Schema.Version}",
                version > Schema.Version ? "Update the module." : "Run Initialize-UgcStore with the role that owns the tables.");
        }
    }

    private UgcLabException NotOwnSession() => Unavailable(
        "a connection pooler gives each transaction another session, so no machine can see which others are alive",
        "Connect to the server itself, or set the pooler to pool sessions (for PgBouncer, pool_mode = session).");

    private UgcLabException Unavailable(string why, string? advice = null) =>
        new(UgcLabErrorKind.StoreUnavailable, $"The {Location} can't be used: {why.TrimEnd('.')}. Nothing is created without it.",
            advice ?? "Check the server, or ask its administrator.");

    private string Said(Exception error)
    {
        string text = (error as PostgresException)?.MessageText ?? error.InnerException?.Message ?? error.Message;
        return Redaction.Show(_text.Hide(text), 300).TrimEnd('.');
    }
}
