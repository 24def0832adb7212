using UgcLab.Engines.Sqlite;

namespace UgcLab.Client.Tests.Purchasing;

/// <summary>A purchase that was made before.</summary>
internal sealed record PastPurchase
{
    public required TimeSpan Ago { get; init; }

    public CreationRequest Request { get; init; } = Bench.Video;

    public UgcPurchaseState State { get; init; } = UgcPurchaseState.Accepted;

    /// <summary>What the answer says that each job was charged at; null where it does not say.</summary>
    public IReadOnlyList<decimal?> Charges { get; init; } = [];

    /// <summary>What the answer says that all of it was charged at.</summary>
    public decimal? Total { get; init; }

    /// <summary>What the answer says that is left.</summary>
    public decimal? Remaining { get; init; }

    /// <summary>What the first job was refunded later.</summary>
    public decimal? Refunded { get; init; }
}

/// <summary>Purchases as the store records them.</summary>
internal static class Past
{
    public static DateTimeOffset Now { get; } = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    /// <summary>What a new store knows.</summary>
    public static PriceBook Nothing => new(new PriceRecords(new Dictionary<PriceKey, UgcPrice>(), []));

    public static PriceBook Book(PriceKey key, decimal credits, int charges, DateTimeOffset time) => new(new PriceRecords(
        new Dictionary<PriceKey, UgcPrice> { [key] = new() { Kind = key.ToString(), Credits = credits, Least = credits, Most = credits, Charges = charges, LastCharged = time } }, []));

    /// <summary>A purchase of the bench's video; a charge that is null was not told.</summary>
    public static PastPurchase Entry(TimeSpan ago, params decimal?[] charges) => new() { Ago = ago, Charges = charges, Request = Bench.Video with { Variants = charges.Length } };

    public static PastPurchase Days(int ago, params decimal?[] charges) => Entry(TimeSpan.FromDays(ago), charges);

    /// <summary>What a store with these purchases knows of prices.</summary>
    public static async Task<PriceBook> BookAsync(params PastPurchase[] past)
    {
        using TestFolder folder = new();
        using SqliteStore store = await StoreAsync(folder, past);
        return new PriceBook(await store.ReadPricesAsync());
    }

    /// <summary>An estimator over a store with these purchases.</summary>
    public static async Task<Estimator> EstimatorAsync(UgcLimits limits, params PastPurchase[] past)
    {
        using TestFolder folder = new();
        using SqliteStore store = await StoreAsync(folder, past);
        return await Estimator.OfAsync(store, limits, new TestClock());
    }

    /// <summary>The jobs of an answer.</summary>
    public static IReadOnlyList<UgcJob> Jobs(params decimal?[] charges) =>
        [.. charges.Select((charge, index) => new UgcJob { UgcId = $"job{index}", VariantIndex = index, CreditsCharged = charge })];

    /// <summary>An answer that has a total and a balance as well.</summary>
    public static IReadOnlyList<UgcJob> Answer(decimal? total, decimal? left, int takes = 1) =>
        [.. Enumerable.Range(0, takes).Select(index => new UgcJob { UgcId = $"job{index}", TotalCreditsCharged = total, RemainingCredits = left, CreditsCharged = total / takes })];

    private static async Task<SqliteStore> StoreAsync(TestFolder folder, PastPurchase[] past)
    {
        SetClock clock = new();
        SqliteStore store = new(new StoreSettings(folder.Path) { Clock = clock });
        foreach (PastPurchase purchase in past)
        {
            clock.Now = Now - purchase.Ago;
            await RecordAsync(store, purchase);
        }

        return store;
    }

    private static async Task RecordAsync(SqliteStore store, PastPurchase purchase)
    {
        AttemptRequest attempt = new()
        {
            Purchase = Guid.NewGuid().ToString("N"),
            Attempt = 1,
            Account = new StoreAccount("account", "https://api.ugclab.app/api/v1/"),
            Limits = UgcLimits.None,
            Timeout = TimeSpan.FromMinutes(3),
            Request = PurchaseRecording.Request(new PurchaseRequest(purchase.Request), purchase.Request.ToJson()),
        };
        Assert.IsType<GateAnswer.Allowed>(await store.BeginAttemptAsync(attempt, default));
        if (purchase.State is not UgcPurchaseState.Accepted)
        {
            await store.EndAttemptAsync(attempt.Purchase, new AttemptOutcome { State = purchase.State });
            return;
        }

        UgcJob[] jobs = [.. Jobs([.. purchase.Charges]).Select(job => job with { UgcId = $"{attempt.Purchase}{job.VariantIndex}", TotalCreditsCharged = purchase.Total, RemainingCredits = purchase.Remaining })];
        await store.EndAttemptAsync(attempt.Purchase, PurchaseRecording.Accepted(purchase.Request, new CreationAnswer(jobs, [], null)));
        if (purchase.Refunded is decimal refunded)
        {
            await store.RecordJobAsync(new UgcJob { UgcId = jobs[0].UgcId, StatusText = "FAILED", CreditsRefunded = refunded, Status = UgcJobStatus.Failed });
        }
    }

    /// <summary>A clock that shows what it was set to.</summary>
    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
