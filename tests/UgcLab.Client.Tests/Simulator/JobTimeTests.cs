using System.Text.Json;
using UgcLab.Simulator;
using UgcLab.Simulator.Jobs;

namespace UgcLab.Client.Tests.Simulator;

public sealed class JobTimeTests
{
    private static readonly SimulatedJob Job = new()
    {
        Id = "cl1",
        ProjectId = "cl2",
        Prompt = "A red kite over dunes",
        ServiceModel = "kling-video-5sec",
        Credits = 35,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Milliseconds = 100_000,
    };

    [Theory]
    [InlineData(0, "PENDING", 0)]
    [InlineData(9.999, "PENDING", 0)]
    [InlineData(10, "PROCESSING", 5)]
    [InlineData(50, "PROCESSING", 47)]
    [InlineData(90, "SAVING", 95)]
    [InlineData(99.999, "SAVING", 95)]
    [InlineData(100, "COMPLETED", 100)]
    [InlineData(1e6, "COMPLETED", 100)]
    public void A_status_follows_from_the_time_only(double second, string status, int progress)
    {
        JobTimeline at = JobTimeline.At(Job, DateTimeOffset.UnixEpoch.AddSeconds(second));

        Assert.Equal((status, progress), (at.Status, at.Progress));
    }

    [Theory]
    [InlineData(5, "PENDING")]
    [InlineData(59.999, "PROCESSING")]
    [InlineData(60, "FAILED")]
    [InlineData(1000, "FAILED")]
    public void A_job_that_fails_does_so_on_the_way(double second, string status) =>
        Assert.Equal(status, JobTimeline.At(Job with { Fails = true }, DateTimeOffset.UnixEpoch.AddSeconds(second)).Status);

    [Theory]
    [InlineData(100_000, false)]
    [InlineData(100_000, true)]
    [InlineData(63_001, true)]
    [InlineData(116_999, true)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    public void The_end_is_the_first_millisecond_at_which_it_is_over(int takes, bool fails)
    {
        SimulatedJob job = Job with { Milliseconds = takes, Fails = fails };
        DateTimeOffset end = JobTimeline.EndOf(job);

        Assert.True(JobTimeline.At(job, end) is { IsCompleted: true } or { HasFailed: true });
        Assert.False(JobTimeline.At(job, end.AddMilliseconds(-1)) is { IsCompleted: true } or { HasFailed: true });
    }

    [Fact]
    public async Task Polling_changes_nothing()
    {
        using Stage often = new();
        using Stage once = new();
        string id = (await often.CreateAsync())[0];
        Assert.Equal(id, (await once.CreateAsync())[0]);
        for (int i = 0; i < 40; i++)
        {
            often.Clock.Advance(TimeSpan.FromSeconds(2));
            await often.StatusAsync(id);
        }

        once.Clock.Advance(TimeSpan.FromSeconds(80));

        Assert.Equal((await once.ReadAsync($"ugc/{id}")).GetProperty("data").ToString(), (await often.ReadAsync($"ugc/{id}")).GetProperty("data").ToString());
    }

    [Fact]
    public async Task A_video_takes_its_time_give_or_take_a_third()
    {
        using Stage stage = new(new SimulatorOptions { VideoTime = TimeSpan.FromSeconds(100) });
        for (int i = 0; i < 25; i++)
        {
            await stage.CreateAsync(Stage.Kling.Replace("\"5\"", "\"5\",\"variants\":8", StringComparison.Ordinal));
        }

        double[] seconds = [.. stage.Simulator.Jobs.Select(job => job.MakingTime.TotalSeconds)];
        Assert.All(seconds, second => Assert.InRange(second, 70, 130));
        Assert.InRange(seconds.Min(), 70, 75);
        Assert.InRange(seconds.Max(), 125, 130);
    }

    [Fact]
    public async Task A_link_is_there_from_completion_on_and_never_before()
    {
        using Stage stage = new();
        string id = (await stage.CreateAsync())[0];
        for (int second = 0; second < 150; second++)
        {
            JsonElement job = await stage.ReadAsync($"ugc/{id}");
            Assert.Equal(job.Data("status").GetString() == "COMPLETED", job.Data("videoUrl").ValueKind is JsonValueKind.String);
            stage.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task A_failed_job_says_why_and_gives_its_credits_back_when_it_fails()
    {
        using Stage stage = Stage.With(new SimulatorFault { On = SimulatorTarget.Create, Kind = SimulatorFaultKind.FailedJob });
        string id = (await stage.CreateAsync())[0];
        Assert.Equal(9965, stage.Simulator.Credits);

        stage.Clock.Advance(TimeSpan.FromMinutes(3));
        JsonElement job = await stage.ReadAsync($"ugc/{id}");

        Sample.AssertShape("job.saving.json", job);
        Assert.Equal("FAILED", job.Data("status").GetString());
        Assert.Equal(35, job.Data("creditsRefunded").GetInt32());
        Assert.Equal(JsonValueKind.String, job.Data("errorMessage").ValueKind);
        Assert.Equal(JsonValueKind.Null, job.Data("videoUrl").ValueKind);
        Assert.Equal(10_000, stage.Simulator.Credits);
    }

    [Fact]
    public async Task A_rate_of_failures_is_about_that_share_of_the_jobs()
    {
        using Stage stage = new(new SimulatorOptions { FailedJobRate = 0.25, Credits = 1_000_000 });
        for (int i = 0; i < 50; i++)
        {
            await stage.CreateAsync(Stage.Kling.Replace("\"5\"", "\"5\",\"variants\":8", StringComparison.Ordinal));
        }

        Assert.InRange(stage.Simulator.Jobs.Count(job => job.Fails), 70, 130);
    }
}
