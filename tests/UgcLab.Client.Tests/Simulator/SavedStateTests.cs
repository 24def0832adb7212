using System.Text;
using Microsoft.Extensions.Time.Testing;
using UgcLab.Simulator;
using UgcLab.Simulator.Jobs;

namespace UgcLab.Client.Tests.Simulator;

public sealed class SavedStateTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "ugclab-" + Path.GetRandomFileName());

    private SimulatorOptions Kept => new() { StatePath = _folder };

    [Fact]
    public async Task A_second_instance_continues_where_the_first_was_killed()
    {
        string id;
        using (Stage first = new(Kept))
        {
            id = (await first.CreateAsync())[0];
            first.Clock.Advance(TimeSpan.FromMinutes(5));
            Assert.Equal("COMPLETED", await first.StatusAsync(id));
        }

        using Stage second = new(Kept);

        Assert.Equal(9965, second.Simulator.Credits);
        Assert.Equal(id, Assert.Single(second.Simulator.Jobs).Id);
        // Its clock is five minutes behind, and the service's time goes on all the same.
        Assert.Equal("COMPLETED", await second.StatusAsync(id));
        Assert.NotEqual(id, (await second.CreateAsync())[0]);
    }

    [Fact]
    public async Task The_work_of_a_lost_reply_is_on_disk()
    {
        using (Stage first = new(Kept with { Faults = [new SimulatorFault { Kind = SimulatorFaultKind.LostReply, On = SimulatorTarget.Create }] }))
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => first.PostAsync());
        }

        using Stage second = new(Kept);
        Assert.Single(second.Simulator.Jobs);
        Assert.Equal(9965, second.Simulator.Credits);
    }

    [Fact]
    public async Task Jobs_come_back_as_they_were()
    {
        using Stage first = new(Kept with { FailedJobRate = 0.5 });
        first.Clock.Advance(TimeSpan.FromTicks(12_345_678));
        await first.CreateAsync(Stage.Kling
            .Replace("\"5\"", "\"5\",\"variants\":8,\"aspectRatio\":\"1:1\"", StringComparison.Ordinal)
            .Replace("A red kite", "Ein „Drache“\\n🪁", StringComparison.Ordinal));
        using Stage second = new(Kept);

        Assert.Equal(first.Simulator.Jobs, second.Simulator.Jobs);
    }

    [Fact]
    public async Task Jobs_of_every_kind_come_back_as_they_were()
    {
        using Stage first = new(Kept);
        await first.CreateAsync(Sample.Request("image.request.json"), "ugc/image");
        await first.CreateAsync(Sample.Request("motion-control.request.json"), "ugc/motion-control");
        await first.CreateAsync(
            Sample.Request("talking-actor.request.json")
                .Replace("15s", "25s", StringComparison.Ordinal)
                .Replace("\"refineScript\": true", "\"refineScript\": false, \"customActors\": [{}]", StringComparison.Ordinal),
            "ugc/talking-actor");
        using Stage second = new(Kept);

        Assert.Equal(first.Simulator.Jobs, second.Simulator.Jobs);
        Assert.Equal(
            ["seedream-image-pro", "seedream-image-pro", "motion-control-pro", "talking-actor-standard-25sec", "talking-actor-standard-25sec"],
            second.Simulator.Jobs.Select(job => job.ServiceModel));
        foreach (SimulatedJob job in first.Simulator.Jobs)
        {
            Assert.Equal((await first.ReadAsync($"ugc/{job.Id}")).GetProperty("data").ToString(), (await second.ReadAsync($"ugc/{job.Id}")).GetProperty("data").ToString());
        }
    }

    [Fact]
    public async Task A_folder_from_before_there_was_anything_but_videos_is_read()
    {
        const string Job = """{"id":"clold00000000000000000000","projectId":"clp","prompt":"A red kite over dunes","serviceModel":"kling-video-5sec","aspectRatio":null,"variantIndex":0,"credits":35,"createdAt":1767603600000,"takes":90000,"fails":false}""" + "\n";
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "jobs.jsonl"), Job);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "state.json"),
            $$"""{"seed":1,"unspent":9965,"lastInstant":1767603600000,"jobsLength":{{Job.Length}},"arrivals":[2,1,1,0,0],"creations":[1767603600000],"reads":[1767603600000],"address":[]}""");

        using Stage stage = new(Kept with { RateLimits = true });

        SimulatedJob job = Assert.Single(stage.Simulator.Jobs);
        Assert.Equal((false, null, false, false), (job.IsImage, job.ActorId, job.IsCustomActor, job.RefinesScript));
        Sample.AssertShape("job.saving.json", await stage.ReadAsync($"ugc/{job.Id}"));
        await stage.ReadAsync("actors");
        Assert.Equal(9965, stage.Simulator.Credits);
    }

    [Fact]
    public async Task Two_at_once_see_one_book()
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero));
        using Stage one = new(Kept, clock);
        using Stage other = new(Kept, clock);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => (i % 2 == 0 ? one : other).CreateAsync())));

        Assert.Equal(60, one.Simulator.Jobs.Select(job => job.Id).Distinct().Count());
        Assert.Equal(one.Simulator.Jobs, other.Simulator.Jobs);
        Assert.Equal(10_000 - (60 * 35), other.Simulator.Credits);
        int[] numbers = [.. one.Simulator.Requests.Concat(other.Simulator.Requests).Select(request => (int)request.Number).Order()];
        Assert.Equal(Enumerable.Range(1, 60), numbers);
    }

    [Fact]
    public async Task Limits_and_scripts_continue_counting()
    {
        SimulatorOptions options = Kept with
        {
            RateLimits = true,
            Faults = [new SimulatorFault { On = SimulatorTarget.Create, At = 2, Kind = SimulatorFaultKind.Forbidden }],
        };
        using (Stage first = new(options))
        {
            await first.CreateAsync();
        }

        using Stage second = new(options);
        Assert.Equal(403, (int)(await second.PostAsync()).StatusCode);
        Assert.Equal("98", (await second.PostAsync()).Headers.GetValues("X-RateLimit-Remaining").Single());
    }

    [Fact]
    public async Task The_folder_keeps_the_seed_and_the_credits_it_began_with()
    {
        using Stage first = new(Kept);
        string project = await first.ProjectAsync();
        using Stage second = new(Kept with { Seed = 2, Credits = 1 });

        Assert.Equal(project, await second.ProjectAsync());
        Assert.Equal(10_000, second.Simulator.Credits);
    }

    [Fact]
    public async Task What_a_killed_process_left_half_written_does_not_count()
    {
        using (Stage first = new(Kept))
        {
            await first.CreateAsync();
            await File.AppendAllTextAsync(Path.Combine(_folder, "jobs.jsonl"), "{\"id\":\"clhalf", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(_folder, "state.json.0.new"), "{", TestContext.Current.CancellationToken);
        }

        using Stage second = new(Kept);
        await second.CreateAsync();

        using Stage third = new(Kept);
        Assert.Equal(2, third.Simulator.Jobs.Count);
    }

    [Fact]
    public async Task A_folder_that_is_emptied_under_a_running_service_begins_it_again()
    {
        using Stage stage = new(Kept);
        await stage.CreateAsync();
        Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(_folder);

        Assert.Equal(10_000, stage.Simulator.Credits);
        await stage.CreateAsync();
        Assert.Single(stage.Simulator.Jobs);
    }

    [Fact]
    public void The_last_instant_is_there_for_the_next_clock()
    {
        Assert.Null(UgcSimulator.LastInstant(_folder));
        using Stage stage = new(Kept);
        DateTimeOffset? last = UgcSimulator.LastInstant(_folder);

        Assert.Equal(stage.Clock.GetUtcNow(), last);
        Assert.Equal(last, new SimulatorClock(60, new FakeTimeProvider(DateTimeOffset.UnixEpoch), last).GetUtcNow());
    }

    [Fact]
    public void State_that_cannot_be_read_is_an_error_that_names_the_file()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "state.json"), "{}");

        UgcLabException error = Assert.Throws<UgcLabException>(() => new Stage(Kept));

        Assert.Equal(UgcLabErrorKind.FileInvalid, error.Kind);
        Assert.Contains(_folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_path_that_is_a_file_is_refused()
    {
        File.WriteAllBytes(_folder, Encoding.UTF8.GetBytes("a file"));

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, Assert.Throws<UgcLabException>(() => new Stage(Kept)).Kind);
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        File.Delete(_folder);
    }
}
