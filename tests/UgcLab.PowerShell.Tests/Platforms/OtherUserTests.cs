using System.Diagnostics;
using UgcLab.EngineTests.Hosting;
using UgcLab.Tools;

namespace UgcLab.EngineTests.Platforms;

/// <summary>A user without a name and a home, who can read the module and write nothing: "docker run --read-only --user 12345".</summary>
public sealed class OtherUserTests
{
    [Fact]
    public async Task Without_a_home_offline_cmdlets_work_and_nothing_is_created()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "This needs root and setpriv.");
        using Service service = new();
        using ScratchFolder folder = new();
        string script = Path.Combine(folder, "script.ps1");
        File.WriteAllText(script, $$"""
            Import-Module '{{Shell.Module}}'
            $row = [pscustomobject] @{ Prompt = 'Ein Schiff in Zürich'; Model = 'kling-2.6'; Duration = '5'; ProjectId = '{{Service.Project}}' }
            "valid: $(($row | Test-UgcVideo).IsValid)"
            "models: $(@(Get-UgcModel).Count -gt 3)"
            "history: $(@(Get-UgcHistory).Count)"
            "estimate: $(($row | Measure-UgcVideo).Requests)"
            Connect-UgcLab -ApiKey (ConvertTo-SecureString '{{Shell.Key}}' -AsPlainText -Force) -BaseUri '{{service.BaseUri}}' 6> $null
            try { $row | New-UgcVideo -Force -ErrorAction Stop } catch { "error: $($_.FullyQualifiedErrorId.Split(',')[0]); $($_.ErrorDetails.RecommendedAction)" }
            """);
        ProcessStartInfo start = Pwsh.Command("-NoLogo", "-NoProfile", "-NonInteractive", "-File", script);
        string[] user = ["--reuid", "12345", "--regid", "12345", "--clear-groups", "--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search"];
        start = new(
            "setpriv", [.. user, "env", "-i", "LC_ALL=C", $"PATH={Environment.GetEnvironmentVariable("PATH")}", "POWERSHELL_TELEMETRY_OPTOUT=1", start.FileName, .. start.ArgumentList])
        { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        string[] streams = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        string output = streams[0];

        Assert.Equal(["valid: True", "models: True", "history: 0", "estimate: 1"], output.Split('\n').Where(line => line.Contains(": ", StringComparison.Ordinal)).Take(4));
        Assert.Contains("error: UgcStoreUnavailable; ", output, StringComparison.Ordinal);
        Assert.Contains("$env:UGCLAB_STATE_HOME", output, StringComparison.Ordinal);
        Assert.Empty(service.Requests);
        Assert.Equal("", streams[1]);
    }
}
