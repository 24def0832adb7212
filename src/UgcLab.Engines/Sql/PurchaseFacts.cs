using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace UgcLab.Engines.Sql;

// What of a purchase decides about the next one.
internal sealed record PurchaseFacts
{
    // In the order in which Read takes them.
    public const string Columns =
        "p.purchase, p.account, p.owner, p.batch, p.row_key, p.generation, p.doubled, p.state, p.refusal, p.began, p.price, p.charged, "
        + "p.refunded, p.slot, p.run, p.sum";

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
    public string? Slot { get; init; }
    public string? Run { get; init; }
    public string Sum { get; init; } = "";

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
        Slot = row.TextOrNull(),
        Run = row.TextOrNull(),
        Sum = row.Text(),
    };
}

// Checksums over the columns that decide about money. A database finds damage in its pages only where the structure breaks; a flipped bit
// in a value would pass, and turn what was created into what may be created.
internal static class MoneySum
{
    public static string Of(PurchaseFacts purchase) => Of(
        purchase.Id, purchase.Account, purchase.Batch?.ToString(CultureInfo.InvariantCulture), purchase.RowKey,
        purchase.Generation.ToString(CultureInfo.InvariantCulture),
        purchase.IsDoubled ? "1" : "0", purchase.State.ToString(), Text(purchase.Price), Text(purchase.Charged), Text(purchase.Refunded));

    public static string Of(long batch, RowState row) => Of(
        batch.ToString(CultureInfo.InvariantCulture), row.Key, row.Content, row.State.ToString(),
        row.Created.ToString(CultureInfo.InvariantCulture), row.IsAbandoned ? "1" : "0", row.Refusal);

    private static string? Text(decimal? amount) => amount is decimal known ? Stored.Amount(known) : null;

    private static string Of(params string?[] values) =>
        Crc32C(Encoding.UTF8.GetBytes(string.Join('\u001f', values.Select(value => value ?? "\u001e"))))
            .ToString("x8", CultureInfo.InvariantCulture);

    // Castagnoli; RFC 3720, appendix B.4: finds every flip of one or two bits and every burst of up to 32 in a line.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte each in bytes)
        {
            crc = BitOperations.Crc32C(crc, each);
        }

        return ~crc;
    }
}
