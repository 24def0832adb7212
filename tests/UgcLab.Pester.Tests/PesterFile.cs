using System.Diagnostics;
using UgcLab.Tools;

namespace UgcLab.PesterTests;

/// <summary>One file of tests/Pester. The build makes a class for each, and xunit runs classes in parallel.</summary>
public abstract class PesterFile(string name)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task All_its_tests_pass_in_a_fresh_pwsh()
    {
        string results = Path.Combine(PesterResults.Folder, name + ".xml");
        Directory.CreateDirectory(PesterResults.Folder);
        File.Delete(results);

        (int? exitCode, string output) = await RunAsync(results);

        // Without results, and with an exit code that they do not explain, what pwsh printed is all there is to show.
        PesterResults? found = PesterResults.Read(results);
        string? problem = exitCode is null ? $"{name} did not end within {Limit.TotalMinutes} minutes."
            : found is null ? $"{name} wrote no results; pwsh ended with exit code {exitCode}."
            : found.Failed.Count == 0 && exitCode != 0 ? $"No test in {name} failed, but pwsh ended with exit code {exitCode}."
            : null;
        Assert.True(problem is null, problem + Environment.NewLine + output);
        Assert.True(found!.Failed.Count == 0, $"{found.Failed.Count} of {found.Total} tests in {name} failed:{Environment.NewLine}{string.Join(Environment.NewLine, found.Failed)}");

        // xunit cannot count these one by one, so the file is reported as skipped: it never looks as if all had run.
        Assert.SkipWhen(found.Skipped.Count > 0, $"{found.Skipped.Count} of {found.Total} tests in {name} were skipped, the others passed: {string.Join("; ", found.Skipped)}");
    }

    // The exit code, and what pwsh printed. Without an exit code it ran out of time and was ended.
    private async Task<(int? ExitCode, string Output)> RunAsync(string results)
    {
        string folder = Path.Combine(Pwsh.Repository, "tests", "Pester");
        ProcessStartInfo start = Pwsh.Command(
            "-NoLogo", "-NoProfile", "-NonInteractive", "-File", Path.Combine(folder, "run.ps1"),
            "-Path", Path.Combine(folder, name), "-ResultPath", results, "-Pester", Pwsh.Pester);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        string home = Directory.CreateTempSubdirectory("ugclab-pester-").FullName;
        Isolate(start, home);
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string[]> output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            ending.CancelAfter(Limit);
            try
            {
                await process.WaitForExitAsync(ending.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                return (null, string.Concat(await output));
            }

            return (process.ExitCode, string.Concat(await output));
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    // Modules, caches and settings of the user do not decide what a test sees, and none of it is written to.
    private static void Isolate(ProcessStartInfo start, string home)
    {
        start.Environment.Remove("PSModulePath");
        start.Environment["NO_COLOR"] = "1";

        // Engines.Tests.ps1 finds another Microsoft.Data.Sqlite there.
        start.Environment["UGCLAB_OTHER_SQLITE"] = AppContext.BaseDirectory;

        // Compiling anything a second time for better code costs more than it gains in a process that lives for seconds.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_CallCounting"] = "0";
        if (!OperatingSystem.IsWindows())
        {
            start.Environment["HOME"] = home;
            foreach (string kind in new[] { "CONFIG", "DATA", "STATE", "CACHE" })
            {
                start.Environment[$"XDG_{kind}_HOME"] = Path.Combine(home, kind);
            }
        }
    }
}
