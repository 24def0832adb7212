namespace UgcLab.Engines.Sql;

internal enum TransactionKind
{
    Read,
    Write,

    // Changes only the rate events of an account.
    Count,

    // Lets a paid request go out. It needs room on the disk for the outcome.
    Begin,

    // Records the outcome of a paid request, and may use that reserved space.
    Outcome,
}

internal readonly record struct Arg(string Name, object? Value)
{
    public static implicit operator Arg((string Name, object? Value) pair) => new(pair.Name, pair.Value);
}

// One transaction: statements and their results. What it returns is awaited without the caller's context.
internal sealed class SqlTransaction(
    DbConnection connection, DbTransaction? transaction, StatementCache? statements = null, Func<string, string>? clean = null)
{
    public ConfiguredTaskAwaitable<int> ExecuteAsync(string sql, params Arg[] args) =>
        RunAsync(sql, args, command => command.ExecuteNonQueryAsync()).ConfigureAwait(false);

    // Inserts a row whose columns have the names of the arguments, unless there is a conflict.
    public ConfiguredTaskAwaitable<int> InsertAsync(string table, string onConflict, params Arg[] args) => ExecuteAsync(
        $"INSERT INTO {table} ({string.Join(", ", args.Select(arg => arg.Name[1..]))}) "
            + $"VALUES ({string.Join(", ", args.Select(arg => arg.Name))}) ON CONFLICT {onConflict}",
        args);

    public ConfiguredTaskAwaitable<List<T>> QueryAsync<T>(string sql, Func<SqlRow, T> read, params Arg[] args) =>
        ReadAllAsync(sql, args, reader => read(new SqlRow(reader))).ConfigureAwait(false);

    public async Task<(string[] Columns, List<object?[]> Rows)> TableAsync(string sql, params Arg[] args)
    {
        string[] columns = [];
        List<object?[]> rows = await ReadAllAsync(sql, args, reader =>
        {
            columns = columns.Length > 0 ? columns : [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
            return columns.Select((_, index) => reader.IsDBNull(index) ? null : reader.GetValue(index)).ToArray();
        }).ConfigureAwait(false);
        return (columns, rows);
    }

    public ConfiguredTaskAwaitable<T?> FirstAsync<T>(string sql, Func<SqlRow, T> read, params Arg[] args)
        where T : class => FirstOfAsync<T?>(sql, args, read).ConfigureAwait(false);

    // A whole number; null when there is no row, or no value.
    public ConfiguredTaskAwaitable<long?> NumberAsync(string sql, params Arg[] args) =>
        FirstOfAsync(sql, args, row => row.NumberOrNull()).ConfigureAwait(false);

    private async Task<T?> FirstOfAsync<T>(string sql, Arg[] args, Func<SqlRow, T> read) =>
        (await QueryAsync(sql, read, args)).FirstOrDefault();

    private Task<List<T>> ReadAllAsync<T>(string sql, Arg[] args, Func<DbDataReader, T> read) => RunAsync(sql, args, async command =>
    {
        DbDataReader reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = reader.ConfigureAwait(false);
        List<T> rows = [];
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    });

    private async Task<T> RunAsync<T>(string sql, Arg[] args, Func<DbCommand, Task<T>> run)
    {
        DbCommand command = statements?.Rent(sql, args) ?? StatementCache.Prepare(connection, sql, args);

        // A statement of the cache outlives its use.
        using DbCommand? own = statements is null ? command : null;
        command.Transaction = transaction;
        for (int index = 0; index < args.Length; index++)
        {
            command.Parameters[index].Value = args[index].Value switch
            {
                null => DBNull.Value,
                int number => (long)number,
                DateTimeOffset time => Stored.Time(time),
                TimeSpan length => Stored.Length(length),
                decimal amount => Stored.Amount(amount),
                bool flag => flag ? 1L : 0L,
                Enum name => name.ToString(),
                string text when clean is not null => clean(text),
                object value => value,
            };
        }

        return await run(command).ConfigureAwait(false);
    }
}

// A row of a result, read column by column in the order of the SELECT.
internal sealed class SqlRow(DbDataReader reader)
{
    private int _column = -1;

    public string Text() => TextOrNull() ?? "";
    public string? TextOrNull() => reader.IsDBNull(++_column) ? null : reader.GetString(_column);
    public long Number() => NumberOrNull() ?? 0;
    public long? NumberOrNull() => reader.IsDBNull(++_column) ? null : reader.GetInt64(_column);
    public int Whole() => (int)Number();
    public int? WholeOrNull() => (int?)NumberOrNull();
    public bool Flag() => Number() != 0;
    public decimal? AmountOrNull() => Stored.Amount(TextOrNull());
    public decimal Amount() => AmountOrNull() ?? 0;
    public DateTimeOffset Time() => Stored.Time(Number());
    public DateTimeOffset? TimeOrNull() => NumberOrNull() is long time ? Stored.Time(time) : null;

    // The fallback for a name that this version does not know.
    public T Name<T>(T otherwise)
        where T : struct, Enum => Enum.TryParse(TextOrNull(), out T value) ? value : otherwise;
}

// How values are stored: times as microseconds since 1970 in UTC, credits as decimal text.
internal static class Stored
{
    private const long TicksInMicrosecond = TimeSpan.TicksPerMicrosecond;

    public static long Time(DateTimeOffset time) =>
        (long)Math.Floor((time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / (decimal)TicksInMicrosecond);

    public static DateTimeOffset Time(long stored) =>
        DateTimeOffset.UnixEpoch.AddTicks(Math.Clamp(stored, -60_000_000_000_000_000, 250_000_000_000_000_000) * TicksInMicrosecond);

    public static long Length(TimeSpan length) => length.Ticks / TicksInMicrosecond;

    public static TimeSpan Length(long stored) => TimeSpan.FromTicks(stored * TicksInMicrosecond);

    public static string Amount(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    public static decimal? Amount(string? stored) =>
        decimal.TryParse(
            stored, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount)
            ? amount : null;
}

// The prepared statements of a connection: preparing one takes longer than running it.
internal sealed class StatementCache(DbConnection connection) : IDisposable
{
    private const int Most = 200;

    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);

    public DbConnection Connection => connection;

    public DbCommand Rent(string sql, Arg[] args)
    {
        if (!_commands.TryGetValue(sql, out DbCommand? command))
        {
            if (_commands.Count == Most)
            {
                Dispose();
            }

            _commands.Add(sql, command = Prepare(connection, sql, args));
        }

        return command;
    }

    public static DbCommand Prepare(DbConnection connection, string sql, Arg[] args)
    {
        DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements are constants and names of parameters; every value is a parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (Arg arg in args)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = arg.Name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public void Dispose()
    {
        foreach (DbCommand command in _commands.Values)
        {
            command.Dispose();
        }

        _commands.Clear();
    }
}
