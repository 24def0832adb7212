using UgcLab.Store;

namespace UgcLab.Money;

/// <summary>The workspace's credits, and when the service told them.</summary>
internal readonly record struct Balance(decimal Credits, DateTimeOffset Time);

/// <summary>What the store has learned of money: what an output of a kind costs, and what was left.</summary>
public sealed class PriceBook
{
    private readonly Dictionary<PriceKind, UgcPrice> _prices = [];
    private readonly Dictionary<string, Balance> _balances = [];

    /// <summary>Takes what the store knows.</summary>
    public PriceBook(PriceRecords known)
    {
        foreach (PriceRecord price in known.Prices)
        {
            PriceKind kind = PriceKind.Of(price.Key);
            _prices[kind] = new UgcPrice { Kind = kind.ToString(), Credits = price.Last, Charges = price.Count, Least = price.Least, Most = price.Most, LastCharged = price.Time };
        }

        foreach (BalanceRecord balance in known.Balances)
        {
            _balances[balance.ProjectId] = new Balance(balance.Credits, balance.Time);
        }
    }

    /// <summary>What one output of a request's kind costs; null when that is not known.</summary>
    internal UgcPrice? Of(CreationRequest request) => Of(PriceKind.Of(request));

    /// <summary>What one output of a kind was last charged at or, before the first, what the documentation says; null when neither is known.</summary>
    internal UgcPrice? Of(PriceKind kind) => kind.HasMore ? null : _prices.GetValueOrDefault(kind) ?? DocumentedPrices.Of(kind);

    /// <summary>
    /// What was left in the workspace of a project when something was last created for it. The store may hold purchases of
    /// several workspaces; a project is in one alone.
    /// </summary>
    internal Balance? BalanceOf(string project) => _balances.TryGetValue(project, out Balance known) ? known : null;

    /// <summary>What each output of a request was charged at, as far as the answer tells. A total stands for its outputs alike, if the answer names them all.</summary>
    internal static IReadOnlyList<decimal> ChargesOf(CreationRequest request, IReadOnlyList<UgcJob> jobs)
    {
        decimal[] charges = [.. jobs.Select(job => job.CreditsCharged).OfType<decimal>().Where(charge => charge >= 0)];
        return charges.Length == 0 && jobs.Count > 0 && jobs.Count == request.Outputs && jobs[0].TotalCreditsCharged is decimal total and >= 0
            ? [.. jobs.Select(_ => total / jobs.Count)]
            : charges;
    }

    /// <summary>Learns from a purchase of this run. What was refunded later is left out: it does not change what the next one costs.</summary>
    internal void Learn(CreationRequest request, IReadOnlyList<decimal> charges, DateTimeOffset time)
    {
        PriceKind kind = PriceKind.Of(request);
        foreach (decimal charge in charges)
        {
            _prices[kind] = _prices.TryGetValue(kind, out UgcPrice? known)
                ? known.And(charge, time)
                : new UgcPrice { Kind = kind.ToString(), Credits = charge, Charges = 1, Least = charge, Most = charge, LastCharged = time };
        }
    }
}
