namespace UgcLab.Batches;

// When a run will probably end.
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
}
