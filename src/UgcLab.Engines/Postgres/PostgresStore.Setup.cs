using System.Text.RegularExpressions;
using Npgsql;

namespace UgcLab.Engines.Postgres;

/// <content>Making and upgrading the tables.</content>
internal sealed partial class PostgresStore
{
    public Task<StoreSchema> ReadSchemaAsync(CancellationToken cancellationToken) => SetUpAsync(async connection =>
    {
        (int version, bool isBack) = await VersionAsync(connection).ConfigureAwait(false);
        return new StoreSchema(Location, _text.Schema, version, Schema.Version, isBack);
    }, cancellationToken);

    public string Script(string? role)
    {
        string statements = string.Join(";\n", PostgresSchema.Statements(_text.Schema, 0, role ?? _text.Role ?? "ugclab"));
        return $"BEGIN;\n{statements};\nCOMMIT;\n";
    }

    public Task ApplyAsync(string? role, CancellationToken cancellationToken) => SetUpAsync(async connection =>
    {
        (int version, bool isBack) = await VersionAsync(connection).ConfigureAwait(false);
        if (version > Schema.Version)
        {
            RequireVersion(version);
        }

        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable disposing = transaction.ConfigureAwait(false);
        SqlTransaction sql = new(connection, transaction);
        foreach (string statement in PostgresSchema.Statements(_text.Schema, version, role))
        {
            await sql.ExecuteAsync(statement);
        }

        await RemoveEndedAsync(sql).ConfigureAwait(false);
        if (isBack)
        {
            // Beyond all that any machine can have seen.
            await sql.ExecuteAsync(
                $"UPDATE schema_info SET epoch = GREATEST(epoch, @seen) + 1000000, clock = {Microseconds}", ("@seen", _epoch));
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }, cancellationToken);

    // 0 where there are no tables.
    private async Task<(int Version, bool IsBack)> VersionAsync(NpgsqlConnection connection)
    {
        SqlTransaction sql = new(connection, null);
        if (await sql.NumberAsync(
            "SELECT 1 FROM pg_tables WHERE schemaname = @schema AND tablename = 'schema_info'", ("@schema", _text.Schema)) is null)
        {
            return (0, false);
        }

        (int version, string store, long epoch, TimeSpan ahead) = (await sql.QueryAsync(
            $"SELECT version, store, epoch, clock - {Microseconds} FROM schema_info",
            row => (row.Whole(), row.Text(), row.Number(), Stored.Length(row.Number()))))[0];
        (_storeId, _epoch) = (store, Math.Max(_epoch, _local.EpochOf(store)));
        return (version, epoch < _epoch || (HasServerClock && ahead > ClockTolerance));
    }

    private async Task<T> SetUpAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work(await OpenAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception error) when (IsOfDatabase(error))
        {
            throw Translate(error, out _);
        }
        finally
        {
            _turn.Release();
        }
    }
}

// The tables of Schema as PostgreSQL has them, and who may do what with them.
internal static partial class PostgresSchema
{
    // One row: the version, which store it is, a number that grows with each paid request, and the latest time of one.
    private const string Info =
        "CREATE TABLE schema_info (version BIGINT NOT NULL, store TEXT NOT NULL, epoch BIGINT NOT NULL, clock BIGINT NOT NULL)";

    // All statements from a version to this module's, and the rights of a role.
    public static IEnumerable<string> Statements(string schema, int from, string? role)
    {
        string name = Quoted(schema);
        yield return $"CREATE SCHEMA IF NOT EXISTS {name}";
        yield return $"SET LOCAL search_path TO {name}";
        if (from == 0)
        {
            foreach (string statement in Schema.Statements.Prepend(Info))
            {
                // Texts are compared byte by byte, as SQLite does, whatever the database's locale.
                yield return Text().Replace(statement, "TEXT COLLATE \"C\"");
            }

            yield return "INSERT INTO schema_info (version, store, epoch, clock) "
                + "VALUES (0, replace(gen_random_uuid()::text, '-', ''), 0, 0)";
        }

        yield return $"UPDATE schema_info SET version = {Schema.Version.ToString(CultureInfo.InvariantCulture)}";
        if (role is not null)
        {
            yield return $"GRANT USAGE ON SCHEMA {name} TO {Quoted(role)}";
            yield return $"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA {name} TO {Quoted(role)}";
            yield return $"GRANT DELETE ON rate_event, known_name TO {Quoted(role)}";
        }
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"\bTEXT\b")]
    private static partial Regex Text();
}
