using System.Globalization;
using UgcLab.Money;

namespace UgcLab.Batch;

/// <summary>How many clips a project held at some time.</summary>
internal readonly record struct ClipCount(string ProjectId, int Clips, DateTimeOffset Time);

/// <summary>
/// What the account's own numbers say about a purchase in doubt: the credits that were left before and after it, and the
/// clips of its project. Both are moved by others as well, so they are sentences for a person and decide nothing. Pure.
/// </summary>
internal static class Witnesses
{
    // The service may carry out a request after we have given up on it; a count that comes sooner has seen nothing yet.
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    /// <param name="doubt">The purchase in doubt.</param>
    /// <param name="all">Every purchase of this machine.</param>
    /// <param name="counts">Every count of clips.</param>
    public static string[] Of(UgcHistoryEntry doubt, IReadOnlyList<UgcHistoryEntry> all, IReadOnlyList<ClipCount> counts)
    {
        // Damage put it in doubt, under no purchase: if it went out, nobody knows when, and there is no before and after.
        return doubt.PurchaseId == doubt.Key?.ToString() ? [] : [OfCredits(doubt, all), OfClips(doubt, all, counts)];
    }

    private static string OfCredits(UgcHistoryEntry doubt, IReadOnlyList<UgcHistoryEntry> all)
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
        decimal? price = new PriceBook(all).Of(PriceKind.Of(doubt))?.Credits * doubt.Variants;
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

    private static string OfClips(UgcHistoryEntry doubt, IReadOnlyList<UgcHistoryEntry> all, IReadOnlyList<ClipCount> counts)
    {
        ClipCount[] ofProject = [.. counts.Where(count => count.ProjectId == doubt.ProjectId).OrderBy(count => count.Time)];
        ClipCount[] before = [.. ofProject.Where(count => count.Time <= doubt.Time)];
        ClipCount[] after = [.. ofProject.Where(count => count.Time >= doubt.Time + Late)];
        if (before.Length == 0 || after.Length == 0)
        {
            return before.Length == 0
                ? "Clips: the clips of its project were not counted before it."
                : $"Clips: its project held {before[^1].Clips} at {Say.Time(before[^1].Time)}, and was not counted again five minutes after it or later. Get-UgcProject shows how many it holds now.";
        }

        (ClipCount first, ClipCount last) = (before[^1], after[0]);
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
        int others = all.Count(entry => entry.State is UgcPurchaseState.Unknown && entry.PurchaseId != doubt.PurchaseId && entry.Time >= from && entry.Time <= until);
        int elsewhere = all.Count(entry => entry.State is UgcPurchaseState.Accepted && entry.ProjectId != doubt.ProjectId && Told(entry) > from && Told(entry) < until);
        string shared = others == 0 ? "" : $" {Say.Count(others, "more purchase")} in doubt may have a part in that.";
        string beside = elsewhere == 0 ? "" : $" {Say.Count(elsewhere, "purchase")} for other projects came in between.";
        return $"{shared}{beside} Refunds, other computers and other people move it too.";
    }

    private static DateTimeOffset Told(UgcHistoryEntry entry) => entry.AnsweredAt ?? entry.Time;
}
