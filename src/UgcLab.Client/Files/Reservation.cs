using System.Collections.Concurrent;

namespace UgcLab.Files;

// Holds a name for one save within this process. Two saves that begin together would otherwise both find the name free;
// between processes the lock on the unfinished file does the same.
internal sealed class Reservation(string key, string ugcId) : IDisposable
{
    // Static, for two clients of one process write to one disk.
    private static readonly ConcurrentDictionary<string, Reservation> Held = new();
    private readonly TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string UgcId => ugcId;

    public Task Freed => _freed.Task;

    /// <summary>Takes the name; where it is taken already, says by whom.</summary>
    public static (Reservation? Mine, Reservation? Theirs) Take(SavePlace place, string ugcId)
    {
        Reservation mine = new(place.Key, ugcId);
        Reservation holder = Held.GetOrAdd(place.Key, mine);
        return holder == mine ? (mine, null) : (null, holder);
    }

    public void Dispose()
    {
        Held.TryRemove(new(key, this));
        _freed.TrySetResult();
    }
}
