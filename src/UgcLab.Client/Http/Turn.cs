using UgcLab.Ledger;

namespace UgcLab.Http;

/// <summary>
/// A request's place among the others, from before it goes out until its answer is in. Left before it was used, or given
/// back, it counts for nothing; else it counts from when it ends, which is never before the service counted it.
/// </summary>
internal sealed class Turn(Pacer pacer, Mark mark, IDisposable? lane) : IDisposable
{
    private bool _counts;
    private bool _isOver;

    /// <summary>The request goes out now.</summary>
    public void Use() => _counts = true;

    /// <summary>It is certain that the request reached nobody.</summary>
    public void GiveBack() => _counts = false;

    public void Dispose()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        try
        {
            pacer.End(mark, _counts);
        }
        finally
        {
            // Last, so that whoever is next finds this one counted.
            lane?.Dispose();
        }
    }
}
