namespace UgcLab.Purchasing;

/// <summary>
/// The only path for charged requests: records the request, sends it, and records its
/// outcome. Each record is on disk before the next step, and before the result is returned.
/// </summary>
public sealed class PurchaseService
{
    private readonly PurchaseContext _context;
    private volatile PurchaseAttempt? _attempt;

    internal PurchaseService(PurchaseContext context) => _context = context;

    // One paid request at a time in this process; the store ensures it between processes. The hourly limit leaves 36 s
    // for each, so parallel requests would gain nothing and could leave several rows unconfirmed if the network fails.
    private SemaphoreSlim Turn { get; } = new(1, 1);

    // Whether a paid request of this client is in flight, or is about to be.
    internal bool IsInFlight => _attempt is { IsOpen: true };

    /// <summary>Waits until no paid request of this client is in flight.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitForIdleAsync(CancellationToken cancellationToken = default)
    {
        await Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        Turn.Release();
    }

    // Records the outcomes that the store refused before. What it refuses again was reported with its job ids.
    internal async Task FlushAsync()
    {
        try
        {
            await _context.Outcomes.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception unwritten) when (unwritten is UgcLabException or ObjectDisposedException)
        {
            // The next start finds the purchase unconfirmed.
        }
    }

    /// <summary>Sends a request once. Returns the jobs that the service named, one an output.</summary>
    /// <param name="purchase">The request, and what its jobs shall carry.</param>
    /// <param name="notices">Receives waits and what is unusual about the answer. What it throws is ignored.</param>
    /// <param name="cancellationToken">
    /// Ends a wait. A request that is in flight is waited for, for StopGrace at most (15 s by default), and is then unconfirmed.
    /// </param>
    /// <exception cref="UgcLabException">
    /// OutcomeUnconfirmed: it may have been charged, and is never sent again by itself. StoreUnavailable, SpendingLimit: nothing was sent.
    /// Every other kind: it is certain that nothing was charged.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was stopped, and nothing was sent.</exception>
    public async Task<IReadOnlyList<UgcJob>> CreateAsync(
        PurchaseRequest purchase, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(purchase);
        return (await SendAsync(purchase, null, null, null, notices, cancellationToken).ConfigureAwait(false)).Jobs;
    }

    // The same within a spending limit, for a row of a batch, or for a caller that wants to read the answer.
    internal async Task<PurchaseResponse> SendAsync(
        PurchaseRequest purchase, RowAttempt? row, string? batch, SpendingLimit? limit, IProgress<UgcNotice>? notices,
        CancellationToken cancellationToken)
    {
        if (purchase.Request is RawRequest && row is not null)
        {
            throw new UgcLabException(
                UgcLabErrorKind.ArgumentInvalid, "A raw request can't be a row of a batch, because it isn't known what it creates.");
        }

        if (purchase.Request.Variants is < 1 or > 8)
        {
            throw new UgcLabException(
                UgcLabErrorKind.ArgumentInvalid, $"Variants is {purchase.Request.Variants}, and must be from 1 to 8. Nothing was sent.");
        }

        await Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            PurchaseAttempt attempt = _attempt = new(_context, purchase, row, batch, limit, new GuardedProgress(notices));
            return await attempt.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _attempt = null;
            Turn.Release();
        }
    }
}

// What a paid request came to. Without an answer, nothing was sent; not new, an earlier request of the same row created the jobs.
internal sealed record PurchaseResponse(IReadOnlyList<UgcJob> Jobs, ApiAnswer? Answer, bool IsNew);

// What every purchase of a client uses.
internal sealed record PurchaseContext(
    ApiTransport Transport, RateLimiter Limiter, ClientSettings Options, OutcomeRecorder Outcomes, IRequestRefresher Refresher,
    DailyLimit DailyLimit);

// Refreshes what in a request expires while the request waits for a slot.
internal interface IRequestRefresher
{
    bool IsOld(CreationRequest request);

    Task<CreationRequest> RenewAsync(CreationRequest request, IProgress<UgcNotice>? notices, CancellationToken cancellationToken);
}
