using UgcLab.Money;
using UgcLab.Store;

namespace UgcLab;

/// <summary>Adds up what requests would cost, and sends none of them. Needs the local record alone.</summary>
public sealed class Estimator
{
    private readonly PriceBook _prices;
    private readonly IReadOnlyList<TimeSpan> _lastHour;
    private readonly UgcLimits _limits;
    private readonly DateTimeOffset _now;
    private readonly Tally _all = new();

    /// <summary>Takes what is known.</summary>
    /// <param name="prices">Prices and balances.</param>
    /// <param name="lastHour">How long ago the creations of the last hour were sent, the oldest first.</param>
    /// <param name="limits">The limits that requests would be sent within.</param>
    /// <param name="clock">The clock.</param>
    public Estimator(PriceBook prices, IReadOnlyList<TimeSpan> lastHour, UgcLimits limits, TimeProvider clock) =>
        (_prices, _lastHour, _limits, _now) = (prices, lastHour, limits, clock.GetUtcNow());

    /// <summary>Makes an estimator from what a store knows.</summary>
    /// <exception cref="UgcLabException">StoreUnavailable.</exception>
    public static async Task<Estimator> OfAsync(IStore store, UgcLimits limits, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = clock.GetUtcNow();
        List<TimeSpan> lastHour = [];
        await foreach (PurchaseRecord purchase in store.ReadPurchasesAsync(new PurchaseFilter { Since = now - TimeSpan.FromHours(1), OldestFirst = true }, cancellationToken).ConfigureAwait(false))
        {
            if (purchase.State is not UgcPurchaseState.NotSent && purchase.Began <= now)
            {
                lastHour.Add(now - purchase.Began);
            }
        }

        return new Estimator(new PriceBook(await store.ReadPricesAsync(cancellationToken).ConfigureAwait(false)), lastHour, limits, clock);
    }

    /// <summary>Adds a request; returns the estimate for it alone.</summary>
    public UgcEstimate Add(CreationRequest request)
    {
        Tally one = new();
        one.Add(request, _prices);
        Count(request);
        return Of(one);
    }

    /// <summary>Adds a request of which nobody asks what it costs alone.</summary>
    internal void Count(CreationRequest request) => _all.Add(request, _prices);

    /// <summary>Adds a row that cannot be sent; returns the estimate for it alone.</summary>
    public UgcEstimate AddInvalid()
    {
        _all.InvalidRows++;
        return Of(new Tally { InvalidRows = 1 });
    }

    /// <summary>The estimate for all that was added.</summary>
    public UgcEstimate Total() => Of(_all) with { SendingTime = _all.Requests == 0 ? TimeSpan.Zero : SendingTime.Of(_all.Requests, _limits, _lastHour) };

    private UgcEstimate Of(Tally tally)
    {
        Balance? balance = tally.Projects.Select(project => _prices.BalanceOf(project)).OfType<Balance>().OrderBy(known => known.Time).Cast<Balance?>().LastOrDefault();
        return new UgcEstimate
        {
            Requests = tally.Requests,
            Videos = tally.Videos,
            KnownCredits = tally.Credits,
            UnknownRequests = tally.UnknownRequests,
            UnknownVideos = tally.UnknownVideos,
            UnknownKinds = new Listed<string>([.. tally.Unknown.Select(kind => kind.ToString())]),
            Prices = new Listed<UgcPrice>([.. tally.Prices.Values]),
            InvalidRows = tally.InvalidRows,
            Noun = tally.Nouns.Count == 1 ? tally.Nouns.Single() : "video",
            Balance = balance?.Credits,
            BalanceTime = balance?.Time,
            Time = _now,
        };
    }

    /// <summary>The sums.</summary>
    private sealed class Tally
    {
        public int Requests { get; private set; }

        public int Videos { get; private set; }

        public decimal Credits { get; private set; }

        public int UnknownRequests { get; private set; }

        public int UnknownVideos { get; private set; }

        public int InvalidRows { get; set; }

        public HashSet<PriceKind> Unknown { get; } = [];

        public Dictionary<PriceKind, UgcPrice> Prices { get; } = [];

        public HashSet<string> Projects { get; } = [];

        public HashSet<string> Nouns { get; } = [];

        public void Add(CreationRequest request, PriceBook prices)
        {
            PriceKind kind = PriceKind.Of(request);
            Requests++;
            Videos += request.Outputs;
            Projects.Add(request.ProjectId);
            Nouns.Add(CreationKind.At(request.Endpoint)?.Noun ?? "video");
            if (prices.Of(kind) is UgcPrice price)
            {
                Credits += price.Credits * request.Outputs;
                Prices[kind] = price;
            }
            else
            {
                UnknownRequests++;
                UnknownVideos += request.Outputs;
                Unknown.Add(kind);
            }
        }
    }
}
