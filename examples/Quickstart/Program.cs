using UgcLab.Tools;

// Builds the module, then runs quickstart.ps1 in the official PowerShell, which NuGet provides:
//     dotnet run --project examples/Quickstart [-- -Csv PATH -Out FOLDER -ApiKeyVariable NAME -ProjectId ID -Yes]
if (ModuleBuild.Run() is int failed and not 0)
{
    return failed;
}

return Pwsh.Run(Pwsh.Command(["-NoLogo", "-NoProfile", "-File", Path.Combine(Pwsh.Repository, "examples", "Quickstart", "quickstart.ps1"), .. args]));
