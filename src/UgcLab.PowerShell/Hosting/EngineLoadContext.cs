using System.Reflection;
using System.Runtime.Loader;

namespace UgcLab.PowerShell.Hosting;

/// <summary>
/// Loads the store's engine and the packages that it needs from the module's own folder, so that they clash with no other
/// module's. Only <see cref="IStore"/> and its records cross: they are this module's own.
/// </summary>
internal sealed class EngineLoadContext() : AssemblyLoadContext("UgcLab engines")
{
    private const string Engines = "UgcLab.Engines";

    private static readonly string Folder = Path.GetFullPath(Path.Combine(typeof(EngineLoadContext).Assembly.Location, "..", "..", "engines"));

    private static readonly Lazy<Func<StoreSettings, IStore>> Opener = new(() =>
    {
        Assembly engines = new EngineLoadContext().LoadFromAssemblyPath(Path.Combine(Folder, $"{Engines}.dll"));
        return engines.GetType("UgcLab.Engines.Sqlite.SqliteStore", throwOnError: true)!.GetMethod("Open")!.CreateDelegate<Func<StoreSettings, IStore>>();
    });

    // The engine is loaded with the first store.
    public static IStore Open(StoreSettings settings) => Opener.Value(settings);

    // What the module has itself must be the module's; what the folder does not have is the framework's.
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == typeof(IStore).Assembly.GetName().Name)
        {
            return typeof(IStore).Assembly;
        }

        string path = Path.Combine(Folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
