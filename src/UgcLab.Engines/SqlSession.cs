namespace UgcLab.Engines;

/// <summary>A named value of a statement.</summary>
internal readonly record struct Arg(string Name, object? Value)
{
    public static implicit operator Arg((string Name, object? Value) pair) => new(pair.Name, pair.Value);
}

/// <summary>One transaction: statements and their results.</summary>
internal sealed class SqlSession(DbConnection connection, DbTransaction? transaction, StatementCache? statements = null)
{
    /// <summary>Runs a statement. Returns how many rows it changed.</summary>
    public async Task<int> ExecuteAsync(string sql, params Arg[] args)
    {
        using RentedCommand rented = new(Command(sql, args), statements is null);
        return await rented.Command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <summary>All rows of a query.</summary>
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

    /// <summary>The first row of a query, or null.</summary>
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
