using System.Runtime.CompilerServices;
using UgcLab.EngineTests.Hosting;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Sessions;

[Collection(nameof(ProcessWide))]
public sealed class ForgottenTaskTests
{
    [Fact]
    public void No_task_fails_unobserved()
    {
        StopAndBreak();
        for (int round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        // All tests that ran in this process before are looked at as well.
        Assert.DoesNotContain(TestProcess.Unobserved, failure => failure.ToString().Contains("UgcLab.", StringComparison.Ordinal));
    }

    // In a frame of its own, so that nothing here keeps a task alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StopAndBreak()
    {
        using ScratchFolder folder = new();
        using Service service = new() { Instead = request => request.Path.StartsWith("/files/", StringComparison.Ordinal) ? Reply.Silence : null };
        using Shell shell = new();
        shell.Connect(service);
        using (Running running = shell.Start($"'a1', 'b2', 'c3' | Save-UgcVideo -Destination '{folder}'"))
        {
            service.Await(5);
            running.Stop();
        }

        shell.Rehearse("Speed = 1");
        using (Running running = shell.Start("$jobs = New-UgcVideo 'Jobs that nobody waits for' -Model veo-3.1 -Variants 3; 'bought'; $jobs | Wait-UgcJob"))
        {
            Assert.True(SpinWait.SpinUntil(() => running.Output.Count > 0, Shell.Deadline));
            running.Stop();
        }

        shell.Rehearse("Speed = 3000");
        shell.Run("foreach ($once in 1) { New-UgcVideo 'Jobs whose wait is broken off' -Model veo-3.1 -Variants 3 | Wait-UgcJob | & { process { break } } }");
        shell.Run("foreach ($once in 1) { New-UgcVideo 'Jobs whose saving is broken off' -Model veo-3.1 -Variants 3 | Wait-UgcJob | Save-UgcVideo -WhatIf | & { process { break } } }");
        shell.Set("videos", folder.Path);
        const string Batch = "1..4 | & { process { row \"Row $_ of a batch that is broken off\" @{ Model = 'veo-3.1'; Duration = '8' } } } | Invoke-UgcBatch -Name broken -Destination $videos -Force -PassThru";
        shell.Run($"foreach ($once in 1) {{ {Batch} | & {{ process {{ break }} }} }}");
        shell.Run($"{Batch} | & {{ process {{ throw 'Enough.' }} }}");
        using (Running running = shell.Start($"{Batch} -BuyAgain"))
        {
            Assert.True(SpinWait.SpinUntil(() => running.Output.Count > 0, Shell.Deadline));
            running.Stop();
        }

        shell.Run("Disconnect-UgcLab");
    }
}
