namespace UgcLab.Engines.Sql;

internal abstract partial class SqlStore
{
    private const string BatchColumns =
        "b.batch, b.base_uri, b.workspace, b.name, b.source, b.version, b.created, b.changed, b.open_generation";

    // In the order in which they refer to each other.
    private static readonly string[] OfBatch = ["purchase", "batch_row", "batch_count", "batch_report", "batch_run", "batch"];

    public Task<IReadOnlyList<BatchRecord>> ReadBatchesAsync(BatchQuery query, CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<BatchRecord>>(async sql =>
    {
        Conditions where = new();
        where.AddEqual("b.workspace", query.Workspace);
        where.AddEqual("b.base_uri", query.BaseUri);
        where.AddEqual("b.name_key", query.Name is null ? null : NameKey(query.Name));
        List<BatchRecord> batches = await sql.QueryAsync(
            $"SELECT {BatchColumns} FROM batch b {where} ORDER BY b.name_key", ReadBatch, where.Args);
        for (int index = 0; query.WithCounts && index < batches.Count; index++)
        {
            batches[index] = await CountedAsync(sql, batches[index]).ConfigureAwait(false);
        }

        return batches;
    }, cancellationToken);

    public Task<BatchRecord> OpenBatchAsync(BatchKey key, string run, string? source) => WriteAsync(async sql =>
    {
        await SweepAsync(sql).ConfigureAwait(false);
        await sql.InsertAsync(
            "batch", "(base_uri, workspace, name_key) DO UPDATE SET source = COALESCE(batch.source, excluded.source)",
            ("@batch", Random.Shared.NextInt64(1, 1L << 53)), ("@base_uri", key.BaseUri), ("@workspace", key.Workspace),
            ("@name", key.Name), ("@name_key", NameKey(key.Name)), ("@source", source), ("@created", Now), ("@changed", Now));
        BatchRecord batch = (await sql.FirstAsync(
            $"SELECT {BatchColumns} FROM batch b WHERE b.base_uri = @uri AND b.workspace = @workspace AND b.name_key = @key", ReadBatch,
            ("@uri", key.BaseUri), ("@workspace", key.Workspace), ("@key", NameKey(key.Name))))!;
        await sql.InsertAsync(
            "batch_run",
            "(batch, run) DO UPDATE SET owner = excluded.owner, generation = NULL, ended = NULL WHERE batch_run.ended IS NOT NULL",
            ("@batch", batch.Id), ("@run", run), ("@owner", Owner));
        return batch;
    });

    public Task<IReadOnlyList<OwnerRecord>> CloseBatchAsync(long batch, string run) =>
        WriteAsync<IReadOnlyList<OwnerRecord>>(async sql =>
    {
        await SweepAsync(sql).ConfigureAwait(false);
        await sql.ExecuteAsync("UPDATE job SET claim = NULL WHERE claim = @run", ("@run", run));
        await sql.ExecuteAsync(
            "UPDATE batch_run SET ended = @now WHERE batch = @batch AND ended IS NULL "
                + "AND (run = @run OR owner IN (SELECT owner FROM owner WHERE ended < @long))",
            ("@now", Now), ("@batch", batch), ("@run", run), ("@long", Now - TimeSpan.FromDays(1)));
        await RemoveEndedAsync(sql).ConfigureAwait(false);
        return await RunsAsync(sql, batch).ConfigureAwait(false);
    });

    public Task<int> OpenGenerationAsync(long batch, string run, int? proposed) => WriteAsync(async sql =>
    {
        await SweepAsync(sql).ConfigureAwait(false);
        long? open = await sql.NumberAsync("SELECT open_generation FROM batch WHERE batch = @batch", ("@batch", batch));
        int generation = (int)(open
            ?? proposed
            ?? await sql.NumberAsync("SELECT generation + 1 FROM batch WHERE batch = @batch", ("@batch", batch))
            ?? 2);
        await sql.ExecuteAsync(
            "UPDATE batch_run SET generation = @generation WHERE batch = @batch AND run = @run",
            ("@generation", generation), ("@batch", batch), ("@run", run));
        if (open is null)
        {
            await sql.ExecuteAsync(
                """
                UPDATE batch SET open_generation = @generation, is_planned = @planned,
                  generation = CASE WHEN generation < @generation THEN @generation ELSE generation END WHERE batch = @batch
                """,
                ("@generation", generation), ("@planned", proposed is not null), ("@batch", batch));
        }

        return generation;
    });

    public Task EndGenerationAsync(long batch, string run, int? least) => WriteAsync(async sql =>
    {
        await SweepAsync(sql).ConfigureAwait(false);
        await sql.ExecuteAsync(
            $"""
            UPDATE batch SET open_generation = NULL
              WHERE batch = @batch AND {(least is null ? "is_planned = 0" : "open_generation <= @least")} AND NOT EXISTS
                (SELECT 1 FROM {LivingRuns} WHERE br.batch = @batch AND br.run <> @run AND br.generation = open_generation)
            """,
            least is null ? [("@batch", batch), ("@run", run)] : [("@batch", batch), ("@run", run), ("@least", least)]);
    });

    public Task RemoveBatchAsync(long batch, bool includeUnsaved) => WriteAsync(async sql =>
    {
        await RequireRemovalAsync(sql).ConfigureAwait(false);
        await SweepAsync(sql).ConfigureAwait(false);
        BatchRecord? found = await sql.FirstAsync(
            $"SELECT {BatchColumns} FROM batch b WHERE b.batch = @batch", ReadBatch, ("@batch", batch));
        if (found is null)
        {
            return;
        }

        RequireResolved(await CountedAsync(sql, found).ConfigureAwait(false), includeUnsaved);
        Arg[] args = [("@batch", batch)];
        await sql.ExecuteAsync("DELETE FROM job WHERE purchase IN (SELECT purchase FROM purchase WHERE batch = @batch)", args);
        foreach (string table in OfBatch)
        {
            await sql.ExecuteAsync($"DELETE FROM {table} WHERE batch = @batch", args);
        }
    });

    public Task RecordReportAsync(long batch, string folder, long version) => WriteAsync(async sql => await sql.InsertAsync(
        "batch_report", "(batch, folder) DO UPDATE SET version = excluded.version WHERE batch_report.version <= excluded.version",
        ("@batch", batch), ("@folder", folder), ("@version", version)));

    private static void RequireResolved(BatchRecord batch, bool includeUnsaved)
    {
        int open = batch.States.GetValueOrDefault(UgcRowState.Unconfirmed) + batch.States.GetValueOrDefault(UgcRowState.Sending);
        (string? what, string? advice) = batch switch
        {
            { Runs: [OwnerRecord owner, ..] } => ($"{owner} is running batch {batch.Key.Name}.", "Wait until it has ended, or stop it."),
            _ when open > 0 =>
                ($"{Format.Count(open, "row")} of batch {batch.Key.Name} {(open == 1 ? "is" : "are")} unconfirmed, and this record is all "
                    + $"there is to resolve {(open == 1 ? "it" : "them")} by.",
                $"Get-UgcBatch '{batch.Key.Name}' -State Unconfirmed lists them. Resolve-UgcBatchRow resolves them."),
            { Unsaved: > 0 } when !includeUnsaved =>
                ($"{Format.Count(batch.Unsaved, "video")} of batch {batch.Key.Name} {(batch.Unsaved == 1 ? "was" : "were")} paid for and "
                    + "not saved, and the ids are recorded nowhere else.",
                $"(Get-UgcBatch '{batch.Key.Name}' -Row).Jobs | Wait-UgcJob | Save-UgcVideo saves them. "
                    + "-IncludeUnsaved removes the batch without them."),
            _ => ((string?)null, (string?)null),
        };
        if (what is not null)
        {
            throw new UgcLabException(UgcLabErrorKind.BatchNotResolved, what, advice);
        }
    }

    // Equal rows are counted together, whenever one changes: a hundred thousand of them are a handful of groups.
    private async Task<BatchRecord> CountedAsync(SqlTransaction sql, BatchRecord batch)
    {
        Dictionary<UgcRowState, int> states = [];
        BatchRecord counted = batch with
        {
            States = states,
            Runs = await RunsAsync(sql, batch.Id).ConfigureAwait(false),
            ReportFolder = await sql.FirstAsync(
                "SELECT folder FROM batch_report WHERE batch = @batch ORDER BY version DESC LIMIT 1", row => row.Text(),
                ("@batch", batch.Id)),
        };
        List<(UgcRowState, bool, int, int, decimal, decimal, int)> groups = await sql.QueryAsync(
            "SELECT state, doubled, videos, unsaved, charged, refunded, row_count FROM batch_count WHERE batch = @batch AND row_count <> 0",
            row => (row.Name(UgcRowState.Unconfirmed), row.Flag(), row.Whole(), row.Whole(), row.Amount(), row.Amount(), row.Whole()),
            ("@batch", batch.Id));
        foreach ((UgcRowState state, bool isDoubled, int videos, int unsaved, decimal charged, decimal refunded, int rows) in groups)
        {
            states[state] = states.GetValueOrDefault(state) + rows;
            counted = counted with
            {
                Doubled = counted.Doubled + (isDoubled ? rows : 0),
                Videos = counted.Videos + (videos * rows),
                Unsaved = counted.Unsaved + (unsaved * rows),
                Charged = counted.Charged + (charged * rows),
                Refunded = counted.Refunded + (refunded * rows),
            };
        }

        return counted;
    }

    private async Task<List<OwnerRecord>> RunsAsync(SqlTransaction sql, long batch)
    {
        List<(string Id, OwnerRecord Owner)> runs = await sql.QueryAsync(
            $"SELECT o.owner, o.host, o.pid, o.began FROM {LivingRuns} WHERE br.batch = @batch",
            row => (row.Text(), ReadOwner(row)), ("@batch", batch));
        IReadOnlySet<string> alive = await AliveAsync(sql, [.. runs.Select(run => run.Id)]).ConfigureAwait(false);
        return [.. runs.Where(run => run.Id == Owner || alive.Contains(run.Id)).Select(run => run.Owner)];
    }

    private static BatchRecord ReadBatch(SqlRow row) => new()
    {
        Id = row.Number(),
        Key = new BatchKey(row.Text(), row.Text(), row.Text()),
        Source = row.TextOrNull(),
        Version = row.Number(),
        Created = row.Time(),
        Changed = row.Time(),
        OpenGeneration = row.WholeOrNull(),
    };

    private static string NameKey(string name) => name.Normalize().ToUpperInvariant();
}
