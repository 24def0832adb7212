using System.Reflection;

namespace UgcLab.Client.Tests.Store;

/// <summary>A store that says of each call what is about to happen, and passes it on.</summary>
public class StoreProxy : DispatchProxy
{
    private IStoreEngine? _store;
    private Action<string, object?[]> _before = (_, _) => { };

    /// <summary>Wraps a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="before">Sees the name and the arguments of each call before it is made; what it throws is thrown to the caller.</param>
    internal static IStoreEngine Over(IStoreEngine store, Action<string, object?[]> before)
    {
        IStoreEngine proxy = Create<IStoreEngine, StoreProxy>();
        (((StoreProxy)proxy)._store, ((StoreProxy)proxy)._before) = (store, before);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _before(targetMethod!.Name, args ?? []);
        return targetMethod.Invoke(_store, args);
    }
}
