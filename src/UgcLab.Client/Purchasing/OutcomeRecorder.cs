using System.Collections.Concurrent;

namespace UgcLab.Purchasing;

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
