namespace UgcLab.Purchasing;

// Adds up what requests would cost, and sends none of them. Needs only the store, and how long ago the creations of the last hour were
// sent, the oldest first.
internal sealed class Estimator(PriceBook prices, IReadOnlyList<TimeSpan> lastHour, UgcLimits limits, DateTimeOffset now)
{
    // What each kind costs; null if it isn't known.
    private readonly Dictionary<PriceKey, UgcPrice?> _prices = [];
    private readonly HashSet<string> _projects = [];
    private readonly HashSet<string> _nouns = [];
    private int _requests;
    private int _videos;
    private decimal _credits;
    private int _unknownRequests;
    private int _unknownVideos;
    private int _invalidRows;

    public static async Task<Estimator> OfAsync(
        IStoreEngine store, UgcLimits limits, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = clock.GetUtcNow();
        List<TimeSpan> lastHour = [];
        PurchaseFilter filter = new() { Since = now - TimeSpan.FromHours(1), OldestFirst = true };
        await foreach (PurchaseRecord purchase in store.ReadPurchasesAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            if (purchase.State is not UgcPurchaseState.NotSent && purchase.Began <= now)
            {
                lastHour.Add(now - purchase.Began);
            }
        }

        return new Estimator(new PriceBook(await store.ReadPricesAsync(cancellationToken).ConfigureAwait(false)), lastHour, limits, now);
    }

    public UgcEstimate Add(CreationRequest request)
    {
        Estimator one = new(prices, [], limits, now);
        one.Count(request);
        Count(request);
        return one.Sum();
    }

    // Returns what the request costs; null if its price isn't known.
    public decimal? Count(CreationRequest request)
    {
        PriceKey kind = request.PriceKey;
        _requests++;
        _videos += request.Outputs;
        _projects.Add(request.ProjectId);
        _nouns.Add(CreationDescriptor.At(request.Endpoint)?.Noun ?? "video");
        if (!_prices.TryGetValue(kind, out UgcPrice? price))
        {
            _prices[kind] = price = prices.Of(kind);
        }

        _credits += price?.Credits * request.Outputs ?? 0;
        _unknownRequests += price is null ? 1 : 0;
        _unknownVideos += price is null ? request.Outputs : 0;
        return price?.Credits * request.Outputs;
    }

    // Adds a row that can't be sent; returns the estimate for only this row.
    public UgcEstimate AddInvalid()
    {
        _invalidRows++;
        return new Estimator(prices, [], limits, now) { _invalidRows = 1 }.Sum();
    }

    public UgcEstimate Total() => Sum() with { SendingTime = _requests == 0 ? TimeSpan.Zero : SendingTime.Of(_requests, limits, lastHour) };

    private UgcEstimate Sum()
    {
        Balance? balance = _projects.Select(prices.BalanceOf).OrderBy(known => known?.Time).LastOrDefault();
        return new UgcEstimate
        {
            Requests = _requests,
            Videos = _videos,
            KnownCredits = _credits,
            UnknownRequests = _unknownRequests,
            UnknownVideos = _unknownVideos,
            UnknownKinds = new DisplayList<string>(_prices.Where(kind => kind.Value is null).Select(kind => kind.Key.ToString())),
            Prices = new DisplayList<UgcPrice>(_prices.Values.OfType<UgcPrice>()),
            InvalidRows = _invalidRows,
            Noun = _nouns.Count == 1 ? _nouns.Single() : "video",
            Balance = balance?.Credits,
            BalanceTime = balance?.Time,
            Time = now,
        };
    }
}

// How long the limits make sending take, by playing it through: as many in each window as are allowed, one after another.
internal static class SendingTime
{
    // When the last of some requests goes out, from now; answers are taken to come at once. Used is how long ago requests of the last hour
    // went out, oldest first.
    public static TimeSpan Of(int requests, UgcLimits limits, IEnumerable<TimeSpan> used)
    {
        Window all = new(limits.Requests);
        Window creations = new(limits.Creations);
        foreach (TimeSpan ago in used)
        {
            all.Add(-ago);
            creations.Add(-ago);
        }

        TimeSpan now = TimeSpan.Zero;
        for (int sent = 0; sent < requests; sent++)
        {
            now = new[] { now, all.Free, creations.Free }.Max();
            all.Add(now);
            creations.Add(now);
        }

        return now;
    }

    // The last few times; 0 means no limit.
    private sealed class Window(UgcRateLimit limit)
    {
        private readonly Queue<TimeSpan> _times = new();

        public TimeSpan Free => limit.Count > 0 && _times.Count >= limit.Count ? _times.Peek() + limit.Window : TimeSpan.Zero;

        public void Add(TimeSpan time)
        {
            _times.Enqueue(time);
            while (_times.Count > Math.Max(1, limit.Count))
            {
                _times.Dequeue();
            }
        }
    }
}
