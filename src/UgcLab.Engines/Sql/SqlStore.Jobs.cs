namespace UgcLab.Engines.Sql;

internal abstract partial class SqlStore
{
    private const int RememberedDurations = 500;

    // Two services may use the same job ids.
    private const string IsOfService = "ugc_id = @id AND (base_uri = @uri OR @uri IS NULL)";

    public Task<PurchaseRecord?> FindJobAsync(string ugcId, string? baseUri = null, CancellationToken cancellationToken = default) =>
        ReadAsync(sql => FindJobAsync(sql, ugcId, baseUri), cancellationToken);

    public Task RecordJobAsync(UgcJob job, string? baseUri = null, DateTimeOffset? unfinished = null) => WriteAsync(async sql =>
    {
        // What has ended has ended: another process may have read it later than this one.
        int changed = await sql.ExecuteAsync(
            $"""
            UPDATE job SET status = @status, state = @state, charged = COALESCE(@charged, charged),
              refunded = COALESCE(@refunded, refunded), created = COALESCE(@created, created), updated = COALESCE(@updated, updated),
              error = COALESCE(@error, error), actor_id = COALESCE(@actor, actor_id), actor_name = COALESCE(@name, actor_name),
              custom_actor = CASE WHEN @custom = 1 THEN 1 ELSE custom_actor END, unfinished = COALESCE(@unfinished, unfinished),
              finished = COALESCE(finished, @finished)
            WHERE {IsOfService} {(job.IsFinal ? "" : "AND state NOT IN ('Completed', 'Failed', 'Canceled')")}
            """,
            ("@status", job.StatusText ?? job.Status.ToString()), ("@state", job.Status), ("@charged", job.CreditsCharged),
            ("@refunded", job.CreditsRefunded), ("@created", job.CreatedAt), ("@updated", job.UpdatedAt),
            ("@error", Redaction.Clean(job.ErrorMessage)), ("@actor", job.ActorId), ("@name", Redaction.Clean(job.ActorName)),
            ("@custom", job.IsCustomActor is true), ("@unfinished", job.IsFinal ? unfinished : Now),
            ("@finished", job.IsFinal ? Now : null), ("@id", job.UgcId), ("@uri", baseUri));
        await RefreshJobAsync(sql, job.UgcId, changed).ConfigureAwait(false);
    });

    public Task RecordSavedAsync(SavedRecord saved) => WriteAsync(async sql =>
    {
        int changed = await sql.ExecuteAsync(
            "UPDATE job SET state = 'Completed', status = COALESCE(status, 'COMPLETED'), path = @path, sha256 = @sha256, "
                + $"length = @length, saved_on = @host, claim = NULL, finished = COALESCE(finished, @now) WHERE {IsOfService}",
            ("@path", saved.Path), ("@host", Environment.MachineName), ("@sha256", saved.Sha256), ("@length", saved.Length),
            ("@now", Now), ("@id", saved.UgcId), ("@uri", saved.BaseUri));
        await RefreshJobAsync(sql, saved.UgcId, changed).ConfigureAwait(false);
    });

    public IAsyncEnumerable<SavedRecord> ReadSavedAsync(long batch, CancellationToken cancellationToken = default) =>
        PagesAsync<SavedRecord>(
            async (sql, last, size) => await sql.QueryAsync(
                $"""
                SELECT j.ugc_id, j.path, j.sha256, j.length, j.saved_on FROM job j JOIN purchase p ON p.purchase = j.purchase
                WHERE p.batch = @batch AND j.path IS NOT NULL AND j.ugc_id > @after ORDER BY j.ugc_id LIMIT {size}
                """,
                row => new SavedRecord(row.Text(), row.Text(), row.TextOrNull(), row.Number()) { Machine = row.TextOrNull() },
                ("@batch", batch), ("@after", last?.UgcId ?? "")),
            int.MaxValue, cancellationToken);

    public Task<IReadOnlySet<string>> ClaimJobsAsync(IReadOnlyCollection<string> ugcIds, string run, bool isSaved = false) =>
        WriteAsync<IReadOnlySet<string>>(async sql =>
    {
        await SweepAsync(sql).ConfigureAwait(false);
        HashSet<string> claimed = new(StringComparer.Ordinal);
        foreach (string[] some in ugcIds.Chunk(PageSize))
        {
            Conditions where = new();
            where.AddNames("ugc_id", some);

            // The claim of a run that has ended holds nothing.
            where.Add(
                $"(claim IS NULL OR claim = @run OR claim NOT IN (SELECT br.run FROM {LivingRuns})){(isSaved ? "" : " AND path IS NULL")}",
                ("@run", run));
            await sql.ExecuteAsync($"UPDATE job SET claim = @run {where}", where.Args);
            claimed.UnionWith(await sql.QueryAsync($"SELECT ugc_id FROM job {where}", row => row.Text(), where.Args));
        }

        return claimed;
    });

    public Task<IReadOnlyList<DurationRecord>> ReadDurationsAsync(CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<DurationRecord>>(async sql => await sql.QueryAsync(
        $"""
        SELECT p.kind, p.endpoint, p.model, p.duration, p.tier, p.has_image,
          CASE WHEN j.unfinished > p.ended THEN j.unfinished - p.ended ELSE 0 END, j.finished - p.ended, j.updated - j.created
        FROM job j JOIN purchase p ON p.purchase = j.purchase
        WHERE j.finished IS NOT NULL AND j.state = 'Completed' AND j.finished > p.ended
        ORDER BY j.finished DESC LIMIT {RememberedDurations}
        """,
        row => new DurationRecord(
            row.TextOrNull(), ReadKey(row), Stored.Length(row.Number()), Stored.Length(row.Number()),
            row.NumberOrNull() is long updated ? Stored.Length(updated) : null)), cancellationToken);

    private static async Task<PurchaseRecord?> FindJobAsync(SqlTransaction sql, string ugcId, string? baseUri) =>
        (await PurchasesAsync(
            sql, $"WHERE p.purchase IN (SELECT purchase FROM job WHERE {IsOfService})", ("@id", ugcId), ("@uri", baseUri))
            .ConfigureAwait(false)).FirstOrDefault();

    // The jobs of a purchase, counted in it. What is or will be finished, and has no file, is unsaved.
    private const string JobCounts =
        """
        videos = (SELECT COUNT(*) FROM job WHERE purchase = @purchase),
          unsaved = (SELECT COUNT(*) FROM job WHERE purchase = @purchase AND path IS NULL AND state NOT IN ('Failed', 'Canceled'))
        """;

    // A job's refund is its purchase's, and its state its row's. Charges are, too, where the answer to the purchase named none, once those
    // of all jobs that it asked for are known: a part of them would leave too much of a day's limit.
    private async Task RefreshJobAsync(SqlTransaction sql, string ugcId, int changedJobs)
    {
        if (changedJobs == 0)
        {
            return;
        }

        foreach (PurchaseFacts purchase in await FactsAsync(
            sql, "p.purchase IN (SELECT purchase FROM job WHERE ugc_id = @id)", ("@id", ugcId)))
        {
            List<(decimal? Charge, decimal? Refund)> jobs = await sql.QueryAsync(
                "SELECT charged, refunded FROM job WHERE purchase = @purchase", row => (row.AmountOrNull(), row.AmountOrNull()),
                ("@purchase", purchase.Id));
            long outputs = await sql.NumberAsync(
                "SELECT outputs FROM purchase WHERE purchase = @purchase", ("@purchase", purchase.Id)) ?? 1;
            bool isWhole = jobs.Count >= outputs && jobs.TrueForAll(job => job.Charge is not null);
            PurchaseFacts changed = purchase with
            {
                Charged = purchase.Charged ?? (isWhole ? jobs.Sum(job => job.Charge) : null),
                Refunded = jobs.Exists(job => job.Refund is not null) ? jobs.Sum(job => job.Refund) : null,
            };
            await sql.ExecuteAsync(
                $"UPDATE purchase SET charged = @charged, refunded = @refunded, {JobCounts}, sum = @sum WHERE purchase = @purchase",
                ("@charged", changed.Charged), ("@refunded", changed.Refunded), ("@sum", MoneySum.Of(changed)), ("@purchase", purchase.Id));
            await RefreshRowAsync(sql, purchase.Batch, purchase.RowKey).ConfigureAwait(false);
        }
    }

    // The maximum number of names per list; the least recently read ones are removed first.
    private const int MostNames = 5000;

    public Task SaveNamesAsync(StoreAccount account, string list, IReadOnlyList<KnownName> names, bool areAll) =>
        WriteAsync(async sql =>
    {
        Arg[] where = [("@account", account.Id), ("@list", list)];
        if (areAll)
        {
            await sql.ExecuteAsync("DELETE FROM known_name WHERE account = @account AND list = @list", where);
        }

        long next = await sql.NumberAsync("SELECT MAX(seen) FROM known_name WHERE account = @account AND list = @list", where) ?? 0;
        foreach (KnownName name in names)
        {
            await sql.InsertAsync(
                "known_name", "(account, list, id) DO UPDATE SET name = excluded.name, note = excluded.note, seen = excluded.seen",
                [.. where, ("@id", name.Id), ("@name", name.Name), ("@note", name.Note), ("@seen", ++next)]);
        }

        await sql.ExecuteAsync(
            "DELETE FROM known_name WHERE account = @account AND list = @list AND seen <= (SELECT seen FROM known_name "
                + $"WHERE account = @account AND list = @list ORDER BY seen DESC LIMIT 1 OFFSET {MostNames})", where);
    });

    public Task<IReadOnlyList<KnownName>> ReadNamesAsync(
        StoreAccount account, string list, CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<KnownName>>(async sql => await sql.QueryAsync(
            "SELECT id, name, note FROM known_name WHERE account = @account AND list = @list ORDER BY seen",
            row => new KnownName(row.Text(), row.TextOrNull(), row.TextOrNull()), ("@account", account.Id), ("@list", list)),
            cancellationToken);

    public Task RecordClipsAsync(IReadOnlyDictionary<string, int> clips) => WriteAsync(async sql =>
    {
        foreach ((string project, int count) in clips)
        {
            await sql.InsertAsync(
                "clip_count", "(project, at) DO UPDATE SET clips = excluded.clips", ("@project", project), ("@at", Now), ("@clips", count));
        }
    });

    public Task<IReadOnlyList<ClipRecord>> ReadClipsAsync(string project, CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<ClipRecord>>(async sql => await sql.QueryAsync(
            "SELECT project, clips, at FROM clip_count WHERE project = @project ORDER BY at",
            row => new ClipRecord(row.Text(), row.Whole(), row.Time()), ("@project", project)), cancellationToken);
}
