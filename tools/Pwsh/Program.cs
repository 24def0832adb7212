using System.Diagnostics;
using UgcLab.Tools;

// Starts the official PowerShell with the arguments that it is given; without any, a prompt with the built module:
//     dotnet run --project tools/Pwsh [-- ARGUMENT...]
ProcessStartInfo start = Pwsh.Command(args is []
    ? ["-NoLogo", "-NoExit", "-Command", $"Import-Module '{Pwsh.Module.Replace("'", "''", StringComparison.Ordinal)}'"]
    : args);

// tests/Pester/run.ps1 uses it.
start.Environment["UGCLAB_PESTER"] = Pwsh.Pester;

// Ctrl+C is for pwsh, which receives it as well.
Console.CancelKeyPress += (_, key) => key.Cancel = true;
using Process process = Process.Start(start)!;
process.WaitForExit();
return process.ExitCode;
