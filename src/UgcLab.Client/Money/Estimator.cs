using UgcLab.Money;

namespace UgcLab;

/// <summary>Adds up what requests would cost, and sends none of them. Needs the local record alone.</summary>
public sealed class Estimator
{
    private readonly Lazy<(PriceBook Prices, TimeSpan[] LastHour)> _known;
    private readonly UgcLimits _limits;
    private readonly DateTimeOffset _now;
    private readonly Tally _all = new();

    /// <summary>Takes what is known.</summary>
    /// <param name="past">The local record.</param>
    /// <param name="limits">The pace at which requests would go out.</param>
    /// <param name="clock">The clock.</param>
    public Estimator(IReadOnlyList<UgcHistoryEntry> past, UgcLimits limits, TimeProvider clock)
        : this(() => past, limits, clock)
    {
    }

    /// <summary>The same; the record is read when the first request is added, for a batch that is run again may have none.</summary>
    /// <param name="past">Reads the local record.</param>
    /// <param name="limits">The pace at which requests would go out.</param>
    /// <param name="clock">The clock.</param>
    public Estimator(Func<IReadOnlyList<UgcHistoryEntry>> past, UgcLimits limits, TimeProvider clock)
    {
        (_limits, _now) = (limits, clock.GetUtcNow());
        _known = new(() =>
        {
            IReadOnlyList<UgcHistoryEntry> entries = past();
            return (new PriceBook(entries), [.. entries.Where(entry => entry.State is not UgcPurchaseState.NotSent).Select(entry => _now - entry.Time).Where(ago => ago >= TimeSpan.Zero && ago < TimeSpan.FromHours(1)).OrderDescending()]);
        });
    }

    /// <summary>Adds a request; returns the estimate for it alone.</summary>
    public UgcEstimate Add(CreationRequest request)
    {
        Tally one = new();
        one.Add(request, _known.Value.Prices);
        Count(request);
        return Of(one);
    }

    /// <summary>Adds a request of which nobody asks what it costs alone.</summary>
    internal void Count(CreationRequest request) => _all.Add(request, _known.Value.Prices);

    /// <summary>Adds a row that cannot be sent; returns the estimate for it alone.</summary>
    public UgcEstimate AddInvalid()
    {
        _all.InvalidRows++;
        return Of(new Tally { InvalidRows = 1 });
    }

    /// <summary>The estimate for all that was added.</summary>
    public UgcEstimate Total() => Of(_all) with { SendingTime = _all.Requests == 0 ? TimeSpan.Zero : SendingTime.Of(_all.Requests, _limits, _known.Value.LastHour) };

    private UgcEstimate Of(Tally tally)
    {
        Balance? balance = tally.Projects.Select(project => _known.Value.Prices.BalanceOf(project)).OfType<Balance>().OrderBy(known => known.Time).Cast<Balance?>().LastOrDefault();
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
