namespace UgcLab.Batch;

/// <summary>Counts what a run does, from several threads.</summary>
internal sealed class BatchTally(int toSend)
{
    private readonly object _gate = new();
    private int _sent;
    private int _bought;
    private decimal _credits;
    private decimal? _remaining;
    private int _saved;
    private int _failed;
    private int _unsaved;
    private string? _row;
    private DateTimeOffset? _waitsUntil;

    public int Bought => Locked(() => _bought);

    public int Saved => Locked(() => _saved);

    /// <summary>Whether a video is left for another run to save.</summary>
    public bool IsAnythingUnsaved => Locked(() => _unsaved > 0);

    public decimal Credits => Locked(() => _credits);

    public decimal? Remaining => Locked(() => _remaining);

    public void Begin(string row) => Locked(() =>
    {
        _waitsUntil = null;
        return _row = row;
    });

    /// <summary>The row in hand has to wait.</summary>
    public void Wait(DateTimeOffset? until) => Locked(() => _waitsUntil = until);

    public void Through() => Locked(() => ++_sent);

    public void Buy(IReadOnlyList<UgcJob> jobs) => Locked(() =>
    {
        _bought++;
        _credits += jobs[0].TotalCreditsCharged ?? jobs.Sum(job => job.CreditsCharged ?? 0);
        _remaining = jobs[0].RemainingCredits ?? _remaining;
        return _bought;
    });

    public void Save() => Locked(() => ++_saved);

    /// <summary>A video is not there.</summary>
    /// <param name="canBeSaved">Whether another run may save it: it was made, or may be yet.</param>
    public void Fail(bool canBeSaved) => Locked(() =>
    {
        _unsaved += canBeSaved ? 1 : 0;
        return ++_failed;
    });

    public BatchProgress Progress(int open) => Locked(() => new BatchProgress(toSend, _sent, _credits, open, _saved, _failed, _row, _sent < toSend ? _waitsUntil : null));

    private T Locked<T>(Func<T> action)
    {
        lock (_gate)
        {
            return action();
        }
    }
}
