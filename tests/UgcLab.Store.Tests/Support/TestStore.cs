using System.Data.Common;

namespace UgcLab.Store.Tests;

/// <summary>A database of its own for one test, whatever the engine. Each store that is opened stands for a process.</summary>
public abstract class TestStore : IDisposable
{
    /// <summary>Opens a store.</summary>
    internal abstract IStoreEngine Open(TimeProvider clock);

    /// <summary>From now on the store's process counts as ended. The store can still be used, as by a late answer.</summary>
    internal abstract void Kill(IStoreEngine store);

    /// <summary>Whether a store that was killed and is used again counts as alive again.</summary>
    public virtual bool ComesBack => false;

    /// <summary>How long after its record a request may be sent, where that has a limit.</summary>
    public virtual TimeSpan SendWithin => TimeSpan.Zero;

    /// <summary>A connection that passes by the store.</summary>
    public abstract DbConnection Connect();

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends it.</summary>
    protected abstract void Dispose(bool disposing);
}
