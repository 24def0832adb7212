namespace UgcLab.Batches;

// What the account's numbers show about an unconfirmed purchase: the credits before and after it, and the
// clips of its project. Other requests change both, so they are evidence for a person and decide nothing.
internal static class ReconciliationEvidence
{
    // The service may carry out a request after it timed out here, so an earlier count may not include it.
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    // A day with an account holds no more purchases than this.
    private const int MostBetween = 2400;

    // Before rows are sent; it is also the first contact with the service, before any money is spent.
    public static async Task<UgcLabException?> CountClipsAsync(
        ProjectsClient projects, IStoreEngine store, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        const int MostProjects = 200;
        Dictionary<string, int> counts = [];
        int read = 0;
        try
        {
            await foreach (UgcProject project in projects.ListAsync(100, notices, cancellationToken).ConfigureAwait(false))
            {
                if (project.UgcCount is int count)
                {
                    counts[project.Id] = count;
                }

                if (++read == MostProjects)
                {
                    break;
                }
            }

            await store.RecordClipsAsync(counts).ConfigureAwait(false);
            return null;
        }
        catch (UgcLabException failure)
        {
            return failure.Kind.Is(ErrorTraits.Account) ? failure : null;
        }
    }

    public static async Task<string[]> OfAsync(UgcHistoryEntry purchase, IStoreEngine store, CancellationToken cancellationToken = default)
    {
        string project = purchase.ProjectId ?? "";
        IReadOnlyList<ClipRecord> counts = await store.ReadClipsAsync(project, cancellationToken).ConfigureAwait(false);
        PurchaseFilter before =
            new() { Projects = [project], HasBalance = true, States = [UgcPurchaseState.Accepted], Before = purchase.Time, First = 1 };
        PurchaseFilter after = before with { Before = null, Since = purchase.Time, OldestFirst = true, First = 2 };
        List<UgcHistoryEntry> all = await History.ReadAllAsync(store, before, cancellationToken).ConfigureAwait(false);
        all.AddRange(await History.ReadAllAsync(store, after, cancellationToken).ConfigureAwait(false));

        // Everything from the last number before it to the first one after it.
        DateTimeOffset[] counted = [.. counts.Select(count => count.Time)];
        DateTimeOffset since = counted.Where(time => time <= purchase.Time).Append(purchase.Time)
            .Concat(all.Select(entry => entry.Time)).Min();
        DateTimeOffset until = counted.Where(time => time >= purchase.Time + Late).Take(1).Append(purchase.Time)
            .Concat(all.Select(AnswerTime)).Max();
        PurchaseFilter between = new() { Since = since, Before = until.AddTicks(1), First = MostBetween };
        all.AddRange(await History.ReadAllAsync(store, between, cancellationToken).ConfigureAwait(false));
        return Of(
            purchase,
            [.. all.DistinctBy(entry => entry.PurchaseId).OrderBy(entry => entry.Time)],
            counts,
            new PriceBook(await store.ReadPricesAsync(cancellationToken).ConfigureAwait(false)));
    }

    public static string[] Of(
        UgcHistoryEntry purchase, IReadOnlyList<UgcHistoryEntry> all, IReadOnlyList<ClipRecord> counts, PriceBook prices) =>
        [OfCredits(purchase, all, prices), OfClips(purchase, all, counts)];

    private static string OfCredits(UgcHistoryEntry purchase, IReadOnlyList<UgcHistoryEntry> all, PriceBook prices)
    {
        // A project is in one workspace, and one workspace has one balance.
        UgcHistoryEntry[] known =
        [
            .. all.Where(entry => entry is { State: UgcPurchaseState.Accepted, RemainingCredits: not null }
                && entry.ProjectId == purchase.ProjectId && entry.PurchaseId != purchase.PurchaseId).OrderBy(AnswerTime),
        ];
        if (known.LastOrDefault(entry => AnswerTime(entry) <= purchase.Time) is not { RemainingCredits: decimal left } before)
        {
            return "Credits: there is no earlier purchase for this project, so the balance before this one isn't known.";
        }

        if (known.FirstOrDefault(entry => entry.Time >= purchase.Time) is not { RemainingCredits: decimal leftAfter } after)
        {
            return $"Credits: {Format.Amount(left)} were left at {Format.Time(AnswerTime(before))}, and there is no later purchase "
                + "for this project. The next purchase for it shows what is left.";
        }

        if (after.CreditsCharged is not decimal charged)
        {
            return $"Credits: the purchase after it, at {Format.Time(AnswerTime(after))}, has no known cost, so the missing credits "
                + "can't be calculated.";
        }

        decimal missing = left - charged - leftAfter;
        PriceKey key = new(
            purchase.Endpoint ?? "", purchase.Model, purchase.Duration, purchase.Tier, purchase.ImageUrl is not null,
            purchase.IsPriceUnknown);
        decimal? price = prices.Of(key)?.Credits * purchase.Variants;
        string meaning = missing switch
        {
            < 0 => $", so {Format.Amount(-missing)} were added by something else, and this shows nothing.",
            0 => ": none are missing, so this request was probably not charged.",
            _ when price is null => $": {Format.Amount(missing)} are missing. What it would have cost is not known.",
            _ when missing == price => $": {Format.Amount(missing)} are missing, which is its price, so this request was probably charged.",
            _ => $": {Format.Amount(missing)} are missing, and it would have cost about {Format.Amount(price.Value)}. Something else "
                + "changed the balance too.",
        };
        return $"Credits: {Format.Amount(left)} were left before it ({Format.Time(AnswerTime(before))}), {Format.Amount(leftAfter)} after "
            + $"the next purchase, which cost {Format.Amount(charged)} ({Format.Time(AnswerTime(after))})"
            + $"{meaning}{Between(purchase, all, AnswerTime(before), AnswerTime(after))}";
    }

    private static string OfClips(UgcHistoryEntry purchase, IReadOnlyList<UgcHistoryEntry> all, IReadOnlyList<ClipRecord> counts)
    {
        ClipRecord[] ofProject = [.. counts.Where(count => count.ProjectId == purchase.ProjectId).OrderBy(count => count.Time)];
        if (ofProject.LastOrDefault(count => count.Time <= purchase.Time) is not ClipRecord first)
        {
            return "Clips: the clips of its project were not counted before it.";
        }

        if (ofProject.FirstOrDefault(count => count.Time >= purchase.Time + Late) is not ClipRecord last)
        {
            return $"Clips: its project held {first.Clips} at {Format.Time(first.Time)}, and was not counted again five minutes after it"
                + " or later. Get-UgcProject shows how many it holds now.";
        }

        int own = all.Where(entry => entry.ProjectId == purchase.ProjectId && entry.PurchaseId != purchase.PurchaseId
            && AnswerTime(entry) > first.Time && AnswerTime(entry) <= last.Time).Sum(entry => entry.Jobs.Count);
        int more = last.Clips - first.Clips - own;
        string left = more.ToString(CultureInfo.InvariantCulture);
        string meaning = more == 0 ? ": no clip is unexplained, so this request was probably not charged."
            : more == purchase.Variants ? $": {left} unexplained, as many as it asked for, so this request was probably charged."
            : $": {left} unexplained, and it asked for {purchase.Variants}. Something else changed the count, so this shows nothing.";
        return $"Clips: its project held {first.Clips} before it ({Format.Time(first.Time)}) and {last.Clips} after it "
            + $"({Format.Time(last.Time)}), of which {own} were created from this computer in between"
            + $"{meaning}{Between(purchase, all, first.Time, last.Time)}";
    }

    // Two unconfirmed purchases, or other people's requests, may explain the same difference.
    private static string Between(UgcHistoryEntry purchase, IReadOnlyList<UgcHistoryEntry> all, DateTimeOffset from, DateTimeOffset until)
    {
        int others = all.Count(entry => entry.State is UgcPurchaseState.Unconfirmed && entry.PurchaseId != purchase.PurchaseId
            && entry.Time >= from && entry.Time <= until);
        return (others == 0 ? "" : $" {Format.Count(others, "other unconfirmed purchase")} may explain a part of that.")
            + " Refunds, other computers, and other people change it too.";
    }

    private static DateTimeOffset AnswerTime(UgcHistoryEntry entry) => entry.AnsweredAt ?? entry.Time;
}
