using System.Collections.Concurrent;

namespace UgcLab.Files;

/// <summary>
/// Holds a name for one save within this process. Two saves that begin together would otherwise both find the name free;
/// between processes the lock on the unfinished file does the same.
/// </summary>
internal sealed class Reservation : IDisposable
{
    // Static, for two clients of one process write to one disk.
    private static readonly ConcurrentDictionary<string, Reservation> Held = new(StringComparer.Ordinal);
    private readonly string _key;
    private readonly TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Reservation(string key, string ugcId) => (_key, UgcId) = (key, ugcId);

    /// <summary>Whose it is.</summary>
    public string UgcId { get; }

    /// <summary>Ends when the name is free again.</summary>
    public Task Freed => _freed.Task;

    /// <summary>Takes the name; where it is taken already, says by whom.</summary>
    public static (Reservation? Mine, Reservation? Theirs) Take(SavePlace place, string ugcId)
    {
        Reservation mine = new(place.Key, ugcId);
        Reservation holder = Held.GetOrAdd(place.Key, mine);
        return ReferenceEquals(holder, mine) ? (mine, null) : (null, holder);
    }

    public void Dispose()
    {
        Held.TryRemove(new(_key, this));
        _freed.TrySetResult();
    }
}
