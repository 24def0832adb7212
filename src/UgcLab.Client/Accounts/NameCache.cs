using System.Runtime.CompilerServices;

namespace UgcLab.Accounts;

// The names that lists have shown, for completion without the network. An error with them stops nothing.
internal sealed class NameCache(IStoreEngine store, StoreAccount account)
{
    // The list of projects. Those of actors are named as their workflows are.
    public const string ProjectList = "projects";
    private const int Most = 5000;

    /// <summary>The names cached for a key at the service's own address; null if the text isn't a key.</summary>
    public static NameCache? Of(IStoreEngine store, string? apiKey)
    {
        try
        {
            return apiKey is null ? null
                : new NameCache(store, RateLimiter.AccountOf(ClientSettings.CheckKey(apiKey), ClientSettings.Service));
        }
        catch (UgcLabException)
        {
            return null;
        }
    }

    // Passes on all items, and keeps their names when the last has come or no more are wanted; when all have come, others are forgotten.
    public IAsyncEnumerable<UgcProject> RememberAsync(
        IAsyncEnumerable<UgcProject> projects, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default) =>
        PassAsync(
            projects, project => KnownName.Of(project.Id, project.Name, project.Folder?.Name), ProjectList, areAll: true, notices,
            cancellationToken);

    public IAsyncEnumerable<UgcActor> RememberAsync(
        IAsyncEnumerable<UgcActor> actors, UgcActorFilter filter, IProgress<UgcNotice>? notices = null,
        CancellationToken cancellationToken = default) =>
        PassAsync(
            actors, actor => KnownName.Of(actor.Id, actor.Name, Note(actor)), filter.Workflow, filter.IsOpen, notices, cancellationToken);

    private static string Note(UgcActor actor) =>
        string.Join(", ", new[] { actor.Gender, actor.Age, actor.IsPro is true ? "pro" : null }.OfType<string>());

    private async IAsyncEnumerable<T> PassAsync<T>(
        IAsyncEnumerable<T> items, Func<T, KnownName?> name, string list, bool areAll, IProgress<UgcNotice>? notices,
        [EnumeratorCancellation] CancellationToken cancellationToken)
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
                    _ = seen.Count > Most ? seen.Dequeue() : null;
                }

                yield return item;
            }

            isEnd = true;
        }
        finally
        {
            // A caller that has stopped gets no notice.
            await KeepAsync(list, seen, isEnd && areAll, isEnd ? notices : null).ConfigureAwait(false);
        }
    }

    private async Task KeepAsync(string list, Queue<KnownName> seen, bool areAll, IProgress<UgcNotice>? notices)
    {
        Exception? error = seen.Count == 0 && !areAll ? null
            : await IStoreEngine.TryAsync(() => store.SaveNamesAsync(account, list, [.. seen], areAll)).ConfigureAwait(false);
        if (error is not null)
        {
            // The list was asked for, and was returned.
            notices?.Report(
                new UgcNotice(UgcNoticeKind.Request, $"The names were not kept for completion. {Redaction.Show(error.Message, 300)}"));
        }
    }

    // The most recently read names are at the end. An error would get in the way of typing.
    public async Task<IReadOnlyList<KnownName>> ReadAsync(string list, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<KnownName> names = [];
        await IStoreEngine.TryAsync(
            async () => names = await store.ReadNamesAsync(account, list, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return names;
    }
}
