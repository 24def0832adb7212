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
        SqlSession session = new(connection, transaction);
        foreach (string statement in PostgresSchema.Statements(_text.Schema, version, role))
        {
            await session.ExecuteAsync(statement).ConfigureAwait(false);
        }

        await RemoveEndedAsync(session).ConfigureAwait(false);
        if (isBack)
        {
            // Beyond all that any machine can have seen.
            await session.ExecuteAsync(
                $"UPDATE schema_info SET epoch = GREATEST(epoch, @seen) + 1000000, clock = {Microseconds}", ("@seen", _epoch))
                .ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }, cancellationToken);

    // 0 where there are no tables.
    private async Task<(int Version, bool IsBack)> VersionAsync(NpgsqlConnection connection)
    {
        SqlSession session = new(connection, null);
        if (await session.NumberAsync(
            "SELECT 1 FROM pg_tables WHERE schemaname = @schema AND tablename = 'schema_info'", ("@schema", _text.Schema))
            .ConfigureAwait(false) is null)
        {
            return (0, false);
        }

        (int version, string store, long epoch, TimeSpan ahead) = (await session.QueryAsync(
            $"SELECT version, store, epoch, clock - {Microseconds} FROM schema_info",
            row => (row.Whole(), row.Text(), row.Number(), Stored.Length(row.Number()))).ConfigureAwait(false))[0];
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
