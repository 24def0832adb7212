namespace UgcLab.Engines.Sql;

internal readonly record struct Arg(string Name, object? Value)
{
    public static implicit operator Arg((string Name, object? Value) pair) => new(pair.Name, pair.Value);
}

/// <summary>One transaction: statements and their results.</summary>
internal sealed class SqlSession(
    DbConnection connection, DbTransaction? transaction, StatementCache? statements = null, Func<string, string>? clean = null)
{
    public async Task<int> ExecuteAsync(string sql, params Arg[] args)
    {
        using RentedCommand rented = new(Command(sql, args), statements is null);
        return await rented.Command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    public async Task<List<T>> QueryAsync<T>(string sql, Func<SqlRow, T> read, params Arg[] args)
    {
        using RentedCommand rented = new(Command(sql, args), statements is null);
        DbDataReader reader = await rented.Command.ExecuteReaderAsync().ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            List<T> rows = [];
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                rows.Add(read(new SqlRow(reader)));
            }

            return rows;
        }
    }

    /// <summary>The columns and rows of a query as they are.</summary>
    public async Task<(string[] Columns, List<object?[]> Rows)> TableAsync(string sql, params Arg[] args)
    {
        using RentedCommand rented = new(Command(sql, args), statements is null);
        DbDataReader reader = await rented.Command.ExecuteReaderAsync().ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            string[] columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
            List<object?[]> rows = [];
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                rows.Add([.. columns.Select((_, index) => reader.IsDBNull(index) ? null : reader.GetValue(index))]);
            }

            return (columns, rows);
        }
    }

    public async Task<T?> FirstAsync<T>(string sql, Func<SqlRow, T> read, params Arg[] args)
        where T : class => (await QueryAsync(sql, read, args).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>A whole number; null when there is no row, or no value.</summary>
    public async Task<long?> NumberAsync(string sql, params Arg[] args) =>
        (await QueryAsync(sql, row => row.NumberOrNull(), args).ConfigureAwait(false)).FirstOrDefault();

    private DbCommand Command(string sql, Arg[] args)
    {
        DbCommand command = statements?.Rent(sql, args) ?? StatementCache.Prepare(connection, sql, args);
        command.Transaction = transaction;
        for (int index = 0; index < args.Length; index++)
        {
            Arg arg = args[index];
            command.Parameters[index].Value = arg.Value switch
            {
                null => DBNull.Value,
                DateTimeOffset time => Stored.Time(time),
                TimeSpan length => Stored.Length(length),
                decimal amount => Stored.Amount(amount),
                bool flag => flag ? 1L : 0L,
                Enum name => name.ToString(),
                string text when clean is not null => clean(text),
                object value => value,
            };
        }

        return command;
    }

    // A statement of the cache outlives its use.
    private readonly struct RentedCommand(DbCommand command, bool isOwn) : IDisposable
    {
        public DbCommand Command => command;

        public void Dispose()
        {
            if (isOwn)
            {
                command.Dispose();
            }
        }
    }
}
