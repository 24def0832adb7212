using System.Text;

namespace UgcLab.Engines.Sql;

/// <summary>
/// Checksums over the columns that decide about money. A database finds damage in its pages only where the structure breaks;
/// a flipped bit in a value would pass, and turn what was created into what may be created.
/// </summary>
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
        Checksum.Of(Encoding.UTF8.GetBytes(string.Join('\u001f', values.Select(value => value ?? "\u001e"))))
            .ToString("x8", CultureInfo.InvariantCulture);
}
