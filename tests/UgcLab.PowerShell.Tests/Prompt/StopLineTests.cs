using UgcLab.EngineTests.Batches;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Prompt;

/// <summary>What is printed when a pipeline is stopped: one line, on the host, because the streams are closed.</summary>
public sealed class StopLineTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void A_stopped_pipeline_says_in_one_line_what_was_done_and_how_to_resume()
    {
        string line = StoppedLine("[UgcLab.Sheet]::Read($sheet) | New-UgcVideo -Batch b | Wait-UgcJob | Save-UgcVideo -Destination $videos");

        Assert.Matches(@"^Stopped\. \d+ requests? created \d+ videos? for \d+ credits\..* To resume, run the same command again\.$", line);
        Assert.Contains("at the service.", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_batch_it_says_how_to_save_the_videos()
    {
        string line = StoppedLine("[UgcLab.Sheet]::Read($sheet) | New-UgcVideo | Wait-UgcJob");

        Assert.Contains("Get-UgcJob -Unsaved | Wait-UgcJob | Save-UgcVideo", line, StringComparison.Ordinal);
        Assert.Contains("would create the rows again", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_batch_says_where_its_rows_stand()
    {
        string line = StoppedLine("Invoke-UgcBatch $sheet -Destination $videos -Force");

        Assert.Matches(@"^Stopped\. Batch ads: 12 rows: .*\d+ not sent.*credits.*To resume, run the same command again\.$", line);
        Assert.Contains(_rehearsal.Videos, line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_read_says_nothing()
    {
        using Service service = new();
        using Shell shell = new();
        shell.Connect(service);
        int lines = shell.Host.Lines.Count;
        service.Instead = _ => Faults.Reply.Silence;
        using Running running = shell.Start("Get-UgcProject");
        service.Await(1);
        running.Stop();

        Assert.Equal(lines, shell.Host.Lines.Count);
    }

    [Fact]
    public void A_pipeline_that_is_left_early_says_nothing()
    {
        using Shell shell = _rehearsal.Sheet(3).Open();
        int lines = shell.Host.Lines.Count;

        shell.Run("foreach ($once in 1) { [UgcLab.Sheet]::Read($sheet) | New-UgcVideo | & { process { break } } }").Clean();

        Assert.DoesNotContain(shell.Host.Lines.Skip(lines), line => line.StartsWith("Stopped", StringComparison.Ordinal));
    }

    [Fact]
    public void The_unconfirmed_outcome_of_the_request_in_flight_is_in_the_line()
    {
        using Service service = new();
        using Shell shell = new();
        shell.Connect(service);
        service.Instead = request => Service.IsOrder(request) ? Faults.Reply.Silence : null;
        using Running running = shell.Start("1..3 | & { process { row \"Row $_ of a run that is never answered\" } } | New-UgcVideo -Batch ([guid]::NewGuid())");
        service.Await(1);
        running.Stop(() => service.Dispose());

        Assert.Contains(shell.Host.Lines, line => line.StartsWith("Stopped. Nothing was created. Row 1", StringComparison.Ordinal));
    }

    private string StoppedLine(string command)
    {
        using Shell shell = _rehearsal.Sheet(12).Open("Speed = 30; Latency = 3");
        using (Running running = shell.Start(command))
        {
            Assert.True(SpinWait.SpinUntil(() => _rehearsal.Sold.Count >= 2, Shell.Deadline));
            Assert.True(running.Stop().Stopped);
        }

        return Assert.Single(shell.Host.Lines, line => line.StartsWith("Stopped", StringComparison.Ordinal));
    }
}
