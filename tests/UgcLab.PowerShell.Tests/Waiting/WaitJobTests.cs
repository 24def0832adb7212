using System.Management.Automation;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Waiting;

public sealed class WaitJobTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void The_first_job_that_ends_is_returned_first()
    {
        // The first is of a time when the service took a hundred days; the second is done in a moment.
        string state = Directory.CreateTempSubdirectory("ugclab-wait-").FullName;
        _shell.Rehearse($"Speed = 2000; VideoTime = 8640000; StatePath = '{state}'");
        _shell.Run("$global:slow = New-UgcVideo 'A job that takes a hundred days' -Model veo-3.1").Clean();
        _shell.Rehearse($"Speed = 2000; VideoTime = 20; StatePath = '{state}'");

        _shell.Run("""
            $global:jobs = $slow, (New-UgcVideo 'A job that takes a moment' -Model veo-3.1)
            foreach ($once in 1) { $jobs | Wait-UgcJob | & { process { $global:first = $_; break } } }
            """).Clean();

        Outcome first = _shell.Run("$first");
        Assert.Equal(["A job that takes a moment"], first.Values("Prompt"));
        Assert.Equal(["Completed"], first.Values("Status"));
        _shell.Run("Disconnect-UgcLab").Clean();
        Directory.Delete(state, recursive: true);
    }

    [Fact]
    public void Any_returns_one_and_leaves_the_others()
    {
        _shell.Rehearse("Speed = 2000");

        Outcome outcome = _shell.Run("New-UgcVideo 'One of these will do' -Model veo-3.1 -Variants 4 | Wait-UgcJob -Any").Clean();

        Assert.Equal(["Completed"], outcome.Values("Status"));
    }

    [Theory]
    [InlineData("30")]
    [InlineData("'30'")]
    [InlineData("30.0")]
    [InlineData("([timespan]::FromSeconds(30))")]
    [InlineData("'00:00:30'")]
    public void A_job_that_has_not_ended_in_time_is_returned_and_reported(string timeout)
    {
        _shell.Rehearse("Speed = 100; VideoTime = 100000");
        _shell.Run("$global:job = New-UgcVideo 'A job that takes a day' -Model veo-3.1").Clean();

        Outcome outcome = _shell.Run($"$before = [datetime]::UtcNow; $job | Wait-UgcJob -Timeout {timeout}; $global:took = [datetime]::UtcNow - $before");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Equal("UgcWaitTimeout", Outcome.Id(error));
        Assert.Equal(ErrorCategory.OperationTimeout, error.CategoryInfo.Category);
        Assert.Contains("Wait-UgcJob", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        PSObject job = Assert.Single(outcome.Output);
        Assert.Equal("False", job.Properties["IsFinal"].Value.ToString());
        Assert.Equal("A job that takes a day", job.Properties["Prompt"].Value);
        Assert.Equal(job.ToString(), error.TargetObject.ToString());
    }

    [Fact]
    public void The_seconds_of_a_timeout_are_seconds()
    {
        Assert.Equal("00:01:30", _shell.Run("(Get-Command Wait-UgcJob).Parameters['Timeout'].Attributes.Where({ $_.GetType().Name -eq 'SecondsAttribute' })[0].Transform($ExecutionContext, 90).ToString()").Clean().Texts[0]);
    }

    [Fact]
    public void A_job_that_failed_is_returned_and_reported_among_those_that_did_not()
    {
        _shell.Rehearse("Speed = 2000; Faults = @(@{ Kind = 'FailedJob'; On = 'Create'; At = 2 })");

        Outcome outcome = _shell.Run("1..3 | & { process { row \"Job $_ of three\" } } | New-UgcVideo | Wait-UgcJob");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Null(outcome.Caught);
        Assert.Equal("UgcJobFailed", Outcome.Id(error));
        Assert.Equal(ErrorCategory.InvalidResult, error.CategoryInfo.Category);
        Assert.Equal("Job 2 of three", ((dynamic)error.TargetObject).Prompt);
        Assert.Contains("credits came back", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, outcome.Output.Count);
        Assert.Equal(["Job 2 of three"], outcome.Output.Where(job => job.Properties["Status"].Value.ToString() == "Failed").Select(job => job.Properties["Prompt"].Value));
    }

    [Fact]
    public void What_only_the_buyer_knows_is_still_on_the_job()
    {
        _shell.Rehearse();

        Outcome outcome = _shell.Run("""
            $rows = (row 'A job with all its papers' @{ Reference = 'R-1'; Variants = 2; AspectRatio = '1:1'; Colour = 'blue' })
            $rows | New-UgcVideo | Wait-UgcJob | Get-UgcJob
            """).Clean();

        Assert.Equal(2, outcome.Output.Count);
        Assert.Equal(["0", "1"], outcome.Values("VariantIndex").Order());
        Assert.All(outcome.Output, job =>
        {
            Assert.Equal(
                ["A job with all its papers", "R-1", "1", "kling-2.6", "5", "1:1", "2"],
                new[] { "Prompt", "Reference", "RowNumber", "Model", "Duration", "AspectRatio", "VariantCount" }.Select(name => job.Properties[name].Value.ToString()));
            Assert.Equal("blue", ((PSObject)job.Properties["InputRow"].Value).Properties["Colour"].Value);
        });
    }

    [Fact]
    public void A_bare_id_finds_its_data_in_the_store()
    {
        _shell.Rehearse();

        Outcome outcome = _shell.Run("$job = row 'A job known by its id' @{ Reference = 'R-2' } | New-UgcVideo; $job.UgcId | Wait-UgcJob").Clean();

        Assert.Equal(["R-2"], outcome.Values("Reference"));
        Assert.Equal(["A job known by its id"], outcome.Values("Prompt"));
    }

    [Fact]
    public void The_same_job_twice_is_waited_for_once()
    {
        _shell.Rehearse();

        Assert.Single(_shell.Run("$job = New-UgcVideo 'A job that is named twice' -Model veo-3.1; $job, $job, $job.UgcId | Wait-UgcJob").Clean().Output);
    }

    [Fact]
    public void A_refused_key_ends_the_wait_for_all()
    {
        _shell.Rehearse("Speed = 2000; Faults = @(@{ Kind = 'Unauthorized'; On = 'Job'; At = 1; Times = 100 })");

        Outcome outcome = _shell.Run("New-UgcVideo 'Jobs whose key is withdrawn' -Model veo-3.1 -Variants 3 | Wait-UgcJob");

        Assert.Equal(["UgcKeyRefused"], outcome.ErrorIds);
        Assert.NotNull(outcome.Caught);
    }

    [Fact]
    public void Who_ends_the_pipeline_after_the_first_waits_no_longer()
    {
        _shell.Rehearse("Speed = 500; VideoTime = 100");

        _shell.Run("""
            $global:jobs = @(New-UgcVideo 'A job that will be waited for' -Model veo-3.1)
            $jobs += New-UgcVideo 'Jobs that will not be waited for' -Model veo-3.1 -Variants 2
            foreach ($once in 1) { $jobs | Wait-UgcJob | & { process { $global:first = $_; break } } }
            """).Clean();

        Assert.Equal(["Completed"], _shell.Run("$first").Values("Status"));
    }
}
