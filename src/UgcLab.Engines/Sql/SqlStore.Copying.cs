namespace UgcLab.Engines.Sql;

/// <content>Copying all records to another database. Running it again copies the rest.</content>
internal abstract partial class SqlStore
{
    private const int CopiedTogether = 5000;

    // In the order in which they refer to each other. Runs and daily limits belong to processes, and stay behind.
    private static readonly (string Table, string Key)[] Copied =
    [
        ("account", "account"), ("owner", "owner"), ("batch", "batch"), ("batch_report", "batch, folder"), ("batch_row", "batch, row_key"),
        ("batch_count", "batch, state, doubled, videos, unsaved, charged, refunded"), ("purchase", "purchase"), ("job", "ugc_id, base_uri"),
        ("rate_event", "slot"), ("price", "endpoint, model, duration, tier, has_image"), ("balance", "project"),
        ("clip_count", "project, at"), ("known_name", "account, list, id"),
    ];

    private protected async Task<CopiedRecord> CopyTablesAsync(SqlStore target, CancellationToken cancellationToken)
    {
        foreach ((string table, string key) in Copied)
        {
            for (long copied = 0; ; copied += CopiedTogether)
            {
                (string[] columns, List<object?[]> rows) = await TransactAsync(
                    TransactionKind.Read,
                    sql => sql.TableAsync(
                        $"SELECT * FROM {table} ORDER BY {key} LIMIT {CopiedTogether} OFFSET @copied", ("@copied", copied)),
                    cancellationToken).ConfigureAwait(false);
                if (rows.Count == 0)
                {
                    break;
                }

                string names = string.Join(", ", columns);
                string values = string.Join(", ", columns.Select(column => $"@{column}"));
                await target.WriteAsync(async sql =>
                {
                    foreach (object?[] row in rows)
                    {
                        await sql.ExecuteAsync(
                            $"INSERT INTO {table} ({names}) VALUES ({values}) ON CONFLICT DO NOTHING",
                            [.. columns.Select((column, index) => new Arg($"@{column}", row[index]))]);
                    }
                }, cancellationToken).ConfigureAwait(false);
            }
        }

        return await TransactAsync(TransactionKind.Read, async sql => new CopiedRecord(
            await sql.NumberAsync("SELECT COUNT(*) FROM purchase") ?? 0,
            await sql.NumberAsync("SELECT COUNT(*) FROM purchase WHERE state = 'Unconfirmed'") ?? 0,
            await sql.NumberAsync("SELECT COUNT(*) FROM batch") ?? 0), cancellationToken).ConfigureAwait(false);
    }

    // Names of batches that exist in both, and are not the same.
    private protected async Task<List<string>> SharedNamesAsync(SqlStore target, CancellationToken cancellationToken)
    {
        IReadOnlyList<BatchRecord> theirs = await target.ReadBatchesAsync(new BatchQuery(), cancellationToken).ConfigureAwait(false);
        IReadOnlyList<BatchRecord> ours = await ReadBatchesAsync(new BatchQuery(), cancellationToken).ConfigureAwait(false);
        return
        [
            .. ours.Where(batch => theirs.Any(other => other.Id != batch.Id && IsSame(other.Key, batch.Key)))
                .Select(batch => batch.Key.Name),
        ];

        static bool IsSame(BatchKey one, BatchKey other) =>
            one.BaseUri == other.BaseUri && one.Workspace == other.Workspace && NameKey(one.Name) == NameKey(other.Name);
    }
}
