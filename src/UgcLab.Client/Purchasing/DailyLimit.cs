namespace UgcLab.Purchasing;

// The daily spending limit of a client, which binds all processes with its key from the client's first purchase on.
internal sealed class DailyLimit(IStore store, StoreAccount account, decimal? credits)
{
    private readonly string _session = Guid.NewGuid().ToString("N");
    private int _isSet;

    public async Task SetAsync()
    {
        if (credits is not null && Volatile.Read(ref _isSet) == 0)
        {
            await store.SetDailyLimitAsync(account, _session, credits).ConfigureAwait(false);
            Volatile.Write(ref _isSet, 1);
        }
    }

    /// <summary>The next purchase sets it again.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _isSet, 0) == 1)
        {
            _ = EndAsync();
        }
    }

    private async Task EndAsync()
    {
        try
        {
            await store.SetDailyLimitAsync(account, _session, null).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is UgcLabException or ObjectDisposedException)
        {
            // It ends with the process.
        }
    }
}
