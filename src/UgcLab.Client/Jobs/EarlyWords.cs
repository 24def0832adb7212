namespace UgcLab.Jobs;

/// <summary>
/// Words of webhooks that named no job that is waited for. One that failed at birth may be named before its buyer has its id
/// on record, so the last few thousand are kept, a hundred webhooks or so; who fills it with others costs an early look, no more.
/// </summary>
internal sealed class EarlyWords
{
    private const int Most = 4096;

    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _words = [];

    public void Add(string word)
    {
        if (_words.Add(word))
        {
            _order.Enqueue(word);
        }

        if (_order.Count > Most)
        {
            _words.Remove(_order.Dequeue());
        }
    }

    public bool Has(string id) => _words.Contains(id);
}
