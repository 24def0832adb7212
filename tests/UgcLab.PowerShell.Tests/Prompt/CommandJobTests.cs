using UgcLab.EngineTests.Batches;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Prompt;

/// <summary>A batch that continues in the background.</summary>
public sealed class CommandJobTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Stop_lets_the_request_that_is_out_finish_and_says_how_to_resume()
    {
        using ManualResetEventSlim gate = new();
        _service.Instead = request =>
        {
            if (Service.IsOrder(request))
            {
                gate.Wait(Shell.Deadline);
            }

            return null;
        };
        Begin("stopped");
        Assert.True(SpinWait.SpinUntil(() => _service.Orders.Count == 1, Shell.Deadline));

        using Running stopping = _shell.Start("Stop-Job $job; $job.State; \"$($job.Information[-1])\"; (Get-UgcBatch stopped -Row).State");
        Assert.False(SpinWait.SpinUntil(() => stopping.Output.Count > 0, TimeSpan.FromMilliseconds(300)));
        gate.Set();
        Outcome outcome = stopping.End().Clean();

        Assert.Single(_service.Orders);
        Assert.Equal("Stopped", outcome.Texts[0]);
        Assert.Matches(@"^Stopped\. Batch stopped: 3 rows: .*2 not sent\..* To resume, run the same command again\.$", outcome.Texts[1]);
        Assert.Equal(["Running", "NotSent", "NotSent"], outcome.Texts.Skip(2));
    }

    [Fact]
    public void What_stops_a_batch_is_an_error_of_its_job()
    {
        _service.Instead = request => Service.IsOrder(request) ? Service.Error(401, "UNAUTHORIZED") : null;
        Begin("refused");

        Outcome outcome = _shell.Run("$null = Wait-Job $job; \"$($job.State) $($job.Error[0].FullyQualifiedErrorId)\"; (Receive-Job $job -ErrorAction Ignore).ExitCode").Clean();

        Assert.Equal(["Completed UgcKeyRefused", "3"], outcome.Texts);
    }

    [Fact]
    public void A_wait_that_can_not_continue_fails_its_job()
    {
        _service.Instead = request => request.Path.StartsWith("/ugc/", StringComparison.Ordinal) ? Service.Error(401, "UNAUTHORIZED") : null;
        _shell.Connect(_service);

        Outcome outcome = _shell.Run("$job = 'clzz000000000000000001job' | Wait-UgcJob -AsJob -Timeout 1; $null = Wait-Job $job; \"$($job.State) $($job.Error[0].FullyQualifiedErrorId)\"").Clean();

        Assert.Equal(["Failed UgcKeyRefused"], outcome.Texts);
    }

    [Fact]
    public void A_job_is_no_job_under_WhatIf()
    {
        _shell.Connect(_service);

        Outcome outcome = _shell.Run($"1..3 | ForEach-Object {{ row \"A paper boat $_\" }} | Invoke-UgcBatch -Name dry -Destination '{_folder}' -AsJob -WhatIf; Get-Job").Clean();

        Assert.Empty(outcome.Output);
        Assert.Empty(_service.Orders);
    }

    private void Begin(string batch)
    {
        _shell.Connect(_service);
        _shell.Run($"$global:job = 1..3 | ForEach-Object {{ row \"A paper boat $_\" }} | Invoke-UgcBatch -Name {batch} -Destination '{_folder}' -Force -AsJob").Clean();
    }
}
