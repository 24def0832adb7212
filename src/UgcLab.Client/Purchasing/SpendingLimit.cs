namespace UgcLab.Purchasing;

// Limits what a run may spend. Prices come from the store and, during the run, from actual charges. For settings that were
// never created and have no documented price, one request is sent while any credits are left, and may exceed the limit. The
// requests of a run share one limit, and PurchaseService checks it while it holds a slot, so that each charge is counted
// before the next request. Thread-safe. With several keys, whose slots are independent, each may have one request in flight.
internal sealed class SpendingLimit
{
    private readonly object _lock = new();
    private readonly PriceBook _prices;
    private readonly TimeProvider _clock;
    private readonly decimal? _most;
    private readonly decimal? _keep;
    private decimal _spent;
    private Balance? _balance;
    private bool _hasCreated;
    private bool _isUnconfirmed;
    private bool _hasWarned;

    public SpendingLimit(PriceBook prices, decimal? maxCredit, decimal? keepCredit, TimeProvider clock)
    {
        if (maxCredit < 0 || keepCredit < 0)
        {
            throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, "A bound on credits is 0 or more.");
        }

        (_prices, _most, _keep, _clock) = (prices, maxCredit, keepCredit, clock);
    }

    // Credits that the run has spent. Requests whose answer was lost count at their learned price; refunds are not subtracted.
    public decimal Spent => _spent;

    // Lets a request pass, or does not. Called at the last moment before it is recorded and sent.
    public void Reserve(CreationRequest request, IProgress<UgcNotice>? notices)
    {
        bool isBlind;
        lock (_lock)
        {
            Check(request);
            isBlind = _keep is not null && !_hasWarned && BalanceFor(request) is null;
            _hasWarned |= isBlind;
        }

        if (isBlind)
        {
            notices.Warn(
                "The balance of the workspace isn't known before the first purchase for this project, so -KeepCredit can't stop that "
                + "purchase. Its answer reports the balance.");
        }
    }

    public void Commit(CreationRequest request, IReadOnlyList<UgcJob> jobs, IProgress<UgcNotice>? notices)
    {
        string[] passed;
        decimal? charge, expected;
        lock (_lock)
        {
            expected = CostOf(request);
            _prices.Learn(request, PriceBook.ChargesOf(request, jobs), _clock.GetUtcNow());
            charge = jobs[0].TotalCreditsCharged is decimal total and >= 0 ? total : ChargeOf(request);
            Count(request, charge);
            if (jobs[0].RemainingCredits is decimal left)
            {
                _balance = new Balance(left, _clock.GetUtcNow());
            }

            passed = [.. Passed()];
        }

        if (passed.Length > 0)
        {
            string cost = charge is decimal known ? $"This cost {Format.Amount(known)} credits"
                : "The service didn't report the cost of this request";
            string surprise = expected is not decimal thought ? ", and nothing was known of its price before"
                : thought == charge ? "" : $", and {Format.Amount(thought)} were expected";
            notices.Warn($"{cost}{surprise}: {string.Join(", and ", passed)}. This run sends no more requests.");
        }
    }

    // Counts a request that may have been charged: at its learned price, if there is one.
    public void CommitUnknown(CreationRequest request)
    {
        lock (_lock)
        {
            Count(request, ChargeOf(request));
        }
    }

    private void Check(CreationRequest request)
    {
        decimal? cost = CostOf(request);
        if (_most is decimal most && (_isUnconfirmed || (cost is null ? _spent >= most : _spent + cost > most)))
        {
            throw Stop($"-MaxCredit {Format.Amount(most)}", request, isOfBalance: false, _isUnconfirmed
                ? "Get-UgcHistory lists the purchases of this run. Check their cost in the dashboard before you send the remaining rows."
                : "To continue, send the remaining rows with a higher -MaxCredit. Get-UgcHistory -State Accepted, Unconfirmed lists "
                    + "those that were sent.");
        }

        bool isTooLow = BalanceFor(request) is Balance left ? (cost is null ? left.Credits <= _keep : left.Credits - cost < _keep)
            : _hasCreated;
        if (_keep is decimal keep && isTooLow)
        {
            throw Stop($"-KeepCredit {Format.Amount(keep)}", request, isOfBalance: true,
                "To continue, send the remaining rows with a lower -KeepCredit. The service reports the balance only in the answer to a "
                    + "purchase. If you added credits, send one request without -KeepCredit first.");
        }
    }

    private decimal? CostOf(CreationRequest request) => _prices.Of(request)?.Credits * request.Outputs;

    // A documented price is good enough to hold a request back, and not to count what is spent: it may be out of date,
    // and a limit that trusts it would limit nothing.
    private decimal? ChargeOf(CreationRequest request) => _prices.Of(request) is { Charges: > 0 } ? CostOf(request) : null;

    // Before the first purchase of the run, the balance in the store is the best available; after it, only the run's own.
    private Balance? BalanceFor(CreationRequest request) => _hasCreated ? _balance : _prices.BalanceOf(request.ProjectId);

    private void Count(CreationRequest request, decimal? charge)
    {
        _balance = charge is decimal cost && BalanceFor(request) is Balance known ? known with { Credits = known.Credits - cost } : null;
        _hasCreated = true;
        _spent += charge ?? 0;

        // The cost of this purchase isn't known, so continuing would exceed the limit unnoticed.
        _isUnconfirmed |= charge is null;
    }

    private IEnumerable<string> Passed()
    {
        if (_spent > _most)
        {
            yield return $"this run has spent {Format.Amount(_spent)}, above -MaxCredit {Format.Amount(_most.Value)}";
        }

        if (_balance?.Credits < _keep)
        {
            yield return $"{Format.Amount(_balance.Value.Credits)} are left, below -KeepCredit {Format.Amount(_keep.Value)}";
        }
    }

    private UgcLabException Stop(string limit, CreationRequest request, bool isOfBalance, string advice)
    {
        if (_isUnconfirmed)
        {
            return new UgcLabException(
                UgcLabErrorKind.SpendingLimit, $"Stopped by {limit}: this run has spent at least {Format.Amount(_spent)} credits, and the "
                    + "cost of one of its requests isn't known. The next request was not sent.", advice);
        }

        string expected = _prices.Of(request) is UgcPrice price
            ? $"this request is expected to cost {Format.Amount(price.Credits * request.Outputs)} ({Format.Amount(price.Credits)} "
                + $"{CreationDescriptor.At(request.Endpoint)?.AnyNoun ?? "a video"}, from {UgcPrice.Origin([price], _clock.GetUtcNow())})"
            : "what this request would cost isn't known";
        string left = !isOfBalance ? ""
            : BalanceFor(request) is Balance known ? $"; the balance was {Format.Amount(known.Credits)} at {Format.Time(known.Time)}"
            : "; the balance isn't known";
        string message = $"Stopped by {limit}: this run has spent {Format.Amount(_spent)} credits; {expected}{left}. It was not sent.";
        return new UgcLabException(UgcLabErrorKind.SpendingLimit, message, advice);
    }
}

// The daily spending limit of a client, which binds all processes with its key from the client's first purchase on.
internal sealed class DailyLimit(IStoreEngine store, StoreAccount account, decimal? credits)
{
    private readonly string _client = Guid.NewGuid().ToString("N");
    private bool _isSet;

    // A purchase that begins while the limit is removed sets it afterwards.
    private SemaphoreSlim Mutex { get; } = new(1, 1);

    public Task SetAsync() => ChangeAsync(isSet: true);

    // The next purchase sets it again. What can't be ended now ends with the process.
    public void End() => _ = IStoreEngine.TryAsync(() => ChangeAsync(isSet: false));

    private async Task ChangeAsync(bool isSet)
    {
        if (credits is null)
        {
            return;
        }

        await Mutex.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isSet != isSet)
            {
                // Where it fails, the next purchase sets it.
                _isSet = false;
                await store.SetDailyLimitAsync(account, _client, isSet ? credits : null).ConfigureAwait(false);
                _isSet = isSet;
            }
        }
        finally
        {
            Mutex.Release();
        }
    }
}
