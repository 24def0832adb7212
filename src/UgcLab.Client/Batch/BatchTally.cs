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
    private string? _row;

    public int Bought => Locked(() => _bought);

    public int Saved => Locked(() => _saved);

    public decimal Credits => Locked(() => _credits);

    public decimal? Remaining => Locked(() => _remaining);

    public void Begin(string row) => Locked(() => _row = row);

    public void Through() => Locked(() => ++_sent);

    public void Buy(IReadOnlyList<UgcJob> jobs) => Locked(() =>
    {
        _bought++;
        _credits += jobs[0].TotalCreditsCharged ?? jobs.Sum(job => job.CreditsCharged ?? 0);
        _remaining = jobs[0].RemainingCredits ?? _remaining;
        return _bought;
    });

    public void Save() => Locked(() => ++_saved);

    public void Fail() => Locked(() => ++_failed);

    public BatchProgress Progress(int open) => Locked(() => new BatchProgress(toSend, _sent, _credits, open, _saved, _failed, _row));

    private T Locked<T>(Func<T> action)
    {
        lock (_gate)
        {
            return action();
        }
    }
}
