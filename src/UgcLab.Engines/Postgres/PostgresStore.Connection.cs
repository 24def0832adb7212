using System.Buffers.Binary;
using Npgsql;

namespace UgcLab.Engines.Postgres;

/// <content>The connection, which is the sign of life, and what each transaction asks first.</content>
internal sealed partial class PostgresStore
{
    private const string Microseconds = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";

    // A machine that vanishes must not hold a lock for long, nor keep its sign of life: the server notices within half a minute.
    // A commit is on the server's disk when it returns, whatever the server's own setting is.
    private const string SessionSettings =
        """
        SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 25000;
        SET idle_in_transaction_session_timeout = 25000; SET lock_timeout = 5000;
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
        """;

    // A session that a pooler lent to others has another process or setting afterwards, and then maybe no lock.
    private const string Session = "pg_backend_pid() || ' ' || COALESCE(current_setting('ugclab.owner', true), '')";

    private const string Held =
        "locktype = 'advisory' AND objsubid = 1 AND granted "
        + "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private const string KeyOfLock = "((CAST(classid AS BIGINT) << 32) | CAST(objid AS BIGINT))";

    // The service may take long to answer; what matters is that the request goes out before others take this store for dead.
    private static readonly TimeSpan SendWithin = TimeSpan.FromSeconds(10);

    // Clocks of servers are adjusted by fractions of a second.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    private NpgsqlConnection? _connection;
    private bool _wasConnected;
    private bool _hasToDeliver;
    private long _process;
    private DateTimeOffset _serverTime;
    private long _serverStamp;
    private string? _storeId;
    private long _epoch;

    private string OwnSession => string.Create(CultureInfo.InvariantCulture, $"{_process} {Owner}");

    // A clock that is given stands for the server's, in tests and for a simulator.
    private bool HasServerClock => ReferenceEquals(Settings.Clock, TimeProvider.System);

    private protected override SendDeadline NewDeadline() => new(SendWithin);

    private protected override async Task<IReadOnlySet<string>> AliveAsync(SqlTransaction sql, IReadOnlyCollection<string> owners)
    {
        HashSet<long> held = owners.Count == 0 ? []
            : [.. await sql.QueryAsync($"SELECT {KeyOfLock} FROM pg_locks WHERE {Held}", row => row.Number())];
        return owners.Where(owner => held.Contains(KeyOf(owner))).ToHashSet();
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (_connection is { FullState: System.Data.ConnectionState.Open } open)
        {
            return open;
        }

        Discard();
        NpgsqlConnection connection = new(_text.Secret);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            SqlTransaction sql = new(connection, null);
            long process = await ProcessAsync(sql).ConfigureAwait(false);
            if (process != connection.ProcessID)
            {
                await RequireOwnSessionAsync(sql, process, cancellationToken).ConfigureAwait(false);
            }

            await sql.ExecuteAsync(
                SessionSettings + "; SELECT set_config('search_path', @path, false), set_config('ugclab.owner', @owner, false)",
                ("@path", _text.SearchPath), ("@owner", Owner));
            await TakeSignOfLifeAsync(sql).ConfigureAwait(false);
            (_connection, _process, _wasConnected, _hasToDeliver) = (connection, process, true, true);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<long> ProcessAsync(SqlTransaction sql) =>
        await sql.NumberAsync("SELECT pg_backend_pid()") ?? 0;

    // Behind a pooler. One that gives a session to each transaction lends this connection's to another while both are open.
    private async Task RequireOwnSessionAsync(SqlTransaction sql, long process, CancellationToken cancellationToken)
    {
        NpgsqlConnection other = new(_text.Secret);
        await using ConfiguredAsyncDisposable disposing = other.ConfigureAwait(false);
        await other.OpenAsync(cancellationToken).ConfigureAwait(false);
        for (int tries = 0; tries < 3; tries++)
        {
            if (await ProcessAsync(new SqlTransaction(other, null)).ConfigureAwait(false) == process
                || await ProcessAsync(sql).ConfigureAwait(false) != process)
            {
                throw NotOwnSession();
            }
        }
    }

    // The server may not know yet that the connection of before is gone: its session ends now.
    private async Task TakeSignOfLifeAsync(SqlTransaction sql)
    {
        Arg key = ("@key", KeyOf(Owner));
        if (await sql.NumberAsync("SELECT CASE WHEN pg_try_advisory_lock(@key) THEN 1 ELSE 0 END", key) == 0)
        {
            await sql.ExecuteAsync(
                $"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE {Held} AND {KeyOfLock} = @key AND pid <> pg_backend_pid()", key);
            await sql.ExecuteAsync("SELECT pg_advisory_lock(@key)", key);
        }
    }

    // The lock of the transaction, then the time and the state of the schema: one message to the server.
    private async Task EnterAsync(NpgsqlConnection connection, TransactionKind kind, CancellationToken cancellationToken)
    {
        string lockIt = kind switch
        {
            TransactionKind.Read or TransactionKind.Count => "",
            TransactionKind.Write => "SELECT version FROM schema_info FOR UPDATE; ",
            _ => $"UPDATE schema_info SET epoch = epoch + 1, clock = GREATEST(clock, {Microseconds}); ",
        };
        NpgsqlCommand command = new($"{lockIt}SELECT version, store, epoch, clock, {Microseconds}, {Session} FROM schema_info", connection);
        await using ConfiguredAsyncDisposable disposing = command.ConfigureAwait(false);
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = reader.ConfigureAwait(false);
        if (kind is TransactionKind.Write)
        {
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }

        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            throw Damaged("the table schema_info is empty");
        }

        SqlRow row = new(reader);
        RequireVersion(row.Whole());
        (string store, long epoch, DateTimeOffset clock) = (row.Text(), row.Number(), row.Time());
        (_serverTime, _serverStamp) = (row.Time(), TimeProvider.System.GetTimestamp());
        if (row.Text() != OwnSession)
        {
            throw NotOwnSession();
        }

        RequireForward(kind, store, epoch, clock - _serverTime);
    }

    // Before a purchase is sent, after its record: a session that ended since then may have made it unconfirmed for the others.
    private async Task RequireAliveAsync(NpgsqlConnection connection)
    {
        string? now = await new SqlTransaction(connection, null).FirstAsync($"SELECT {Session}", row => row.Text());
        if (now != OwnSession)
        {
            throw new UgcLabException(
                UgcLabErrorKind.StoreUnreachable, $"The session in the {Location} was changed before the request was sent, so it wasn't.");
        }
    }

    // Of a database that was restored, or a replica that took over without the last commits, it isn't known what was created since.
    private void RequireForward(TransactionKind kind, string store, long epoch, TimeSpan ahead)
    {
        if (_storeId != store)
        {
            (_storeId, _epoch) = (store, _local.EpochOf(store));
        }

        if (kind is TransactionKind.Begin && epoch <= _epoch)
        {
            throw Unavailable(
                $"it went back: this machine has seen its state {_epoch}, and it is at {epoch - 1} now. "
                    + "It was restored from a backup, or a replica took over without the last commits",
                "Compare Get-UgcHistory -First 20 with the service's dashboard. Then run Initialize-UgcStore, which allows it again.");
        }

        if (kind is TransactionKind.Begin && HasServerClock && ahead > ClockTolerance)
        {
            throw Unavailable(
                $"the clock of its server went back by {ahead.TotalSeconds:0} s, and limits are counted by it",
                "Correct the server's clock. If it was ahead before and is right now, run Initialize-UgcStore.");
        }

        _entered = epoch;
    }

    private static long KeyOf(string owner) => BinaryPrimitives.ReadInt64BigEndian(Convert.FromHexString(owner.AsSpan(0, 16)));

    // Closing rolls back what is not committed, and frees the sign of life.
    private void Discard()
    {
        NpgsqlConnection? connection = _connection;
        _connection = null;
        IsRegistered = false;
        try
        {
            connection?.Dispose();
        }
        catch (Exception error) when (IsOfDatabase(error))
        {
            // It was broken.
        }
    }

    private async Task RollBackAsync(NpgsqlConnection connection)
    {
        try
        {
            if (connection.FullState is System.Data.ConnectionState.Open)
            {
                await new SqlTransaction(connection, null).ExecuteAsync("ROLLBACK");
                return;
            }
        }
        catch (Exception error) when (IsOfDatabase(error))
        {
            // The connection is of no use any more.
        }

        Discard();
    }
}
