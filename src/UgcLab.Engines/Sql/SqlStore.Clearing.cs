namespace UgcLab.Engines.Sql;

internal abstract partial class SqlStore
{
    // Ended before a time, with every job saved or without an output: it isn't needed to resume.
    private const string Final = "began < @before AND state NOT IN ('Sending', 'Unconfirmed') AND unsaved = 0";

    private const string HasText = "(request IS NOT NULL OR cells IS NOT NULL OR evidence IS NOT NULL)";

    // Rows that were sent, and of which no purchase is newer, open or unsaved.
    private const string FinalRow =
        """
        (request IS NOT NULL OR cells IS NOT NULL) AND unsaved = 0 AND state IN ('Saved', 'Failed', 'Refused', 'Abandoned')
          AND NOT EXISTS (SELECT 1 FROM purchase p WHERE p.batch = batch_row.batch AND p.row_key = batch_row.row_key AND p.began >= @before)
          AND EXISTS (SELECT 1 FROM purchase p WHERE p.batch = batch_row.batch AND p.row_key = batch_row.row_key)
        """;

    public Task<ClearedRecord> ClearPurchasesAsync(DateTimeOffset before, bool isPreview) => isPreview
        ? ReadAsync(sql => MeasureAsync(sql, before), CancellationToken.None)
        : WriteAsync(async sql =>
        {
            await RequireRemovalAsync(sql).ConfigureAwait(false);
            await SweepAsync(sql).ConfigureAwait(false);
            await RemoveEndedAsync(sql).ConfigureAwait(false);
            ClearedRecord cleared = await MeasureAsync(sql, before).ConfigureAwait(false);
            Arg[] args = [("@before", before)];
            await sql.ExecuteAsync(
                "UPDATE job SET error = NULL, actor_id = NULL, actor_name = NULL, sha256 = NULL "
                + $"WHERE purchase IN (SELECT purchase FROM purchase WHERE {Final})", args);
            await sql.ExecuteAsync($"UPDATE batch_row SET request = NULL, cells = NULL WHERE {FinalRow}", args);
            await sql.ExecuteAsync($"UPDATE purchase SET request = NULL, cells = NULL, evidence = NULL WHERE {Final} AND {HasText}", args);
            return cleared;
        });

    public abstract Task CompactAsync();

    // How many bytes a text takes, 0 for null, as SQL.
    private protected abstract string Bytes(string column);

    private async Task<ClearedRecord> MeasureAsync(SqlTransaction sql, DateTimeOffset before)
    {
        (int purchases, long bytes) = await SizeAsync($"purchase WHERE {Final} AND {HasText}", "request", "cells", "evidence")
            .ConfigureAwait(false);
        (int rows, long rowBytes) = await SizeAsync($"batch_row WHERE {FinalRow}", "request", "cells").ConfigureAwait(false);
        return new ClearedRecord(purchases, rows, bytes + rowBytes);

        async Task<(int Count, long Bytes)> SizeAsync(string selected, params string[] columns) => (await sql.QueryAsync(
            $"SELECT COUNT(*), CAST(COALESCE(SUM({string.Join(" + ", columns.Select(Bytes))}), 0) AS BIGINT) FROM {selected}",
            row => (row.Whole(), row.Number()), ("@before", before)))[0];
    }

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

                await target.WriteAsync(async sql =>
                {
                    foreach (object?[] row in rows)
                    {
                        await sql.InsertAsync(
                            table, "DO NOTHING", [.. columns.Select((column, index) => new Arg($"@{column}", row[index]))]);
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
