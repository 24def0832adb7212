namespace UgcLab.Engines.Sql;

internal abstract partial class SqlStore
{
    private static readonly UgcPurchaseState[] Occupying =
    [
        UgcPurchaseState.Sending, UgcPurchaseState.Accepted, UgcPurchaseState.Answered, UgcPurchaseState.Unconfirmed,
        UgcPurchaseState.Abandoned,
    ];

    public virtual async Task<AttemptResult> EndAttemptAsync(string purchase, AttemptOutcome outcome)
    {
        try
        {
            return await EndAttemptAsync(purchase, outcome, isDoubled: false).ConfigureAwait(false);
        }
        catch (DbException error) when (IsDuplicate(error))
        {
            // A known outcome is never refused by an index: it is recorded beside the one that holds its place.
            return await EndAttemptAsync(purchase, outcome, isDoubled: true).ConfigureAwait(false);
        }
    }

    private Task<AttemptResult> EndAttemptAsync(string purchase, AttemptOutcome outcome, bool isDoubled) =>
        WriteAsync(TransactionKind.Outcome, async sql =>
    {
        PurchaseFacts known = await ExistingAsync(sql, purchase).ConfigureAwait(false);
        bool isAccepted = outcome.State is UgcPurchaseState.Accepted or UgcPurchaseState.Answered;
        if (isAccepted && known.State is UgcPurchaseState.Accepted or UgcPurchaseState.Answered)
        {
            return new AttemptResult(false, await AddLateJobsAsync(sql, known, outcome).ConfigureAwait(false));
        }

        if (known.State is not (UgcPurchaseState.Sending or UgcPurchaseState.Unconfirmed)
            && !(isAccepted && known.State is UgcPurchaseState.NotCharged or UgcPurchaseState.Abandoned))
        {
            // It has ended or was resolved by a person; only a late answer that names jobs changes it.
            return new AttemptResult(false, []);
        }

        List<PurchaseFacts> others = await OthersAsync(sql, known).ConfigureAwait(false);
        isDoubled |= isAccepted && others.Exists(other => !other.IsDoubled && Occupying.Contains(other.State));
        PurchaseFacts ended = known with
        {
            State = outcome.State,
            IsDoubled = isDoubled,
            Charged = outcome.Charged ?? known.Charged,
            Refusal = outcome.Refusal,
        };
        List<string> taken = await AddJobsAsync(sql, ended, outcome.Jobs).ConfigureAwait(false);
        await sql.ExecuteAsync(
            $"""
            UPDATE purchase SET state = @state, doubled = @doubled, ended = @now, refusal = @refusal, status = @status, code = @code,
              message = @message, request_id = @id, evidence = @evidence, charged = @charged, remaining = @remaining, {JobCounts},
              sum = @sum WHERE purchase = @purchase
            """,
            ("@state", ended.State), ("@doubled", isDoubled), ("@now", Now), ("@refusal", outcome.Refusal),
            ("@status", outcome.Status), ("@code", outcome.Code), ("@message", outcome.Message),
            ("@id", outcome.RequestId), ("@evidence", outcome.Answer), ("@charged", ended.Charged), ("@remaining", outcome.Remaining),
            ("@sum", MoneySum.Of(ended)), ("@purchase", purchase));
        await EndEventAsync(sql, known.Slot, outcome.ReachedService).ConfigureAwait(false);
        await LearnAsync(sql, ended, outcome).ConfigureAwait(false);
        await FillPositionAsync(sql, ended).ConfigureAwait(false);
        await RefreshRowAsync(sql, known.Batch, known.RowKey).ConfigureAwait(false);
        return new AttemptResult(
            isAccepted && others.Exists(other => other.State is UgcPurchaseState.Accepted or UgcPurchaseState.Answered), taken);
    });

    public Task<PurchaseRecord> ResolveAsync(
        string purchase, UgcResolution resolution, IReadOnlyList<string> jobs, bool wasAbandoned = false) => WriteAsync(async sql =>
    {
        await SweepAsync(sql).ConfigureAwait(false);
        PurchaseFacts known = await ExistingAsync(sql, purchase).ConfigureAwait(false);
        if (known.State != (wasAbandoned ? UgcPurchaseState.Abandoned : UgcPurchaseState.Unconfirmed))
        {
            throw new UgcLabException(
                UgcLabErrorKind.RowNotUnconfirmed,
                $"Purchase {purchase} is not {(wasAbandoned ? "abandoned" : "unconfirmed")}: it is {known.State}.");
        }

        if (resolution is UgcResolution.NotCharged)
        {
            await RequireNoLateAnswerAsync(sql, known).ConfigureAwait(false);
        }

        string? service = await sql.FirstAsync(
            "SELECT base_uri FROM account WHERE account = @account", row => row.Text(), ("@account", known.Account));
        foreach (string id in jobs)
        {
            if (await FindJobAsync(sql, id, service).ConfigureAwait(false) is PurchaseRecord other)
            {
                string row = other.Request.RowNumber is int number ? $", row {number.ToString(CultureInfo.InvariantCulture)}" : "";
                string where = other.Batch is null ? "" : $", in batch {other.Batch}{row}";
                throw new UgcLabException(UgcLabErrorKind.JobIdInvalid, $"Job {id} belongs to another purchase{where}.");
            }
        }

        long? outputs = await sql.NumberAsync(
            "SELECT outputs FROM purchase WHERE purchase = @purchase AND kind IS NOT NULL", ("@purchase", purchase));
        if (jobs.Count > outputs)
        {
            throw new UgcLabException(UgcLabErrorKind.JobIdInvalid,
                $"Purchase {purchase} asked for {Format.Count((int)outputs, "job")}, and {Format.Count(jobs.Count, "id")} were specified.",
                "Specify only the ids of its own jobs. What is recorded can't be taken back.");
        }

        (UgcPurchaseState state, string? message) = resolution switch
        {
            UgcResolution.Adopted => (UgcPurchaseState.Accepted, (string?)null),
            UgcResolution.NotCharged => (UgcPurchaseState.NotCharged, "Resolved as not charged."),
            _ => (UgcPurchaseState.Abandoned, "Abandoned."),
        };
        PurchaseFacts resolved = known with { State = state };
        await AddJobsAsync(sql, known, [.. jobs.Select((id, index) => new JobRecord { UgcId = id, Variant = index })])
            .ConfigureAwait(false);
        await SetStateAsync(sql, resolved, null, message).ConfigureAwait(false);
        await FillPositionAsync(sql, resolved).ConfigureAwait(false);
        return await PurchaseAsync(sql, purchase).ConfigureAwait(false);
    });

    // Refuses to call a purchase not charged while its request may still be answered.
    private protected virtual Task RequireNoLateAnswerAsync(SqlTransaction sql, PurchaseFacts purchase) => Task.CompletedTask;

    private async Task<PurchaseFacts> ExistingAsync(SqlTransaction sql, string purchase) =>
        (await FactsAsync(sql, "p.purchase = @purchase", ("@purchase", purchase))).FirstOrDefault()
        ?? throw new UgcLabException(UgcLabErrorKind.RowNotUnconfirmed, $"Purchase {purchase} is not in the store.");

    private async Task<List<PurchaseFacts>> OthersAsync(SqlTransaction sql, PurchaseFacts purchase) => purchase.Batch is null ? [] :
        await FactsAsync(sql, "p.batch = @batch AND p.row_key = @key AND p.generation = @generation AND p.purchase <> @purchase",
            ("@batch", purchase.Batch), ("@key", purchase.RowKey), ("@generation", purchase.Generation), ("@purchase", purchase.Id));

    // A failed purchase releases its place in the generation to the other accepted purchase, so that the unique index is valid again.
    private async Task FillPositionAsync(SqlTransaction sql, PurchaseFacts ended)
    {
        if (Occupying.Contains(ended.State))
        {
            return;
        }

        List<PurchaseFacts> others = await OthersAsync(sql, ended).ConfigureAwait(false);
        if (!others.Exists(other => !other.IsDoubled && Occupying.Contains(other.State))
            && others.Find(other => other.IsDoubled) is PurchaseFacts next)
        {
            await sql.ExecuteAsync(
                "UPDATE purchase SET doubled = 0, sum = @sum WHERE purchase = @purchase",
                ("@sum", MoneySum.Of(next with { IsDoubled = false })), ("@purchase", next.Id));
        }
    }

    // An answer to a purchase that a person adopted jobs for may name more of them, and what was charged.
    private async Task<List<string>> AddLateJobsAsync(SqlTransaction sql, PurchaseFacts known, AttemptOutcome outcome)
    {
        PurchaseFacts charged = known with { Charged = known.Charged ?? outcome.Charged };
        List<string> taken = await AddJobsAsync(sql, known, outcome.Jobs).ConfigureAwait(false);
        await sql.ExecuteAsync(
            $"UPDATE purchase SET charged = @charged, {JobCounts}, sum = @sum WHERE purchase = @purchase",
            ("@charged", charged.Charged), ("@sum", MoneySum.Of(charged)), ("@purchase", known.Id));
        await RefreshRowAsync(sql, known.Batch, known.RowKey).ConfigureAwait(false);
        return taken;
    }

    // Records the jobs of a purchase; the caller counts them in it. Returns those that belong to another one: a job is the first
    // purchase's that named it.
    private static async Task<List<string>> AddJobsAsync(SqlTransaction sql, PurchaseFacts purchase, IReadOnlyList<JobRecord> jobs)
    {
        List<string> taken = [];
        foreach (JobRecord job in jobs)
        {
            int added = await sql.ExecuteAsync(
                """
                INSERT INTO job (ugc_id, base_uri, purchase, variant, status, state, charged, created, claim)
                SELECT @id, base_uri, @purchase, @variant, @status, 'Pending', @charged, @created, @claim
                FROM account WHERE account = @account ON CONFLICT DO NOTHING
                """,
                ("@id", job.UgcId), ("@purchase", purchase.Id), ("@variant", job.Variant), ("@status", job.Status),
                ("@charged", job.Charged), ("@created", job.Created), ("@claim", purchase.Run), ("@account", purchase.Account));
            if (added == 0 && await sql.NumberAsync(
                "SELECT 1 FROM job WHERE ugc_id = @id AND purchase = @purchase", ("@id", job.UgcId), ("@purchase", purchase.Id)) is null)
            {
                taken.Add(job.UgcId);
            }
        }

        return taken;
    }

    // Learns what outputs of the kind cost, and the balance of the project's workspace.
    private static async Task LearnAsync(SqlTransaction sql, PurchaseFacts purchase, AttemptOutcome outcome)
    {
        if (outcome.Charges.Count == 0 && outcome.Remaining is null)
        {
            return;
        }

        (PriceKey key, string? project) = (await sql.QueryAsync(
            "SELECT endpoint, model, duration, tier, has_image, project FROM purchase WHERE purchase = @purchase",
            row => (ReadKey(row), row.TextOrNull()), ("@purchase", purchase.Id)))[0];
        if (outcome.Remaining is decimal remaining && project is not null)
        {
            await sql.InsertAsync(
                "balance",
                "(project) DO UPDATE SET credits = excluded.credits, at = excluded.at, purchase = excluded.purchase "
                    + "WHERE balance.at <= excluded.at",
                ("@project", project), ("@credits", remaining), ("@at", purchase.Began), ("@purchase", purchase.Id));
        }

        if (outcome.Charges.Count == 0)
        {
            return;
        }

        UgcPrice price = outcome.Charges.Aggregate(
            await PriceAsync(sql, key), (known, charge) => UgcPrice.After(known, key.ToString(), charge, purchase.Began))!;
        await sql.InsertAsync(
            "price",
            """
            (endpoint, model, duration, tier, has_image) DO UPDATE SET last = excluded.last, least = excluded.least,
              most = excluded.most, count = excluded.count, at = excluded.at
            """,
            [.. KeyArgs(key), ("@last", price.Credits), ("@least", price.Least), ("@most", price.Most), ("@count", price.Charges),
                ("@at", price.LastCharged)]);
    }

    private static ConfiguredTaskAwaitable<UgcPrice?> PriceAsync(SqlTransaction sql, PriceKey key) => sql.FirstAsync(
        $"SELECT {PriceColumns} FROM price WHERE endpoint = @endpoint AND model = @model AND duration = @duration AND tier = @tier "
            + "AND has_image = @has_image",
        row => ReadPrice(row).Price, KeyArgs(key));

    private static Arg[] KeyArgs(PriceKey key) =>
        [("@endpoint", key.Endpoint), ("@model", key.Model ?? ""), ("@duration", key.Duration ?? ""), ("@tier", key.Tier ?? ""),
            ("@has_image", key.HasImage)];
}
