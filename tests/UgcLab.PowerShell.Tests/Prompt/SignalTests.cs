using System.Diagnostics;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Prompt;

/// <summary>A signal that ends the process comes while a paid request is in flight.</summary>
public sealed class SignalTests
{
    [Theory]
    [InlineData("TERM", 143, "1..3 | ForEach-Object { [pscustomobject] @{ Prompt = \"Row $_ of a run\"; Model = 'veo-3.1'; ProjectId = 'clzz0000000000000project1' } } | New-UgcVideo -Batch b | Wait-UgcJob")]
    [InlineData("HUP", 129, "1..3 | ForEach-Object { [pscustomobject] @{ Prompt = \"Row $_ of a run\"; Model = 'veo-3.1'; ProjectId = 'clzz0000000000000project1' } } | Invoke-UgcBatch -Name b -Destination $env:UGCLAB_STATE_HOME -Force")]
    public void The_request_is_finished_the_row_is_known_and_a_line_says_how_to_resume(string signal, int exitCode, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using Service service = new();
        using ScratchFolder state = new();
        using ManualResetEventSlim gate = new();
        service.Instead = request =>
        {
            if (Service.IsOrder(request))
            {
                gate.Wait(Shell.Deadline);
            }

            return null;
        };
        using Child child = new(service, state, $"{script}; 'AFTER'");
        Assert.True(SpinWait.SpinUntil(() => service.Orders.Count > 0 || child.HasExited, TimeSpan.FromMinutes(1)));

        using (Process kill = Process.Start("kill", ["-" + signal, child.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            kill.WaitForExit();
        }

        gate.Set();
        (int code, string output) = child.End();

        Assert.Equal(exitCode, code);
        Assert.Single(service.Orders);
        Assert.Matches(@"(?m)^Stopped\. .*To resume, run the same command again\.\s*$", output);
        Assert.DoesNotContain("AFTER", output, StringComparison.Ordinal);
        Assert.Equal(["Accepted"], Database.Read(state, "SELECT state FROM purchase"));
    }
}
