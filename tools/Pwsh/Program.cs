using System.Diagnostics;
using UgcLab.Tools;

// Builds the module and opens a prompt of the official PowerShell that has it loaded:
//     dotnet run --project tools/Pwsh
// With arguments, it builds nothing and starts that PowerShell with them:
//     dotnet run --project tools/Pwsh -- -File tests/Pester/run.ps1
if (args is [] && ModuleBuild.Run() is int failed and not 0)
{
    return failed;
}

ProcessStartInfo start = Pwsh.Command(args is []
    ? ["-NoLogo", "-NoExit", "-Command", $"Import-Module '{Pwsh.Module.Replace("'", "''", StringComparison.Ordinal)}'"]
    : args);

// tests/Pester/run.ps1 imports it.
start.Environment["UGCLAB_PESTER"] = Pwsh.Pester;
return Pwsh.Run(start);
