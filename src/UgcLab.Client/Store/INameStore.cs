namespace UgcLab.Store;

/// <summary>What lists of the service have shown: names for completion, and how many clips projects hold.</summary>
internal interface INameStore
{
    /// <summary>
    /// Keeps names of a list, the most recently read ones at the end. With <paramref name="areAll"/>, other names of the list are removed.
    /// </summary>
    Task SaveNamesAsync(StoreAccount account, string list, IReadOnlyList<KnownName> names, bool areAll);

    /// <summary>The names of a list, the most recently read ones at the end.</summary>
    Task<IReadOnlyList<KnownName>> ReadNamesAsync(StoreAccount account, string list, CancellationToken cancellationToken = default);

    /// <summary>Records how many clips projects hold now: evidence for purchases that are unconfirmed.</summary>
    Task RecordClipsAsync(IReadOnlyDictionary<string, int> clips);

    /// <summary>How many clips a project held, by time.</summary>
    Task<IReadOnlyList<ClipRecord>> ReadClipsAsync(string project, CancellationToken cancellationToken = default);
}
