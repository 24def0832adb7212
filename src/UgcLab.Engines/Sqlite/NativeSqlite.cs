using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace UgcLab.Engines.Sqlite;

// Loads the native library, once a process: the one that ships beside this assembly, or the system's own where that one does not load (it
// needs glibc 2.34).
internal static class NativeSqlite
{
    private const string Bundled = "e_sqlite3";

    private static readonly Lazy<string?> Failure = new(Load);

    // What to load instead, for tests.
    internal static string[]? Candidates { get; set; }

    // StoreUnavailable: no library loads.
    public static void Require()
    {
        if (Failure.Value is string failure)
        {
            throw new UgcLabException(UgcLabErrorKind.StoreUnavailable, failure,
                "Install SQLite 3.35 or later for this system (Debian and Ubuntu: libsqlite3-0), or reinstall the module. "
                    + "Nothing is created without the store.");
        }
    }

    private static string? Load()
    {
        Assembly provider = typeof(SQLite3Provider_e_sqlite3).Assembly;
        nint library = nint.Zero;
        List<string> tried = [];
        foreach (string path in Candidates ?? [.. OwnPaths(), Bundled, .. SystemNames()])
        {
            tried.Add(path);
            if (path == Bundled ? NativeLibrary.TryLoad(path, provider, null, out library) : NativeLibrary.TryLoad(path, out library))
            {
                break;
            }
        }

        if (library == nint.Zero)
        {
            return $"The SQLite library for this system does not load. Tried: {string.Join(", ", tried)}.";
        }

        try
        {
            NativeLibrary.SetDllImportResolver(provider, (name, _, _) => name == Bundled ? library : nint.Zero);
        }
        catch (InvalidOperationException)
        {
            // The program has a resolver of its own for this assembly, and it is the program's to load the library.
        }

        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return null;
    }

    private static IEnumerable<string> OwnPaths()
    {
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string folder = Path.GetDirectoryName(typeof(NativeSqlite).Assembly.Location) ?? "";
        (string[] systems, string file) = OperatingSystem.IsWindows() ? (["win"], $"{Bundled}.dll")
            : OperatingSystem.IsMacOS() ? (["osx"], $"lib{Bundled}.dylib")
            : (new[] { "linux", "linux-musl" }, $"lib{Bundled}.so");
        return systems.Select(system => Path.Combine(folder, "runtimes", $"{system}-{architecture}", "native", file));
    }

    private static string[] SystemNames() => OperatingSystem.IsWindows() ? ["winsqlite3.dll"]
        : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib"]
        : ["libsqlite3.so.0"];
}
