namespace UgcLab.Engines.Sql;

/// <summary>What of a purchase decides about the next one.</summary>
internal sealed record PurchaseFacts
{
    /// <summary>The columns, in the order in which <see cref="Read"/> takes them.</summary>
    public const string Columns =
        "p.purchase, p.account, p.owner, p.batch, p.row_key, p.generation, p.doubled, p.state, p.refusal, p.began, p.price, p.charged, "
        + "p.refunded, p.unsaved, p.slot, p.run, p.sum";

    public required string Id { get; init; }

    public required string Account { get; init; }

    public required string Owner { get; init; }

    public long? Batch { get; init; }

    public string? RowKey { get; init; }

    public int Generation { get; init; } = 1;

    public bool IsDoubled { get; init; }

    public required UgcPurchaseState State { get; init; }

    public string? Refusal { get; init; }

    public DateTimeOffset Began { get; init; }

    public decimal? Price { get; init; }

    public decimal? Charged { get; init; }

    public decimal? Refunded { get; init; }

    public int Unsaved { get; init; }

    public string? Slot { get; init; }

    public string? Run { get; init; }

    public string Sum { get; init; } = "";

    /// <summary>Whether it took money, or may have.</summary>
    public bool Counts => State is not (UgcPurchaseState.NotSent or UgcPurchaseState.Refused or UgcPurchaseState.NotCharged);

    /// <summary>Reads a purchase. One that does not match its checksum is damaged.</summary>
    public static PurchaseFacts Read(SqlRow row) => new()
    {
        Id = row.Text(),
        Account = row.Text(),
        Owner = row.Text(),
        Batch = row.NumberOrNull(),
        RowKey = row.TextOrNull(),
        Generation = row.Whole(),
        IsDoubled = row.Flag(),
        State = row.Name(UgcPurchaseState.Unconfirmed),
        Refusal = row.TextOrNull(),
        Began = row.Time(),
        Price = row.AmountOrNull(),
        Charged = row.AmountOrNull(),
        Refunded = row.AmountOrNull(),
        Unsaved = row.Whole(),
        Slot = row.TextOrNull(),
        Run = row.TextOrNull(),
        Sum = row.Text(),
    };
}
