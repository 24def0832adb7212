namespace UgcLab.Store;

/// <summary>What was learned of money.</summary>
/// <param name="Prices">What an output of a kind was charged at.</param>
/// <param name="Balances">The last known balance of each project's workspace, the newest last.</param>
internal sealed record PriceRecords(IReadOnlyList<PriceRecord> Prices, IReadOnlyList<BalanceRecord> Balances);

/// <summary>What outputs of a kind were charged at.</summary>
/// <param name="Key">The kind.</param>
/// <param name="Last">Credits for the newest output.</param>
/// <param name="Least">The least for one.</param>
/// <param name="Most">The most for one.</param>
/// <param name="Count">How many were charged for.</param>
/// <param name="Time">When the newest was created.</param>
internal sealed record PriceRecord(PriceKey Key, decimal Last, decimal Least, decimal Most, int Count, DateTimeOffset Time);

/// <summary>The balance of a project's workspace after a purchase.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Credits">The credits.</param>
/// <param name="Time">When that purchase was sent.</param>
/// <param name="Purchase">That purchase.</param>
internal sealed record BalanceRecord(string ProjectId, decimal Credits, DateTimeOffset Time, string Purchase);
