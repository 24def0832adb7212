namespace UgcLab.Engines.Sql;

internal abstract partial class SqlStore
{
    private const string PriceColumns = "endpoint, model, duration, tier, has_image, last, least, most, count, at";

    // What a row of a batch sends is recorded with the row, once for all of its purchases.
    private const string PurchaseSelect =
        """
        SELECT p.purchase, p.state, p.endpoint, p.model, p.duration, p.tier, p.has_image, p.kind, p.outputs, p.has_more, p.project,
          COALESCE(p.request, r.request), p.reference, p.row_id, p.row_no, COALESCE(p.cells, r.cells), p.began, p.ended, b.name,
          p.row_key, p.generation, p.doubled, p.refusal, p.status, p.message, p.request_id, p.evidence, p.charged, p.remaining,
          o.host, o.pid, o.began
        FROM purchase p LEFT JOIN batch b ON b.batch = p.batch LEFT JOIN batch_row r ON r.batch = p.batch AND r.row_key = p.row_key
          LEFT JOIN owner o ON o.owner = p.owner
        """;

    private const string JobColumns =
        "j.purchase, j.ugc_id, j.variant, j.status, j.charged, j.refunded, j.created, j.updated, j.error, j.actor_id, j.actor_name, "
        + "j.custom_actor, j.path, j.saved_on";

    public IAsyncEnumerable<PurchaseRecord> ReadPurchasesAsync(PurchaseFilter filter, CancellationToken cancellationToken = default) =>
        PagesAsync<PurchaseRecord>(
            (sql, last, size) => PageAsync(sql, filter, last, size), filter.First ?? int.MaxValue, cancellationToken);

    public Task<PriceRecords> ReadPricesAsync(CancellationToken cancellationToken = default) => ReadAsync(async sql => new PriceRecords(
        (await sql.QueryAsync($"SELECT {PriceColumns} FROM price", ReadPrice)).ToDictionary(price => price.Key, price => price.Price),
        await sql.QueryAsync(
            "SELECT project, credits, at, purchase FROM balance ORDER BY at",
            row => new BalanceRecord(row.Text(), row.Amount(), row.Time(), row.Text()))), cancellationToken);

    private static async Task<List<PurchaseRecord>> PageAsync(SqlTransaction sql, PurchaseFilter filter, PurchaseRecord? last, int size)
    {
        Conditions where = new();
        where.AddRange("p.began", filter.Since, filter.Before);
        where.AddNames("p.state", filter.States.Select(state => state.ToString()));
        where.AddNames("p.row_key", filter.RowKeys);
        where.AddPatterns("p.model", filter.Models);
        where.AddPatterns("p.project", filter.Projects);
        where.AddPatterns("p.reference", filter.References);
        where.AddBatches(filter.Batches);
        where.AddMachines(filter.Machines);
        where.AddEqual("p.batch", filter.Batch);
        where.AddEqual("p.purchase", filter.Purchase);
        where.Add(filter.HasBalance ? "p.remaining IS NOT NULL" : null);
        where.Add(filter.Unsaved ? "p.unsaved > 0" : null);
        string direction = filter.OldestFirst ? ">" : "<";
        if (last is not null)
        {
            where.Add($"(p.began, p.purchase) {direction} (@began, @after)", ("@began", last.Began), ("@after", last.Id));
        }

        string order = filter.OldestFirst ? "ASC" : "DESC";
        return await PurchasesAsync(
            sql, $"{where} ORDER BY p.began {order}, p.purchase {order} LIMIT {size.ToString(CultureInfo.InvariantCulture)}",
            where.Args).ConfigureAwait(false);
    }

    private async Task<PurchaseRecord> PurchaseAsync(SqlTransaction sql, string purchase) =>
        (await PurchasesAsync(sql, "WHERE p.purchase = @purchase", ("@purchase", purchase)).ConfigureAwait(false)).FirstOrDefault()
        ?? throw Damaged($"purchase {purchase} is not found by its id");

    private static async Task<List<PurchaseRecord>> PurchasesAsync(SqlTransaction sql, string condition, params Arg[] args)
    {
        List<PurchaseRecord> purchases = await sql.QueryAsync($"{PurchaseSelect} {condition}", ReadPurchase, args);
        if (purchases.Count == 0)
        {
            return purchases;
        }

        Conditions where = new();
        where.AddNames("j.purchase", purchases.Select(purchase => purchase.Id));
        List<(string Purchase, JobRecord Job)> jobs = await sql.QueryAsync(
            $"SELECT {JobColumns} FROM job j {where} ORDER BY j.variant, j.ugc_id", row => (row.Text(), ReadJob(row)), where.Args);
        ILookup<string, JobRecord> byPurchase = jobs.ToLookup(job => job.Purchase, job => job.Job);
        return purchases.ConvertAll(purchase => purchase with { Jobs = [.. byPurchase[purchase.Id]] });
    }

    private static PurchaseRecord ReadPurchase(SqlRow row)
    {
        string id = row.Text();
        UgcPurchaseState state = row.Name(UgcPurchaseState.Unconfirmed);
        RequestRecord request = ReadRequest(row);
        return new PurchaseRecord
        {
            Id = id,
            State = state,
            Request = request,
            Began = row.Time(),
            Ended = row.TimeOrNull(),
            Batch = row.TextOrNull(),
            RowKey = row.TextOrNull(),
            Generation = row.Whole(),
            IsDoubled = row.Flag(),
            Refusal = row.TextOrNull(),
            Status = row.WholeOrNull(),
            Message = row.TextOrNull(),
            RequestId = row.TextOrNull(),
            Answer = row.TextOrNull(),
            Charged = row.AmountOrNull(),
            Remaining = row.AmountOrNull(),
            Owner = row.TextOrNull() is string host ? new OwnerRecord(host, row.Whole(), row.Time()) : null,
        };
    }

    private static RequestRecord ReadRequest(SqlRow row)
    {
        (PriceKey key, string? kind, int outputs) = (ReadKey(row), row.TextOrNull(), row.Whole());
        return new RequestRecord
        {
            Key = key with { IsPriceUnknown = row.Flag() },
            Kind = kind,
            Outputs = outputs,
            ProjectId = row.TextOrNull(),
            Json = row.TextOrNull(),
            Reference = row.TextOrNull(),
            RowId = row.TextOrNull(),
            RowNumber = row.WholeOrNull(),
            Cells = row.TextOrNull(),
        };
    }

    // An empty text stands for none where a key must not be null.
    private static PriceKey ReadKey(SqlRow row) => new(row.Text(), NotEmpty(row), NotEmpty(row), NotEmpty(row), row.Flag());

    private static string? NotEmpty(SqlRow row) => row.TextOrNull() is { Length: > 0 } text ? text : null;

    private static (PriceKey Key, UgcPrice Price) ReadPrice(SqlRow row)
    {
        PriceKey key = ReadKey(row);
        return (key, new UgcPrice
        {
            Kind = key.ToString(),
            Credits = row.Amount(),
            Least = row.Amount(),
            Most = row.Amount(),
            Charges = row.Whole(),
            LastCharged = row.Time(),
        });
    }

    private static JobRecord ReadJob(SqlRow row) => new()
    {
        UgcId = row.Text(),
        Variant = row.Whole(),
        Status = row.TextOrNull(),
        Charged = row.AmountOrNull(),
        Refunded = row.AmountOrNull(),
        Created = row.TimeOrNull(),
        Updated = row.TimeOrNull(),
        Error = row.TextOrNull(),
        ActorId = row.TextOrNull(),
        ActorName = row.TextOrNull(),
        IsCustomActor = row.Flag(),
        Path = row.TextOrNull(),
        SavedOn = row.TextOrNull(),
    };

    // Every time zone's offset is a multiple of this, so a calendar day is made of whole ones.
    private static readonly TimeSpan Slice = TimeSpan.FromMinutes(15);

    public Task<IReadOnlyList<UgcUsage>> ReadUsageAsync(UsageFilter filter, CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<UgcUsage>>(async sql =>
    {
        (string column, string join) = filter.By switch
        {
            UgcUsageGroup.Model => ("p.model", ""),
            UgcUsageGroup.Project => ("p.project", ""),
            UgcUsageGroup.Batch => ("b.name", "LEFT JOIN batch b ON b.batch = p.batch"),
            UgcUsageGroup.Machine => ("o.host", "LEFT JOIN owner o ON o.owner = p.owner"),
            _ => ($"p.began / {Stored.Length(Slice).ToString(CultureInfo.InvariantCulture)}", ""),
        };
        Conditions where = new();
        if (filter.Since is not null || filter.Before is not null)
        {
            // As subqueries: a plan that depends on the times would be made anew for each question, and that takes longer than a day's sum.
            where.Add(
                "p.began >= (SELECT @since) AND p.began < (SELECT @before)", ("@since", filter.Since ?? DateTimeOffset.MinValue),
                ("@before", filter.Before ?? DateTimeOffset.MaxValue));
        }

        where.Add("p.state IN ('Sending', 'Accepted', 'Answered', 'Unconfirmed', 'Abandoned')");

        // Equal amounts are summed as one times their count: exact, and few.
        List<UgcUsage> groups = await sql.QueryAsync(
            $"""
            SELECT {column}, p.state, p.charged, p.refunded, COUNT(*), CAST(SUM(p.videos) AS BIGINT)
              FROM purchase p {join}
            {where} GROUP BY {column}, p.state, p.charged, p.refunded
            """,
            row => Group(row, filter.By), where.Args);
        return [.. groups.GroupBy(group => group.Name).OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
            .Select(same => new UgcUsage
            {
                By = filter.By,
                Name = same.Key,
                Requests = same.Sum(group => group.Requests),
                Videos = same.Sum(group => group.Videos),
                CreditsCharged = same.Sum(group => group.CreditsCharged),
                CreditsRefunded = same.Sum(group => group.CreditsRefunded),
                Unconfirmed = same.Sum(group => group.Unconfirmed),
            })];
    }, cancellationToken);

    private UgcUsage Group(SqlRow row, UgcUsageGroup by)
    {
        string name = by switch
        {
            UgcUsageGroup.Day => Local(row.Number()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            UgcUsageGroup.Month => Local(row.Number()).ToString("yyyy-MM", CultureInfo.InvariantCulture),
            _ => row.Text(),
        };
        bool isOpen = row.Text() is "Sending" or "Unconfirmed";
        (decimal charged, decimal refunded, int requests) = (row.Amount(), row.Amount(), row.Whole());
        return new UgcUsage
        {
            Name = name,
            Requests = requests,
            Videos = row.Whole(),
            CreditsCharged = charged * requests,
            CreditsRefunded = refunded * requests,
            Unconfirmed = isOpen ? requests : 0,
        };
    }

    private DateTimeOffset Local(long slice) =>
        TimeZoneInfo.ConvertTime(Stored.Time(slice * Stored.Length(Slice)), Settings.Clock.LocalTimeZone);
}
