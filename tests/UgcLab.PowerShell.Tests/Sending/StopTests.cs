using System.Collections;
using UgcLab.EngineTests.Hosting;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Sending;

public sealed class StopTests : IDisposable
{
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public StopTests() => _shell.Connect(_service);

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Theory]
    [InlineData("Get-UgcProject")]
    [InlineData("Get-UgcJob a1")]
    [InlineData("Test-UgcConnection")]
    [InlineData("'a1' | Save-UgcVideo -Destination never-written")]
    public void A_read_that_is_never_answered_is_left(string command)
    {
        _service.Instead = _ => Reply.Silence;
        using Running running = _shell.Start(command);
        _service.Await(1);

        Assert.True(running.Stop().Stopped);
    }

    [Fact]
    public void A_wait_that_the_service_asked_for_is_left_and_nothing_is_lost()
    {
        string mark = Guid.NewGuid().ToString("N");
        _service.Instead = _ => Service.Error(429, "RATE_LIMIT_EXCEEDED").With("Retry-After", "3000");
        using Running running = _shell.Start($"row 'A row that waits {mark}' | New-UgcVideo");
        Assert.True(SpinWait.SpinUntil(() => running.Warnings.Count > 0, Shell.Deadline));

        Assert.True(running.Stop().Stopped);
        Assert.Single(_service.Requests);
        Assert.DoesNotContain(_shell.Run($"Get-UgcHistory -Text {mark}").Clean().Values("State"), state => state is "Unconfirmed" or "Accepted");
    }

    [Fact]
    public void A_purchase_that_is_in_flight_is_completed_and_its_job_stored()
    {
        string mark = Guid.NewGuid().ToString("N");
        using ManualResetEventSlim gate = new();
        _service.Instead = request =>
        {
            gate.Wait(Shell.Deadline);
            return null;
        };
        using Running running = _shell.Start($"1..3 | & {{ process {{ row \"Row $_ of a stopped run {mark}\" }} }} | New-UgcVideo");
        _service.Await(1);

        Outcome outcome = running.Stop(gate.Set);

        Assert.True(outcome.Stopped);
        Assert.Single(_service.Orders);
        Outcome history = _shell.Run($"Get-UgcHistory -Text {mark}").Clean();
        Assert.Equal(["Accepted"], history.Values("State"));
        Assert.Single((IEnumerable)history.Output[0].Properties["Jobs"].Value);
    }

    [Fact]
    public void A_wait_for_jobs_is_left_and_the_jobs_continue()
    {
        using Shell shell = new();
        shell.Rehearse("Speed = 1");
        shell.Run("$global:jobs = New-UgcVideo 'A job that nobody waits for' -Model veo-3.1 -Variants 3").Clean();
        using (Running running = shell.Start("'begun'; $jobs | Wait-UgcJob"))
        {
            Assert.True(SpinWait.SpinUntil(() => running.Output.Count > 0, Shell.Deadline));
            Assert.True(running.Stop().Stopped);
        }

        Assert.All(shell.Run("$jobs | Get-UgcJob").Clean().Values("IsFinal"), final => Assert.Equal("False", final));
    }

    [Fact]
    public void A_download_is_left_and_resumed()
    {
        using ScratchFolder folder = new();
        _service.Instead = request => request.Path.StartsWith("/files/", StringComparison.Ordinal) && request.RangeStart is null
            ? new Reply { Headers = [("Content-Type", "video/mp4"), ("ETag", "\"1\"")], Body = Service.Video, CutBodyAt = 2000, Ending = Ending.Hold }
            : null;
        using (Running running = _shell.Start($"Save-UgcVideo a1 -LiteralPath '{folder}/video.mp4'"))
        {
            _service.Await(2);
            Assert.True(running.Stop().Stopped);
        }

        Assert.DoesNotContain("video.mp4", folder.Files);
        _service.Instead = _ => null;
        _shell.Run($"Save-UgcVideo a1 -LiteralPath '{folder}/video.mp4'").Clean();
        Assert.Equal(Service.Video, File.ReadAllBytes(Path.Combine(folder, "video.mp4")));
    }

    [Fact]
    public void The_session_is_as_good_as_new_after_a_stop()
    {
        _service.Instead = _ => Reply.Silence;
        using (Running running = _shell.Start("Get-UgcProject"))
        {
            _service.Await(1);
            running.Stop();
        }

        _service.Instead = _ => null;
        Assert.Equal(6, _shell.Run("Get-UgcProject").Clean().Output.Count);
    }
}
