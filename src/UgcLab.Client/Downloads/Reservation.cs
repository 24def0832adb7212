using System.Collections.Concurrent;

namespace UgcLab.Downloads;

// Holds a name for one save within this process. Two saves that begin together would otherwise both find the name free;
// between processes the lock on the unfinished file does the same.
internal sealed class Reservation(SavePlace place, string ugcId) : IDisposable
{
    // Static, because two clients of one process write to the same disk.
    private static readonly ConcurrentDictionary<string, Reservation> Held = new();
    private readonly TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SavePlace Place => place;

    public string UgcId => ugcId;

    public Task Freed => _freed.Task;

    public static (Reservation? Mine, Reservation? Theirs) Take(SavePlace place, string ugcId)
    {
        Reservation mine = new(place, ugcId);
        Reservation holder = Held.GetOrAdd(place.Key, mine);
        return holder == mine ? (mine, null) : (null, holder);
    }

    /// <summary>The reservation of a name, if a save holds it.</summary>
    public static Reservation? Of(SavePlace place) => Held.GetValueOrDefault(place.Key);

    public void Dispose()
    {
        Held.TryRemove(new(place.Key, this));
        _freed.TrySetResult();
    }
}
