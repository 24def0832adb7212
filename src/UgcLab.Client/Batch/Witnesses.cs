using System.Globalization;
using UgcLab.Money;
using UgcLab.Store;

namespace UgcLab.Batch;

/// <summary>
/// What the account's own numbers say about a purchase in doubt: the credits that were left before and after it, and the
/// clips of its project. Both are moved by others as well, so they are sentences for a person and decide nothing. Pure.
/// </summary>
internal static class Witnesses
{
    // The service may carry out a request after we have given up on it; a count that comes sooner has seen nothing yet.
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    // A day with an account holds no more purchases than this.
    private const int MostBetween = 2400;

    /// <summary>Reads what is needed from the store, and says it.</summary>
    /// <exception cref="UgcLabException">StoreUnavailable.</exception>
    public static async Task<string[]> OfAsync(UgcHistoryEntry doubt, IStore store, CancellationToken cancellationToken = default)
    {
        string project = doubt.ProjectId ?? "";
        IReadOnlyList<ClipRecord> counts = await store.ReadClipsAsync(project, cancellationToken).ConfigureAwait(false);
        PurchaseFilter told = new() { Projects = [project], HasBalance = true, States = [UgcPurchaseState.Accepted] };
        List<UgcHistoryEntry> all = await ReadAsync(store, told with { Before = doubt.Time, First = 1 }, cancellationToken).ConfigureAwait(false);
        all.AddRange(await ReadAsync(store, told with { Since = doubt.Time, OldestFirst = true, First = 2 }, cancellationToken).ConfigureAwait(false));

        // Everything from the last number before it to the first one after it.
        DateTimeOffset since = counts.Where(count => count.Time <= doubt.Time).Select(count => count.Time).Append(doubt.Time).Concat(all.Select(entry => entry.Time)).Min();
        DateTimeOffset until = counts.Where(count => count.Time >= doubt.Time + Late).Select(count => count.Time).Take(1).Append(doubt.Time).Concat(all.Select(Told)).Max();
        List<UgcHistoryEntry> between = await ReadAsync(store, new PurchaseFilter { Since = since, Before = until.AddTicks(1), First = MostBetween }, cancellationToken).ConfigureAwait(false);
        all = [.. all.Concat(between).DistinctBy(entry => entry.PurchaseId).OrderBy(entry => entry.Time)];
        return Of(doubt, all, counts, new PriceBook(await store.ReadPricesAsync(cancellationToken).ConfigureAwait(false)));
    }

    /// <param name="doubt">The unconfirmed purchase.</param>
    /// <param name="all">The purchases around it.</param>
    /// <param name="counts">Every count of the project's clips, by time.</param>
    /// <param name="prices">What outputs cost.</param>
    public static string[] Of(UgcHistoryEntry doubt, IReadOnlyList<UgcHistoryEntry> all, IReadOnlyList<ClipRecord> counts, PriceBook prices) =>
        [OfCredits(doubt, all, prices), OfClips(doubt, all, counts)];

    private static async Task<List<UgcHistoryEntry>> ReadAsync(IStore store, PurchaseFilter filter, CancellationToken cancellationToken)
    {
        List<UgcHistoryEntry> entries = [];
        await foreach (PurchaseRecord purchase in store.ReadPurchasesAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            entries.Add(History.Entry(purchase));
        }

        return entries;
    }

    private static string OfCredits(UgcHistoryEntry doubt, IReadOnlyList<UgcHistoryEntry> all, PriceBook prices)
    {
        // A project is in one workspace, and one workspace has one balance.
        UgcHistoryEntry[] told = [.. all.Where(entry => entry is { State: UgcPurchaseState.Accepted, RemainingCredits: not null } && entry.ProjectId == doubt.ProjectId && entry.PurchaseId != doubt.PurchaseId).OrderBy(Told)];
        UgcHistoryEntry? before = told.LastOrDefault(entry => Told(entry) <= doubt.Time);
        UgcHistoryEntry? after = told.FirstOrDefault(entry => entry.Time >= doubt.Time);
        if (before is null || after is null)
        {
            return before is null
                ? "Credits: nothing was bought for this project before it, so it is not known what was left."
                : $"Credits: {Say.Amount(before.RemainingCredits!.Value)} were left at {Say.Time(Told(before))}, and nothing was bought for this project since. The next purchase for it will tell what is left.";
        }

        if (after.CreditsCharged is not decimal charged)
        {
            return $"Credits: the purchase after it, at {Say.Time(Told(after))}, does not say what it cost, so what is missing cannot be told.";
        }

        decimal missing = before.RemainingCredits!.Value - charged - after.RemainingCredits!.Value;
        decimal? price = prices.Of(new PriceKind(doubt.Endpoint ?? "", doubt.Model, doubt.Duration, doubt.Tier, doubt.ImageUrl is not null, doubt.HasMore))?.Credits * doubt.Variants;
        string sum = $"Credits: {Say.Amount(before.RemainingCredits.Value)} were left before it ({Say.Time(Told(before))}), {Say.Amount(after.RemainingCredits.Value)} after the next purchase, which cost {Say.Amount(charged)} ({Say.Time(Told(after))})";
        string meaning = missing switch
        {
            < 0 => $", so {Say.Amount(-missing)} came in from elsewhere and this says nothing.",
            0 => ": none are missing, which speaks against a charge.",
            _ when price is null => $": {Say.Amount(missing)} are missing. What it would have cost is not known.",
            _ when missing == price => $": {Say.Amount(missing)} are missing, which is what it would have cost. That speaks for a charge.",
            _ => $": {Say.Amount(missing)} are missing, and it would have cost about {Say.Amount(price.Value)}. Something else moved the balance too.",
        };
        return sum + meaning + Between(doubt, all, Told(before), Told(after));
    }

    private static string OfClips(UgcHistoryEntry doubt, IReadOnlyList<UgcHistoryEntry> all, IReadOnlyList<ClipRecord> counts)
    {
        ClipRecord[] ofProject = [.. counts.Where(count => count.ProjectId == doubt.ProjectId).OrderBy(count => count.Time)];
        ClipRecord[] before = [.. ofProject.Where(count => count.Time <= doubt.Time)];
        ClipRecord[] after = [.. ofProject.Where(count => count.Time >= doubt.Time + Late)];
        if (before.Length == 0 || after.Length == 0)
        {
            return before.Length == 0
                ? "Clips: the clips of its project were not counted before it."
                : $"Clips: its project held {before[^1].Clips} at {Say.Time(before[^1].Time)}, and was not counted again five minutes after it or later. Get-UgcProject shows how many it holds now.";
        }

        (ClipRecord first, ClipRecord last) = (before[^1], after[0]);
        int own = all.Where(entry => entry.ProjectId == doubt.ProjectId && entry.PurchaseId != doubt.PurchaseId && Told(entry) > first.Time && Told(entry) <= last.Time).Sum(entry => entry.Jobs.Count);
        int more = last.Clips - first.Clips - own;
        string sum = string.Create(CultureInfo.InvariantCulture, $"Clips: its project held {first.Clips} before it ({Say.Time(first.Time)}) and {last.Clips} after it ({Say.Time(last.Time)}), of which {own} were bought here in between");
        string meaning = more switch
        {
            0 => ": none are left over, which speaks against it.",
            _ when more == doubt.Variants => string.Create(CultureInfo.InvariantCulture, $": {more} left over, as many as it asked for. That speaks for it."),
            _ => string.Create(CultureInfo.InvariantCulture, $": {more} left over, and it asked for {doubt.Variants}. Something else moved the count, so this says nothing."),
        };
        return sum + meaning + Between(doubt, all, first.Time, last.Time);
    }

    // Two purchases in doubt share what is missing, and so do people.
    private static string Between(UgcHistoryEntry doubt, IReadOnlyList<UgcHistoryEntry> all, DateTimeOffset from, DateTimeOffset until)
    {
        int others = all.Count(entry => entry.State is UgcPurchaseState.Unconfirmed && entry.PurchaseId != doubt.PurchaseId && entry.Time >= from && entry.Time <= until);
        int elsewhere = all.Count(entry => entry.State is UgcPurchaseState.Accepted && entry.ProjectId != doubt.ProjectId && Told(entry) > from && Told(entry) < until);
        string shared = others == 0 ? "" : $" {Say.Count(others, "more purchase")} in doubt may have a part in that.";
        string beside = elsewhere == 0 ? "" : $" {Say.Count(elsewhere, "purchase")} for other projects came in between.";
        return $"{shared}{beside} Refunds, other computers and other people move it too.";
    }

    private static DateTimeOffset Told(UgcHistoryEntry entry) => entry.AnsweredAt ?? entry.Time;
}
