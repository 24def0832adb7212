
namespace UgcLab.Engines.Sql;

internal abstract partial class SqlStore
{
    private const string StateColumns =
        "r.row_key, r.content, r.state, r.created, r.abandoned, r.doubled, r.refusal, r.purchase, r.videos, r.unsaved, r.charged, "
        + "r.refunded, r.sum";

    private const string RowRequestColumns =
        "r.endpoint, r.model, r.duration, r.tier, r.has_image, r.kind, r.outputs, r.has_more, r.project, r.request, r.reference, "
        + "r.row_id, r.row_no, r.cells";

    public Task PlanRowsAsync(long batch, IReadOnlyList<RowRecord> rows) => WriteAsync(async session =>
    {
        int added = 0;
        foreach (RowRecord row in rows)
        {
            added += await AddRowAsync(session, batch, row).ConfigureAwait(false);
        }

        await CountAsync(session, batch, new RowState { Key = "" }, added).ConfigureAwait(false);
        await ChangedAsync(session, batch).ConfigureAwait(false);
    });

    public async Task<IReadOnlyDictionary<string, RowState>> FindRowsAsync(
        long batch, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default)
    {
        Dictionary<string, RowState> found = new(StringComparer.Ordinal);
        foreach (string[] some in keys.Chunk(PageSize))
        {
            foreach ((string key, RowState state) in await ReadAsync(session => FindRowsAsync(session, batch, some), cancellationToken)
                .ConfigureAwait(false))
            {
                found[key] = state;
            }
        }

        return found;
    }

    public async Task<IReadOnlyList<CreatedRow>> FindCreatedAsync(
        IReadOnlyCollection<string> contents, CancellationToken cancellationToken = default)
    {
        List<CreatedRow> found = [];
        foreach (string[] some in contents.Chunk(PageSize))
        {
            // The words of the index batch_row_content, which is used only for these.
            Conditions where = new();
            where.Add("(r.created > 0 OR r.state IN ('Sending', 'Unconfirmed', 'Abandoned'))");
            where.AddNames("r.content", some);
            found.AddRange(await ReadAsync(session => session.QueryAsync(
                $"""
                SELECT r.content, r.batch, b.name, r.row_key, r.row_id, p.began FROM batch_row r JOIN batch b ON b.batch = r.batch
                LEFT JOIN purchase p ON p.purchase = r.purchase {where} ORDER BY p.began, r.row_key
                """,
                row => new CreatedRow(row.Text(), row.Number(), row.Text(), row.Text(), row.TextOrNull(), row.TimeOrNull()),
                [.. where.Args]), cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    public async IAsyncEnumerable<BatchRowRecord> ReadRowsAsync(
        long batch, IReadOnlyCollection<UgcRowState> states, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (BatchRowRecord? last = null; ;)
        {
            List<BatchRowRecord> page = await ReadAsync(session => RowPageAsync(session, batch, states, last), cancellationToken)
                .ConfigureAwait(false);
            foreach (BatchRowRecord row in page)
            {
                yield return row;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            last = page[^1];
        }
    }

    private async Task<List<BatchRowRecord>> RowPageAsync(
        SqlSession session, long batch, IReadOnlyCollection<UgcRowState> states, BatchRowRecord? last)
    {
        Conditions where = new();
        where.AddEqual("r.batch", batch);
        where.AddNames("r.state", states.Select(state => state.ToString()));
        if (last is not null)
        {
            where.Add("(r.row_no, r.row_key) > (@no, @after)", ("@no", (long)(last.Request.RowNumber ?? 0)), ("@after", last.State.Key));
        }

        List<(RowState State, RequestRecord Request)> rows = await session.QueryAsync(
            $"SELECT {StateColumns}, {RowRequestColumns} FROM batch_row r {where} ORDER BY r.row_no, r.row_key LIMIT {PageSize}",
            row => (ReadState(row, batch), ReadRequest(row)), [.. where.Args]).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return [];
        }

        Conditions keys = new();
        keys.AddEqual("p.batch", batch);
        keys.AddNames("p.row_key", rows.Select(row => row.State.Key));
        List<PurchaseRecord> found = await PurchasesAsync(session, $"{keys} ORDER BY p.began, p.purchase", [.. keys.Args])
            .ConfigureAwait(false);
        ILookup<string, PurchaseRecord> purchases = found.ToLookup(purchase => purchase.RowKey!);
        return rows.ConvertAll(row => new BatchRowRecord(row.State, row.Request, [.. purchases[row.State.Key]]));
    }

    private async Task<Dictionary<string, RowState>> FindRowsAsync(SqlSession session, long batch, IReadOnlyCollection<string> keys)
    {
        Conditions where = new();
        where.AddEqual("r.batch", batch);
        where.AddNames("r.row_key", keys);
        return (await session.QueryAsync($"SELECT {StateColumns} FROM batch_row r {where}", row => ReadState(row, batch), [.. where.Args])
            .ConfigureAwait(false)).ToDictionary(row => row.Key, StringComparer.Ordinal);
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
    private static async Task<int> AddRowAsync(SqlSession session, long batch, RowRecord row)
    {
        RequestRecord request = row.Request;
        RowState state = new() { Key = row.Key, Content = row.Content };
        return await session.ExecuteAsync(
            """
            INSERT INTO batch_row (batch, row_key, row_no, row_id, content, reference, kind, endpoint, model, duration, tier, has_image,
              outputs, has_more, project, request, cells, state, sum)
            VALUES (@batch, @key, @no, @id, @content, @reference, @kind, @endpoint, @model, @duration, @tier, @image, @outputs, @more,
              @project, @request, @cells, @state, @sum) ON CONFLICT DO NOTHING
            """,
            ("@batch", batch), ("@key", row.Key), ("@no", (long)(request.RowNumber ?? 0)), ("@id", request.RowId),
            ("@content", row.Content), ("@reference", request.Reference), ("@kind", request.Kind), ("@endpoint", request.Key.Endpoint),
            ("@model", request.Key.Model), ("@duration", request.Key.Duration), ("@tier", request.Key.Tier),
            ("@image", request.Key.HasImage), ("@outputs", (long)request.Outputs), ("@more", request.HasMore),
            ("@project", request.ProjectId), ("@request", request.Json), ("@cells", request.Cells), ("@state", state.State),
            ("@sum", MoneySum.Of(batch, state))).ConfigureAwait(false);
    }

    // Records the current state of a row, by its purchases and jobs.
    private async Task RefreshRowAsync(SqlSession session, long? batch, string? key)
    {
        if (batch is not long number || key is null)
        {
            return;
        }

        RowState before = (await FindRowsAsync(session, number, [key]).ConfigureAwait(false)).GetValueOrDefault(key)
            ?? throw Damaged($"row {key} is missing");
        List<PurchaseFacts> purchases = await FactsAsync(
            session, "p.batch = @batch AND p.row_key = @key", ("@batch", number), ("@key", key)).ConfigureAwait(false);
        List<(string, JobRecord)> jobs = await session.QueryAsync(
            $"SELECT {JobColumns} FROM job j WHERE j.purchase IN (SELECT purchase FROM purchase WHERE batch = @batch AND row_key = @key)",
            row => (row.Text(), ReadJob(row)), ("@batch", number), ("@key", key)).ConfigureAwait(false);
        RowState state = RowRules.Of(key, before.Content, [.. purchases.Select(Fact)], jobs);
        await session.ExecuteAsync(
            """
            UPDATE batch_row SET state = @state, created = @created, abandoned = @abandoned, doubled = @doubled, refusal = @refusal,
              purchase = @purchase, videos = @videos, unsaved = @unsaved, charged = @charged, refunded = @refunded, sum = @sum
            WHERE batch = @batch AND row_key = @key
            """,
            ("@state", state.State), ("@created", (long)state.Created), ("@abandoned", state.IsAbandoned), ("@doubled", state.IsDoubled),
            ("@refusal", state.Refusal), ("@purchase", state.Purchase), ("@videos", (long)state.Videos), ("@unsaved", (long)state.Unsaved),
            ("@charged", state.Charged), ("@refunded", state.Refunded), ("@sum", MoneySum.Of(number, state)), ("@batch", number),
            ("@key", key)).ConfigureAwait(false);
        await CountAsync(session, number, before, -1).ConfigureAwait(false);
        await CountAsync(session, number, state, 1).ConfigureAwait(false);
        await ChangedAsync(session, number).ConfigureAwait(false);
    }

    // The number of rows of a batch in each state.
    private static async Task CountAsync(SqlSession session, long batch, RowState like, int more)
    {
        if (more != 0)
        {
            await session.ExecuteAsync(
                """
                INSERT INTO batch_count (batch, state, doubled, videos, unsaved, charged, refunded, row_count)
                VALUES (@batch, @state, @doubled, @videos, @unsaved, @charged, @refunded, @more)
                ON CONFLICT (batch, state, doubled, videos, unsaved, charged, refunded)
                  DO UPDATE SET row_count = batch_count.row_count + excluded.row_count
                """,
                ("@batch", batch), ("@state", like.State), ("@doubled", like.IsDoubled), ("@videos", (long)like.Videos),
                ("@unsaved", (long)like.Unsaved), ("@charged", like.Charged), ("@refunded", like.Refunded), ("@more", (long)more))
                .ConfigureAwait(false);
        }
    }

    private async Task ChangedAsync(SqlSession session, long batch) =>
        await session.ExecuteAsync(
            "UPDATE batch SET version = version + 1, changed = CASE WHEN changed > @now THEN changed ELSE @now END WHERE batch = @batch",
            ("@now", Now), ("@batch", batch)).ConfigureAwait(false);
}
