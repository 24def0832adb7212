using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace UgcLab.Tools;

/// <summary>The official PowerShell, from the NuGet package whose version Directory.Packages.props declares.</summary>
internal static class Pwsh
{
    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = BuildValue("Repository");

    /// <summary>The manifest of Pester, to be imported by its path.</summary>
    public static string Pester { get; } = BuildValue("Pester");

    /// <summary>The manifest of the module as the build lays it out.</summary>
    public static string Module { get; } = Path.Combine(Repository, "out", "UgcLab", "UgcLab.psd1");

    /// <summary>The host of the runtime that this process runs on. PATH may lead to another, or to none.</summary>
    public static string DotNet { get; } = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>Prepares a process of pwsh. It sends no telemetry and looks for no updates; all else is as in this process.</summary>
    public static ProcessStartInfo Command(params IEnumerable<string> arguments)
    {
        string dll = Path.Combine(BuildValue("PowerShell"), OperatingSystem.IsWindows() ? "win" : "unix", "pwsh.dll");

        // The package has no settings file, and without one Windows runs no scripts.
        string[] policy = OperatingSystem.IsWindows() ? ["-ExecutionPolicy", "Bypass"] : [];
        ProcessStartInfo start = new(DotNet, ["exec", dll, .. policy, .. arguments]) { UseShellExecute = false };
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        return start;
    }

    /// <summary>Runs it with the console of this process, to its end. Returns its exit code.</summary>
    public static int Run(ProcessStartInfo start)
    {
        // Ctrl+C is for pwsh, which receives it as well.
        Console.CancelKeyPress += (_, key) => key.Cancel = true;
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static string BuildValue(string key) =>
        typeof(Pwsh).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(each => each.Key == key).Value!;
}
