namespace UgcLab.Client.Tests;

internal static class AsyncLists
{
    public static async IAsyncEnumerable<UgcBatchRow> RowsAsync(this BatchService batches, string name)
    {
        await foreach (UgcBatchRow row in batches.RowsAsync(await batches.GetAsync(name)))
        {
            yield return row;
        }
    }

    public static async Task RemoveAsync(this BatchService batches, string name, bool includeUnsaved = false) =>
        await batches.RemoveAsync(await batches.GetAsync(name), includeUnsaved);

    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> items)
    {
        List<T> list = [];
        await foreach (T item in items)
        {
            list.Add(item);
        }

        return list;
    }

    public static async IAsyncEnumerable<T> ToAsync<T>(this IEnumerable<T> items)
    {
        foreach (T item in items)
        {
            yield return item;
        }

        await Task.CompletedTask;
    }
}
