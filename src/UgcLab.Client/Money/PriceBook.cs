namespace UgcLab.Money;

/// <summary>The workspace's credits, and when the service said so.</summary>
internal readonly record struct Balance(decimal Credits, DateTimeOffset Time);

/// <summary>What the record of purchases teaches about money: what a video of a kind costs, and what was left.</summary>
internal sealed class PriceBook
{
    private readonly Dictionary<PriceKind, UgcPrice> _prices = [];
    private readonly Dictionary<string, Balance> _balances = [];

    /// <summary>Learns from purchases, in whatever order they come.</summary>
    public PriceBook(IEnumerable<UgcHistoryEntry> past)
    {
        foreach (UgcHistoryEntry entry in past)
        {
            Learn(PriceKind.Of(entry), entry.Variants, entry.CreditsCharged, entry.Jobs, entry.Time);
            if (entry is { RemainingCredits: decimal left, ProjectId: string project }
                && (!_balances.TryGetValue(project, out Balance known) || known.Time <= entry.Time))
            {
                _balances[project] = new Balance(left, entry.Time);
            }
        }
    }

    /// <summary>What one video of a request's kind costs; null when that is not known.</summary>
    public UgcPrice? Of(CreationRequest request) => Of(PriceKind.Of(request));

    /// <summary>What one video of a kind was last charged at or, when none was bought yet, what the documentation says; null when neither is known.</summary>
    public UgcPrice? Of(PriceKind kind) => kind.HasMore ? null : _prices.GetValueOrDefault(kind) ?? DocumentedPrices.Of(kind);

    /// <summary>
    /// What was left in the workspace of a project, when something was last bought for that project. The record may hold
    /// purchases of several workspaces and does not say which is which; a project is in one alone.
    /// </summary>
    public Balance? BalanceOf(string project) => _balances.TryGetValue(project, out Balance known) ? known : null;

    /// <summary>Learns from a purchase that was just made.</summary>
    public void Learn(CreationRequest request, IReadOnlyList<UgcJob> jobs, DateTimeOffset time) =>
        Learn(PriceKind.Of(request), request.Outputs, jobs[0].TotalCreditsCharged, jobs, time);

    // What was given back later is left out on purpose: it changes what a job has cost, and not what the next one will.
    private void Learn(PriceKind kind, int outputs, decimal? total, IReadOnlyList<UgcJob> jobs, DateTimeOffset time)
    {
        List<decimal> charges = [.. jobs.Select(job => job.CreditsCharged).OfType<decimal>().Where(charge => charge >= 0)];

        // A total stands for its takes alike, if the answer names them all.
        if (charges.Count == 0 && total >= 0 && jobs.Count > 0 && jobs.Count == outputs)
        {
            charges.AddRange(jobs.Select(_ => total.Value / outputs));
        }

        foreach (decimal charge in charges)
        {
            _prices[kind] = _prices.TryGetValue(kind, out UgcPrice? known) ? known.And(charge, time) : new UgcPrice
            {
                Kind = kind.ToString(),
                Credits = charge,
                Charges = 1,
                Least = charge,
                Most = charge,
                LastCharged = time,
            };
        }
    }
}
