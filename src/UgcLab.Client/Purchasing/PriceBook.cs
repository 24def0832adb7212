namespace UgcLab.Purchasing;

// The workspace's credits, and when the service returned them.
internal readonly record struct Balance(decimal Credits, DateTimeOffset Time);

// What is known of money: what an output of a kind costs, and what was left in a workspace.
internal sealed class PriceBook(PriceRecords known)
{
    private readonly Dictionary<PriceKey, UgcPrice> _prices = new(known.Prices);

    private readonly Dictionary<string, Balance> _balances =
        known.Balances.ToDictionary(balance => balance.ProjectId, balance => new Balance(balance.Credits, balance.Time));

    public UgcPrice? Of(CreationRequest request) => Of(request.PriceKey);

    // The price that the documentation gives, for kinds that were never created here; null when it gives none.
    public static UgcPrice? Documented(PriceKey key)
    {
        if (CreationDescriptor.At(key.Endpoint) is not CreationDescriptor creation
            || ModelCatalog.Find(key.Model, creation.Kind) is not UgcModel model)
        {
            return null;
        }

        UgcDocumentedPrice? price = model.Prices.FirstOrDefault(
            each => each.Tier == key.Tier && (each.Duration is null || each.Duration == key.Duration));

        // A price without a length is per second. How the service rounds fractions
        // isn't documented, so a spending limit uses the highest possible price.
        bool isLength = decimal.TryParse(key.Duration, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal length);
        decimal? seconds = isLength ? Math.Ceiling(length) : null;
        return (price?.Duration is null ? price?.Credits * seconds : price.Credits) is not decimal credits ? null : new UgcPrice
        {
            Kind = key.ToString(),
            Credits = credits,
            Charges = 0,
            Least = credits,
            Most = credits,
            Source = model.Source,
            DocumentedOn = model.DocumentedOn,
        };
    }

    // The last charge for one output of a kind, or the documented price before the first charge; null if neither is known.
    public UgcPrice? Of(PriceKey key) => key.IsPriceUnknown ? null : _prices.GetValueOrDefault(key) ?? Documented(key);

    // The store may hold purchases of several workspaces; a project is in only one.
    public Balance? BalanceOf(string project) => _balances.TryGetValue(project, out Balance known) ? known : null;

    // The charge for each output of a request, as far as the answer shows it. A total is divided equally if the answer lists all outputs.
    public static IReadOnlyList<decimal> ChargesOf(CreationRequest request, IReadOnlyList<UgcJob> jobs)
    {
        decimal[] charges = [.. jobs.Select(job => job.CreditsCharged).OfType<decimal>().Where(charge => charge >= 0)];
        return charges.Length == 0 && jobs.Count > 0 && jobs.Count == request.Outputs
            && jobs[0].TotalCreditsCharged is decimal total and >= 0
            ? [.. jobs.Select(_ => total / jobs.Count)]
            : charges;
    }

    // Learns from a purchase of this run. What was refunded later is left out: it does not change what the next one costs.
    public void Learn(CreationRequest request, IReadOnlyList<decimal> charges, DateTimeOffset time)
    {
        PriceKey key = request.PriceKey;
        foreach (decimal charge in charges)
        {
            _prices[key] = UgcPrice.After(_prices.GetValueOrDefault(key), key.ToString(), charge, time);
        }
    }
}
