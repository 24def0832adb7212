namespace UgcLab.Engines.Sql;

internal abstract partial class SqlStore
{
    private const string StateColumns =
        "r.row_key, r.content, r.state, r.created, r.abandoned, r.doubled, r.refusal, r.purchase, r.videos, r.unsaved, r.charged, "
        + "r.refunded, r.sum";

    private const string RowRequestColumns =
        "r.endpoint, r.model, r.duration, r.tier, r.has_image, r.kind, r.outputs, r.has_more, r.project, r.request, r.reference, "
        + "r.row_id, r.row_no, r.cells";

    public Task PlanRowsAsync(long batch, IReadOnlyList<RowRecord> rows) => WriteAsync(async sql =>
    {
        int added = 0;
        foreach (RowRecord row in rows)
        {
            added += await AddRowAsync(sql, batch, row).ConfigureAwait(false);
        }

        await CountAsync(sql, batch, new RowState { Key = "" }, added).ConfigureAwait(false);
        await ChangedAsync(sql, batch).ConfigureAwait(false);
    });

    public Task<IReadOnlyDictionary<string, RowState>> FindRowsAsync(
        long batch, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) =>
        keys.Count == 0 ? Task.FromResult<IReadOnlyDictionary<string, RowState>>(new Dictionary<string, RowState>())
            : ReadAsync<IReadOnlyDictionary<string, RowState>>(
                async sql => await FindRowsAsync(sql, batch, keys).ConfigureAwait(false), cancellationToken);

    public Task<IReadOnlyList<CreatedRow>> FindCreatedAsync(
        IReadOnlyCollection<string> contents, CancellationToken cancellationToken = default)
    {
        // The words of the index batch_row_content, which is used only for these.
        Conditions where = new();
        where.Add("(r.created > 0 OR r.state IN ('Sending', 'Unconfirmed', 'Abandoned'))");
        where.AddNames("r.content", contents);
        return contents.Count == 0 ? Task.FromResult<IReadOnlyList<CreatedRow>>([])
            : ReadAsync<IReadOnlyList<CreatedRow>>(async sql => await sql.QueryAsync(
                $"""
                SELECT r.content, r.batch, b.name, r.row_key, r.row_id, p.began FROM batch_row r JOIN batch b ON b.batch = r.batch
                LEFT JOIN purchase p ON p.purchase = r.purchase {where} ORDER BY p.began, r.row_key
                """,
                row => new CreatedRow(row.Text(), row.Number(), row.Text(), row.Text(), row.TextOrNull(), row.TimeOrNull()),
                where.Args), cancellationToken);
    }

    public IAsyncEnumerable<BatchRowRecord> ReadRowsAsync(
        long batch, IReadOnlyCollection<UgcRowState> states, CancellationToken cancellationToken = default) =>
        PagesAsync<BatchRowRecord>((sql, last, size) => RowPageAsync(sql, batch, states, last, size), int.MaxValue, cancellationToken);

    private async Task<List<BatchRowRecord>> RowPageAsync(
        SqlTransaction sql, long batch, IReadOnlyCollection<UgcRowState> states, BatchRowRecord? last, int size)
    {
        Conditions where = new();
        where.AddEqual("r.batch", batch);
        where.AddNames("r.state", states.Select(state => state.ToString()));
        if (last is not null)
        {
            where.Add("(r.row_no, r.row_key) > (@no, @after)", ("@no", last.Request.RowNumber ?? 0), ("@after", last.State.Key));
        }

        List<(RowState State, RequestRecord Request)> rows = await sql.QueryAsync(
            $"SELECT {StateColumns}, {RowRequestColumns} FROM batch_row r {where} ORDER BY r.row_no, r.row_key LIMIT {size}",
            row => (ReadState(row, batch), ReadRequest(row)), where.Args);
        if (rows.Count == 0)
        {
            return [];
        }

        Conditions keys = new();
        keys.AddEqual("p.batch", batch);
        keys.AddNames("p.row_key", rows.Select(row => row.State.Key));
        List<PurchaseRecord> found = await PurchasesAsync(sql, $"{keys} ORDER BY p.began, p.purchase", keys.Args)
            .ConfigureAwait(false);
        ILookup<string, PurchaseRecord> purchases = found.ToLookup(purchase => purchase.RowKey!);
        return rows.ConvertAll(row => new BatchRowRecord(row.State, row.Request, [.. purchases[row.State.Key]]));
    }

    private async Task<Dictionary<string, RowState>> FindRowsAsync(SqlTransaction sql, long batch, IReadOnlyCollection<string> keys)
    {
        Conditions where = new();
        where.AddEqual("r.batch", batch);
        where.AddNames("r.row_key", keys);
        return (await sql.QueryAsync($"SELECT {StateColumns} FROM batch_row r {where}", row => ReadState(row, batch), where.Args))
            .ToDictionary(row => row.Key, StringComparer.Ordinal);
    }

    private RowState ReadState(SqlRow row, long batch)
    {
        RowState state = new()
        {
            Key = row.Text(),
            Content = row.Text(),
            State = row.Name(UgcRowState.Unconfirmed),
            Created = row.Whole(),
            IsAbandoned = row.Flag(),
            IsDoubled = row.Flag(),
            Refusal = row.TextOrNull(),
            Purchase = row.TextOrNull(),
            Videos = row.Whole(),
            Unsaved = row.Whole(),
            Charged = row.Amount(),
            Refunded = row.Amount(),
        };
        return row.Text() == MoneySum.Of(batch, state) ? state : throw Damaged($"row {state.Key} does not match its checksum");
    }

    // Adds a row, unless it is there. Returns how many were added; the caller counts them.
    private static async Task<int> AddRowAsync(SqlTransaction sql, long batch, RowRecord row)
    {
        RowState state = new() { Key = row.Key, Content = row.Content };
        return await sql.InsertAsync(
            "batch_row", "DO NOTHING",
            [.. RequestArgs(row.Request with { RowNumber = row.Request.RowNumber ?? 0 }), ("@batch", batch), ("@row_key", row.Key),
                ("@content", row.Content), ("@state", state.State), ("@sum", MoneySum.Of(batch, state))]);
    }

    private static Arg[] RequestArgs(RequestRecord request) =>
    [
        ("@kind", request.Kind), ("@endpoint", request.Key.Endpoint), ("@model", request.Key.Model), ("@duration", request.Key.Duration),
        ("@tier", request.Key.Tier), ("@has_image", request.Key.HasImage), ("@outputs", request.Outputs),
        ("@has_more", request.Key.IsPriceUnknown), ("@project", request.ProjectId), ("@reference", request.Reference),
        ("@row_id", request.RowId), ("@row_no", request.RowNumber), ("@request", request.Json), ("@cells", request.Cells),
    ];

    private async Task RefreshRowAsync(SqlTransaction sql, long? batch, string? key)
    {
        if (batch is not long number || key is null)
        {
            return;
        }

        RowState before = (await FindRowsAsync(sql, number, [key]).ConfigureAwait(false)).GetValueOrDefault(key)
            ?? throw Damaged($"row {key} is missing");
        List<PurchaseFacts> purchases = await FactsAsync(
            sql, "p.batch = @batch AND p.row_key = @key", ("@batch", number), ("@key", key));
        List<(string, JobRecord)> jobs = await sql.QueryAsync(
            $"SELECT {JobColumns} FROM job j WHERE j.purchase IN (SELECT purchase FROM purchase WHERE batch = @batch AND row_key = @key)",
            row => (row.Text(), ReadJob(row)), ("@batch", number), ("@key", key));
        RowState state = RowRules.Of(key, before.Content, [.. purchases.Select(Fact)], jobs);
        await sql.ExecuteAsync(
            """
            UPDATE batch_row SET state = @state, created = @created, abandoned = @abandoned, doubled = @doubled, refusal = @refusal,
              purchase = @purchase, videos = @videos, unsaved = @unsaved, charged = @charged, refunded = @refunded, sum = @sum
            WHERE batch = @batch AND row_key = @key
            """,
            ("@state", state.State), ("@created", state.Created), ("@abandoned", state.IsAbandoned), ("@doubled", state.IsDoubled),
            ("@refusal", state.Refusal), ("@purchase", state.Purchase), ("@videos", state.Videos), ("@unsaved", state.Unsaved),
            ("@charged", state.Charged), ("@refunded", state.Refunded), ("@sum", MoneySum.Of(number, state)), ("@batch", number),
            ("@key", key));
        await CountAsync(sql, number, before, -1).ConfigureAwait(false);
        await CountAsync(sql, number, state, 1).ConfigureAwait(false);
        await ChangedAsync(sql, number).ConfigureAwait(false);
    }

    private static async Task CountAsync(SqlTransaction sql, long batch, RowState like, int more)
    {
        if (more != 0)
        {
            await sql.InsertAsync(
                "batch_count",
                "(batch, state, doubled, videos, unsaved, charged, refunded) "
                    + "DO UPDATE SET row_count = batch_count.row_count + excluded.row_count",
                ("@batch", batch), ("@state", like.State), ("@doubled", like.IsDoubled), ("@videos", like.Videos),
                ("@unsaved", like.Unsaved), ("@charged", like.Charged), ("@refunded", like.Refunded), ("@row_count", more));
        }
    }

    private async Task ChangedAsync(SqlTransaction sql, long batch) =>
        await sql.ExecuteAsync(
            "UPDATE batch SET version = version + 1, changed = CASE WHEN changed > @now THEN changed ELSE @now END WHERE batch = @batch",
            ("@now", Now), ("@batch", batch));
}
