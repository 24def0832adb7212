namespace UgcLab.Purchasing;

// The daily spending limit of a client, which binds all processes with its key from the client's first purchase on.
internal sealed class DailyLimit(IStoreEngine store, StoreAccount account, decimal? credits)
{
    private readonly string _session = Guid.NewGuid().ToString("N");

    private bool _isSet;

    // A purchase that begins while the limit is removed sets it afterwards.
    private SemaphoreSlim Mutex { get; } = new(1, 1);

    public async Task SetAsync()
    {
        if (credits is null)
        {
            return;
        }

        await Mutex.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_isSet)
            {
                await store.SetDailyLimitAsync(account, _session, credits).ConfigureAwait(false);
                _isSet = true;
            }
        }
        finally
        {
            Mutex.Release();
        }
    }

    // The next purchase sets it again.
    public void End()
    {
        if (credits is not null)
        {
            _ = EndAsync();
        }
    }

    private async Task EndAsync()
    {
        await Mutex.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isSet)
            {
                _isSet = false;
                await store.SetDailyLimitAsync(account, _session, null).ConfigureAwait(false);
            }
        }
        catch (Exception gone) when (gone is UgcLabException or ObjectDisposedException)
        {
            // It ends with the process.
        }
        finally
        {
            Mutex.Release();
        }
    }
}
