namespace UgcLab.PackageTests;

/// <summary>What the module ships: each file, whose it is, and its license. A file that is added is a line here.</summary>
internal static class Shipped
{
    public const string Ours = "UgcLab";

    private static readonly string[] Libraries = ["linux-x64", "linux-arm64", "linux-musl-x64", "linux-musl-arm64"];

    /// <summary>The packages whose files ship, with their licenses.</summary>
    public static (string Package, string License)[] Packages { get; } =
    [
        ("ExcelDataReader", "MIT"),
        ("ExcelNumberFormat", "MIT"),
        ("Microsoft.Data.Sqlite.Core", "MIT"),
        ("Microsoft.Extensions.DependencyInjection.Abstractions", "MIT"),
        ("Microsoft.Extensions.Logging.Abstractions", "MIT"),
        ("Npgsql", "PostgreSQL"),
        ("SQLitePCLRaw.core", "Apache-2.0"),
        ("SQLitePCLRaw.lib.e_sqlite3", "Apache-2.0"),
        ("SQLitePCLRaw.provider.e_sqlite3", "Apache-2.0"),
    ];

    /// <summary>The files of the module folder, each with its package.</summary>
    public static (string File, string Package)[] Files { get; } =
    [
        .. new[]
        {
            "LICENSE", "THIRD-PARTY-NOTICES.txt", "UgcLab.Format.ps1xml", "UgcLab.psd1", "icon.png",
            "bin/UgcLab.Client.dll", "bin/UgcLab.PowerShell.dll", "bin/UgcLab.Simulator.dll",
            "en-US/UgcLab.PowerShell.dll-Help.xml", "en-US/about_UgcLab.help.txt", "en-US/about_UgcLab_Errors.help.txt",
            "en-US/about_UgcLab_Simulator.help.txt", "en-US/about_UgcLab_Webhooks.help.txt",
            "engines/UgcLab.Engines.dll", "engines/UgcLab.Excel.dll",
        }.Select(file => (file, Ours)),
        ("engines/ExcelDataReader.dll", "ExcelDataReader"),
        ("engines/ExcelNumberFormat.dll", "ExcelNumberFormat"),
        ("engines/Microsoft.Data.Sqlite.dll", "Microsoft.Data.Sqlite.Core"),
        ("engines/Microsoft.Extensions.DependencyInjection.Abstractions.dll", "Microsoft.Extensions.DependencyInjection.Abstractions"),
        ("engines/Microsoft.Extensions.Logging.Abstractions.dll", "Microsoft.Extensions.Logging.Abstractions"),
        ("engines/Npgsql.dll", "Npgsql"),
        ("engines/SQLitePCLRaw.core.dll", "SQLitePCLRaw.core"),
        ("engines/SQLitePCLRaw.provider.e_sqlite3.dll", "SQLitePCLRaw.provider.e_sqlite3"),
        .. Libraries.Select(system => ($"engines/runtimes/{system}/native/libe_sqlite3.so", "SQLitePCLRaw.lib.e_sqlite3")),
        .. new[] { "osx-x64", "osx-arm64" }.Select(system => ($"engines/runtimes/{system}/native/libe_sqlite3.dylib", "SQLitePCLRaw.lib.e_sqlite3")),
        .. new[] { "win-x64", "win-arm64" }.Select(system => ($"engines/runtimes/{system}/native/e_sqlite3.dll", "SQLitePCLRaw.lib.e_sqlite3")),
    ];
}
