namespace UgcLab.Client.Tests.Money;

/// <summary>Purchases as the local record would have them.</summary>
internal static class Past
{
    public static DateTimeOffset Now { get; } = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    /// <summary>A purchase of the bench's video; a charge that is null was not told.</summary>
    public static UgcHistoryEntry Entry(TimeSpan ago, params decimal?[] charges) => new()
    {
        PurchaseId = $"{ago}",
        State = UgcPurchaseState.Accepted,
        Endpoint = "ugc/video",
        Time = Now - ago,
        ProjectId = Bench.Video.ProjectId,
        Model = Bench.Video.Model,
        Duration = Bench.Video.Duration,
        Variants = charges.Length,
        Jobs = Jobs(charges),
    };

    public static UgcHistoryEntry Days(int ago, params decimal?[] charges) => Entry(TimeSpan.FromDays(ago), charges);

    /// <summary>The jobs of an answer.</summary>
    public static IReadOnlyList<UgcJob> Jobs(params decimal?[] charges) =>
        [.. charges.Select((charge, index) => new UgcJob { UgcId = $"job{index}", VariantIndex = index, CreditsCharged = charge })];

    /// <summary>An answer that has a total and a balance as well.</summary>
    public static IReadOnlyList<UgcJob> Answer(decimal? total, decimal? left, int takes = 1) =>
        [.. Enumerable.Range(0, takes).Select(index => new UgcJob { UgcId = $"job{index}", TotalCreditsCharged = total, RemainingCredits = left, CreditsCharged = total / takes })];
}
