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
        ? ReadAsync(session => MeasureAsync(session, before), CancellationToken.None)
        : WriteAsync(async session =>
        {
            await RequireRemovalAsync(session).ConfigureAwait(false);
            await SweepAsync(session).ConfigureAwait(false);
            await RemoveEndedAsync(session).ConfigureAwait(false);
            ClearedRecord cleared = await MeasureAsync(session, before).ConfigureAwait(false);
            Arg[] args = [("@before", before)];
            await session.ExecuteAsync(
                "UPDATE job SET error = NULL, actor_id = NULL, actor_name = NULL, sha256 = NULL "
                + $"WHERE purchase IN (SELECT purchase FROM purchase WHERE {Final})", args).ConfigureAwait(false);
            await session.ExecuteAsync($"UPDATE batch_row SET request = NULL, cells = NULL WHERE {FinalRow}", args).ConfigureAwait(false);
            await session.ExecuteAsync(
                $"UPDATE purchase SET request = NULL, cells = NULL, evidence = NULL WHERE {Final} AND {HasText}", args)
                .ConfigureAwait(false);
            return cleared;
        });

    public abstract Task CompactAsync();

    /// <summary>How many bytes a text takes, 0 for null, as SQL.</summary>
    private protected abstract string Bytes(string column);

    private async Task<ClearedRecord> MeasureAsync(SqlSession session, DateTimeOffset before)
    {
        string rowSizes = $"CAST(COALESCE(SUM({Bytes("request")} + {Bytes("cells")}), 0) AS BIGINT)";
        string sizes = $"CAST(COALESCE(SUM({Bytes("request")} + {Bytes("cells")} + {Bytes("evidence")}), 0) AS BIGINT)";
        Arg[] args = [("@before", before)];
        (long purchases, long bytes) = (
            await session.QueryAsync(
                $"SELECT COUNT(*), {sizes} FROM purchase WHERE {Final} AND {HasText}", row => (row.Number(), row.Number()), args)
                .ConfigureAwait(false))[0];
        (long rows, long rowBytes) = (
            await session.QueryAsync(
                $"SELECT COUNT(*), {rowSizes} FROM batch_row WHERE {FinalRow}", row => (row.Number(), row.Number()), args)
                .ConfigureAwait(false))[0];
        return new ClearedRecord((int)purchases, (int)rows, bytes + rowBytes);
    }
}
