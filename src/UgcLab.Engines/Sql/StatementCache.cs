namespace UgcLab.Engines.Sql;

/// <summary>The prepared statements of a connection: preparing one takes longer than running it.</summary>
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
