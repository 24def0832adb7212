using System.Collections.Concurrent;

namespace UgcLab.PowerShell.Hosting;

/// <summary>The stores of this process: one for each state folder, for all sessions.</summary>
internal static class Stores
{
    private static readonly ConcurrentDictionary<(string Folder, bool AllowNetwork), Lazy<IStore>> Open = new();

    public static IStore Default(bool allowNetwork = false) =>
        Open.GetOrAdd((StateFolder.Default, allowNetwork), static key =>
            new(() => EngineLoadContext.Open(new StoreSettings(key.Folder) { AllowNetwork = key.AllowNetwork }))).Value;
}
