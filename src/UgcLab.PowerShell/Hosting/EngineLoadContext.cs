using System.Reflection;
using System.Runtime.Loader;

namespace UgcLab.PowerShell.Hosting;

// Loads the store's engine, the reader of workbooks, and the packages that they need from the module's own folder, so that they clash
// with no other module's. Only IStoreEngine, IWorksheetReader, and their records cross: they are this module's own.
internal sealed class EngineLoadContext() : AssemblyLoadContext("UgcLab engines")
{
    private static readonly string Folder = Path.GetFullPath(
        Path.Combine(typeof(EngineLoadContext).Assembly.Location, "..", "..", "engines"));

    private static readonly Lazy<EngineLoadContext> Context = new(() => new EngineLoadContext());

    private static readonly Lazy<Func<StoreSettings, IStore>> Opener = new(() =>
        Type("UgcLab.Engines", "UgcLab.Engines.UgcStore").GetMethod("Open")!.CreateDelegate<Func<StoreSettings, IStore>>());

    private static readonly Lazy<IWorksheetReader> Reader = new(() =>
        (IWorksheetReader)Activator.CreateInstance(Type("UgcLab.Excel", "UgcLab.Excel.ExcelWorksheetReader"))!);

    // Reads workbooks. Its assembly is loaded with the first of them.
    public static IWorksheetReader Worksheets { get; } = new FirstUse();

    public static IStoreEngine Open(StoreSettings settings) => (IStoreEngine)Opener.Value(settings);

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

    private static Type Type(string assembly, string name) =>
        Context.Value.LoadFromAssemblyPath(Path.Combine(Folder, $"{assembly}.dll")).GetType(name, throwOnError: true)!;

    private sealed class FirstUse : IWorksheetReader
    {
        public IEnumerable<WorksheetRow> Read(Stream workbook, string name, string? worksheet) =>
            Reader.Value.Read(workbook, name, worksheet);
    }
}
