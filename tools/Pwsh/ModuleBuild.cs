using System.Diagnostics;

namespace UgcLab.Tools;

/// <summary>
/// The build of the module by a program that needs it. A ProjectReference would build it as well, but "dotnet run" prints
/// nothing while it builds, and the first build takes a minute.
/// </summary>
internal static class ModuleBuild
{
    /// <summary>Builds out/UgcLab and shows the progress. Returns the exit code of the build.</summary>
    public static int Run()
    {
        Console.WriteLine("Building the module in out/UgcLab. The first build takes about a minute, later ones a few seconds.");
        ProcessStartInfo start = new(Pwsh.DotNet, ["build", Path.Combine(Pwsh.Repository, "src", "UgcLab.PowerShell"), "-nologo", "-tl:off", "-clp:NoSummary"]);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            Console.Error.WriteLine("The build failed. Correct the errors above, then run the command again.");
        }

        return process.ExitCode;
    }
}
