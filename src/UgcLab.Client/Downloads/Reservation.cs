using System.Collections.Concurrent;

namespace UgcLab.Downloads;

// Holds a name for one save within this process. Two saves that begin together would otherwise both find the name free;
// between processes the lock on the unfinished file does the same.
internal sealed class Reservation(SavePaths paths, string ugcId) : IDisposable
{
    // Static, because two clients of one process write to the same disk.
    private static readonly ConcurrentDictionary<string, Reservation> Held = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SavePaths Paths => paths;

    public string UgcId => ugcId;

    public Task Released => _released.Task;

    public static (Reservation? Own, Reservation? Other) TryReserve(SavePaths paths, string ugcId)
    {
        Reservation own = new(paths, ugcId);
        Reservation holder = Held.GetOrAdd(paths.Key, own);
        return holder == own ? (own, null) : (null, holder);
    }

    public static Reservation? Of(SavePaths paths) => Held.GetValueOrDefault(paths.Key);

    public void Dispose()
    {
        Held.TryRemove(new(paths.Key, this));
        _released.TrySetResult();
    }
}
