namespace UgcLab.PowerShell.Hosting;

internal static class AsyncLists
{
    public static async Task<IReadOnlyList<T>> ToListAsync<T>(this IAsyncEnumerable<T> items)
    {
        List<T> list = [];
        await foreach (T item in items)
        {
            list.Add(item);
        }

        return list;
    }
}
