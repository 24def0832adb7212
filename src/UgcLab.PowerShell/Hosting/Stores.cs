using System.Collections.Concurrent;

namespace UgcLab.PowerShell.Hosting;

/// <summary>The stores of this process: one for each state folder, for all sessions.</summary>
internal static class Stores
{
    private static readonly ConcurrentDictionary<(string Folder, bool AllowNetwork), Lazy<IStore>> Open = new();

    // How many open sessions use each store.
    private static readonly Dictionary<IStore, int> Users = [];

    /// <summary>A session begins to use a store of this process.</summary>
    public static void Enter(IStore store)
    {
        lock (Users)
        {
            Users[store] = Users.GetValueOrDefault(store) + 1;
        }
    }

    /// <summary>A session has ended. With the last one, the store closes its files, so that its folder can be moved or removed.</summary>
    public static void Leave(IStore store)
    {
        lock (Users)
        {
            if (Users.TryGetValue(store, out int users) && (Users[store] = users - 1) == 0)
            {
                store.CloseFiles();
            }
        }
    }

    public static IStore Default(bool allowNetwork = false) =>
        Open.GetOrAdd((StateFolder.Default, allowNetwork), static key =>
            new(() => EngineLoadContext.Open(new StoreSettings(key.Folder) { AllowNetwork = key.AllowNetwork }))).Value;
}
