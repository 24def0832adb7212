using System.Runtime.CompilerServices;
using UgcLab.Accounts;
using UgcLab.Http;
using UgcLab.Ledger;

namespace UgcLab;

/// <summary>
/// The names that lists have shown, for those who type: a small file for each key and address, beside that of the pace.
/// Reading it needs no network. It is a convenience, so whatever is wrong with it stops nothing.
/// </summary>
public sealed class NameCache
{
    private const int LockTries = 20;
    private const long Longest = 8 << 20;

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(10);

    private readonly string _folder;
    private readonly string _path;
    private readonly string _lock;
    private readonly TimeProvider _clock;
    private volatile bool _isClosed;

    internal NameCache(UgcLabClientOptions options, string folder)
    {
        string name = QuotaFile.NameOf(options);
        _folder = folder;
        _path = Path.Combine(folder, $"names-{name}.json");
        _lock = Path.Combine(folder, $"names-{name}.lock");
        _clock = options.Clock;
    }

    /// <summary>What is known under a key at the service's own address, in the user's own record; null when this is no key, or there is no place for a record.</summary>
    public static NameCache? Of(string? apiKey)
    {
        try
        {
            return apiKey is null ? null : new NameCache(new UgcLabClientOptions(apiKey), StateFolder.Default);
        }
        catch (UgcLabException)
        {
            return null;
        }
    }

    /// <summary>The projects that are known, those seen last at the end.</summary>
    public IReadOnlyList<KnownName> Projects() => Read(NameSheet.Projects);

    /// <summary>The actors that are known, those seen last at the end.</summary>
    /// <param name="workflow"><c>ugcl-2.0</c> or <c>ugcl-1.0</c>.</param>
    public IReadOnlyList<KnownName> Actors(string workflow) => Read(workflow);

    /// <summary>Passes projects on, and keeps their names when the last has come or nobody wants more.</summary>
    /// <param name="projects">All projects: when they have all come, others are forgotten.</param>
    /// <param name="notices">Hears that the names could not be kept.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public IAsyncEnumerable<UgcProject> RememberAsync(IAsyncEnumerable<UgcProject> projects, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default) =>
        PassAsync(projects, project => KnownName.Of(project.Id, project.Name, project.Folder?.Name), NameSheet.Projects, areAll: true, notices, cancellationToken);

    /// <summary>Passes actors on, and keeps their names when the last has come or nobody wants more.</summary>
    /// <param name="actors">The actors that a filter chose.</param>
    /// <param name="filter">That filter: when it leaves nobody out and all have come, others are forgotten.</param>
    /// <param name="notices">Hears that the names could not be kept.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public IAsyncEnumerable<UgcActor> RememberAsync(IAsyncEnumerable<UgcActor> actors, UgcActorFilter filter, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default) =>
        PassAsync(actors, actor => KnownName.Of(actor.Id, actor.Name, Note(actor)), filter.Workflow, filter.IsOpen, notices, cancellationToken);

    /// <summary>Writes no more: the folder is going.</summary>
    internal void Close() => _isClosed = true;

    private static string Note(UgcActor actor) => string.Join(", ", new[] { actor.Gender, actor.Age, actor.IsPro is true ? "pro" : null }.OfType<string>());

    private async IAsyncEnumerable<T> PassAsync<T>(
        IAsyncEnumerable<T> items, Func<T, KnownName?> name, string list, bool areAll, IProgress<UgcNotice>? notices, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Queue<KnownName> seen = [];
        bool isEnd = false;
        try
        {
            await foreach (T item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (name(item) is KnownName known)
                {
                    seen.Enqueue(known);
                    _ = seen.Count > NameSheet.Most ? seen.Dequeue() : null;
                }

                yield return item;
            }

            isEnd = true;
        }
        finally
        {
            // Whoever broke off, or was stopped, listens no more.
            await KeepAsync(list, seen, isEnd && areAll, isEnd ? notices : null).ConfigureAwait(false);
        }
    }

    private async Task KeepAsync(string list, Queue<KnownName> seen, bool areAll, IProgress<UgcNotice>? notices)
    {
        if (_isClosed || (seen.Count == 0 && !areAll))
        {
            return;
        }

        string trouble = $"{_lock} is held by another process.";
        try
        {
            PrivateFolder.Make(_folder);
            for (int tries = 0; tries < LockTries; tries++)
            {
                using (FileLock? held = FileLock.TryTake(_lock))
                {
                    if (held is not null)
                    {
                        Change(list, seen, areAll);
                        return;
                    }
                }

                await _clock.WaitAsync(LockPause, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            // Whatever it is: somebody asked for a list, and has it.
            trouble = Redaction.Show(error.Message, 300);
        }

        notices?.Report(new UgcNotice(UgcNoticeKind.Request, $"The names were not kept for completion. {trouble}"));
    }

    // Only for whoever has the lock.
    private void Change(string list, Queue<KnownName> seen, bool areAll)
    {
        byte[] before = Bytes();
        NameSheet sheet = NameSheet.Read(before);
        if (sheet.IsLater)
        {
            return;
        }

        sheet.Take(list, seen, areAll);
        byte[] after = sheet.Write();
        if (!after.AsSpan().SequenceEqual(before))
        {
            PrivateFolder.Replace(_path, after);
        }
    }

    private IReadOnlyList<KnownName> Read(string list)
    {
        try
        {
            return NameSheet.Read(Bytes()).Names(list);
        }
        catch (Exception)
        {
            // Somebody is typing, and an error would get in the way of that.
            return [];
        }
    }

    // Whoever writes moves a new file here, so this one is whole without a lock.
    private byte[] Bytes()
    {
        if (!File.Exists(_path))
        {
            return [];
        }

        using FileStream stream = new(_path, PrivateFolder.Options(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        byte[] bytes = new byte[Math.Min(stream.Length, Longest)];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
