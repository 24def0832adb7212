using System.Collections.Concurrent;

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

    // Records the outcomes that the store refused before. What it refuses again was reported with its job ids, and the next start finds the
    // purchase unconfirmed.
    internal Task FlushAsync() => IStoreEngine.TryAsync(_context.Outcomes.FlushAsync);

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
    ApiTransport Transport, RateLimiter Limiter, ClientSettings Options, OutcomeRecorder Outcomes, StartImageRefresher Refresher,
    DailyLimit DailyLimit);

// Reads the address of a start image that was created here again, when a purchase has its slot: the address is signed, for how long isn't
// documented, and the wait may take an hour. The picture, the row, and the purchase stay the same.
internal sealed class StartImageRefresher(
    Func<UgcJob, IProgress<UgcNotice>?, CancellationToken, Task<UgcJob>> read, TimeProvider clock)
{
    /// <summary>The maximum age of a link. Signed links are rarely valid for less.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(2);

    /// <summary>Whether a request holds an address that was read too long ago, or at an unknown time.</summary>
    public bool IsOld(CreationRequest request) =>
        request is VideoRequest { ImageJob: UgcJob image }
            && !(clock.GetUtcNow() - image.ReadAt is TimeSpan age && age >= TimeSpan.Zero && age <= Fresh);

    public async Task<CreationRequest> RenewAsync(
        CreationRequest request, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        VideoRequest video = (VideoRequest)request;
        UgcJob image = video.ImageJob!;
        try
        {
            image = await read(image, notices, cancellationToken).ConfigureAwait(false);
        }
        catch (UgcLabException failure)
        {
            // Without the answer's body: a job that is named in there is none that this purchase made.
            throw failure.WithMessage(
                $"The video was not created, because its start image, job {image.UgcId}, could not be read. {failure.Message}");
        }

        return image.VideoUrl is string address ? video with { ImageUrl = address, ImageJob = image } : throw new UgcLabException(
            UgcLabErrorKind.CompletedWithoutVideo,
            $"The service gives no link to the image of job {image.UgcId} anymore, so the video that starts with it was not created.");
    }
}

// Records outcomes of paid requests. One that the store does not take now is reported with its job ids, kept in memory and tried again
// until the process ends; nothing is sent while one is waiting.
internal sealed class OutcomeRecorder(IStoreEngine store, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly ConcurrentQueue<(string Purchase, AttemptOutcome Outcome)> _waiting = new();
    private readonly object _lock = new();

    // Tries again until nothing is waiting, or the store is closed.
    public Task Trying { get; private set; } = Task.CompletedTask;

    private SemaphoreSlim Flushing { get; } = new(1, 1);

    // Records an outcome. Null when it has to wait; the warning says so.
    public async Task<AttemptResult?> RecordAsync(string purchase, AttemptOutcome outcome, Action<string> warn)
    {
        try
        {
            return await store.EndAttemptAsync(purchase, outcome).ConfigureAwait(false);
        }
        catch (Exception unwritten) when (unwritten is not OutOfMemoryException)
        {
            string jobs = outcome.Jobs.Count == 0 ? $"ended as {outcome.State}"
                : $"created the jobs {string.Join(", ", outcome.Jobs.Select(job => job.UgcId))}; note these ids";
            _waiting.Enqueue((purchase, outcome));
            warn($"Purchase {purchase} {jobs}. It isn't recorded yet: {Redaction.Show(unwritten.Message, 300)} Recording is tried again "
                + "while this process runs, and nothing more is sent until it succeeds.");
            lock (_lock)
            {
                Trying = Trying.IsCompleted ? Task.Run(TryAgainAsync) : Trying;
            }

            return null;
        }
    }

    // The gate, once all earlier outcomes are recorded. While the store can't be reached, the answer is to wait.
    public async Task<GateAnswer> BeginAsync(AttemptRequest request, DailyLimit daily, CancellationToken cancellationToken)
    {
        try
        {
            await daily.SetAsync().ConfigureAwait(false);
            await FlushAsync().ConfigureAwait(false);
            return await store.BeginAttemptAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (UgcLabException away) when (away.Kind is UgcLabErrorKind.StoreUnreachable)
        {
            return new GateAnswer.Wait(Pause, $"{away.Message} Connecting is tried again.", IsInFlight: true);
        }
    }

    // Records what is waiting. StoreUnavailable, StoreDamaged: nothing may be sent.
    public async Task FlushAsync()
    {
        // One at a time: the outcome of an attempt must not be recorded again once the next attempt of its purchase is in flight.
        await Flushing.WaitAsync().ConfigureAwait(false);
        try
        {
            while (_waiting.TryPeek(out (string Purchase, AttemptOutcome Outcome) first))
            {
                await store.EndAttemptAsync(first.Purchase, first.Outcome).ConfigureAwait(false);
                _waiting.TryDequeue(out _);
            }
        }
        finally
        {
            Flushing.Release();
        }
    }

    private async Task TryAgainAsync()
    {
        while (IsAnyWaiting())
        {
            await Task.Delay(Pause, clock, CancellationToken.None).ConfigureAwait(false);
            try
            {
                await FlushAsync().ConfigureAwait(false);
            }
            catch (ObjectDisposedException)
            {
                // The store was closed before it took the outcome, which was reported.
                return;
            }
            catch (Exception unwritten) when (unwritten is not OutOfMemoryException)
            {
                // Still in the way; reported already.
            }
        }
    }

    // In one step with what RecordAsync does, so that none waits for a loop that has ended.
    private bool IsAnyWaiting()
    {
        lock (_lock)
        {
            Trying = _waiting.IsEmpty ? Task.CompletedTask : Trying;
            return !_waiting.IsEmpty;
        }
    }
}
