namespace UgcLab.Batches;

// When a run will probably end, and whose turn it is to write its results.
internal sealed partial class BatchRun
{
    public BatchProgress Progress => _progress with { EndsAt = _poller?.EndsAt(SendsUntil()) };

    // When the last row is sent, by the rate limits and the speed of the rows so far.
    private DateTimeOffset? SendsUntil()
    {
        int left = _progress.ToSend - _progress.Sent;
        if (left <= 0)
        {
            return null;
        }

        DateTimeOffset now = services.Clock.GetUtcNow();
        DateTimeOffset byPace = _progress.Sent == 0 ? now : now + ((now - _began) / _progress.Sent * left);
        DateTimeOffset byLimits = _began + (plan.Estimate.SendingTime ?? TimeSpan.Zero);
        return byPace > byLimits ? byPace : byLimits;
    }

    // Processes that run the batch write its results one after another, each from what the store holds by then.
    private async Task<FileLock> LockResultsAsync()
    {
        string path = Path.Combine(batch.Store.Folder, string.Create(CultureInfo.InvariantCulture, $"results-{batch.Id}.lock"));
        PrivateFolder.Make(batch.Store.Folder);
        FileLock? held;
        while ((held = FileLock.TryAcquire(path)) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System).ConfigureAwait(false);
        }

        return held;
    }
}
