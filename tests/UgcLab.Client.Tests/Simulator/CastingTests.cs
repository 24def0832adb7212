using System.Text.Json;
using System.Text.Json.Nodes;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Simulator;

public sealed class CastingTests
{
    [Fact]
    public async Task Each_actor_makes_each_variant_and_the_whole_is_charged()
    {
        using Stage stage = new();
        JsonObject body = JsonNode.Parse(Sample.Request("talking-actor.request.json"))!.AsObject();
        string[] ids = [stage.ActorId("actor", 1), stage.ActorId("actor", 3)];
        body["actorIds"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]);
        body["customActors"] = JsonNode.Parse("""[{"characterDescription":"A man","environment":"Kitchen"}]""");
        body["variants"] = 2;

        JsonElement receipt = await (await stage.PostAsync(body.ToJsonString(), path: "ugc/talking-actor")).JsonAsync();

        Assert.Equal([0, 1, 2, 3, 4, 5], receipt.Data("jobs").EnumerateArray().Select(job => job.GetProperty("variantIndex").GetInt32()));
        Assert.Equal((6 * 75, 10_000 - (6 * 75)), (receipt.Data("totalCreditsCharged").GetInt32(), receipt.Data("remainingCredits").GetInt32()));
        Assert.Equal([ids[0], ids[0], ids[1], ids[1], null, null], stage.Simulator.Jobs.Select(job => job.ActorId));
        Assert.Equal([false, false, false, false, true, true], stage.Simulator.Jobs.Select(job => job.IsCustomActor));
    }

    [Fact]
    public async Task A_job_names_its_actor_as_the_list_does()
    {
        using Stage stage = new();
        string id = (await stage.CreateAsync(Sample.Request("motion-control.request.json"), "ugc/motion-control"))[0];

        JsonElement listed = (await stage.ReadAsync("ugclab-actors")).Data("items")[0];
        JsonElement job = await stage.ReadAsync($"ugc/{id}");

        Assert.Equal(listed.GetProperty("id").GetString(), job.Data("actor").GetProperty("id").GetString());
        Assert.Equal(listed.GetProperty("name").GetString(), job.Data("actor").GetProperty("name").GetString());
        Assert.Equal(["videoGeneration"], job.Data("processingSteps").EnumerateObject().Select(step => step.Name));
    }

    [Fact]
    public async Task An_actor_made_up_for_the_request_has_no_name()
    {
        using Stage stage = new();
        JsonObject body = JsonNode.Parse(Sample.Request("product-in-hand.request.json"))!.AsObject();
        body.Remove("actorIds");
        body["customActors"] = JsonNode.Parse("""[{"characterDescription":"A man","environment":"Kitchen"}]""");
        string id = (await stage.CreateAsync(body.ToJsonString(), "ugc/product-in-hand"))[0];

        JsonElement job = await stage.ReadAsync($"ugc/{id}");

        Assert.Equal(JsonValueKind.Null, job.Data("actor").ValueKind);
        Assert.True(job.Data("isCustomActor").GetBoolean());
    }

    [Theory]
    [InlineData(true, true, "refineScript refineActions videoGeneration")]
    [InlineData(false, true, "refineActions videoGeneration")]
    [InlineData(true, false, "refineScript videoGeneration")]
    [InlineData(false, false, "videoGeneration")]
    public async Task A_refinement_that_was_turned_off_is_no_step(bool script, bool actions, string steps)
    {
        using Stage stage = new();
        JsonObject body = JsonNode.Parse(Sample.Request("talking-actor.request.json"))!.AsObject();
        (body["refineScript"], body["refineActions"]) = (script, actions);
        string id = (await stage.CreateAsync(body.ToJsonString(), "ugc/talking-actor"))[0];

        JsonElement job = await stage.ReadAsync($"ugc/{id}");

        Assert.Equal(steps.Split(' '), job.Data("processingSteps").EnumerateObject().Select(step => step.Name));
    }

    [Fact]
    public async Task A_job_that_fails_has_refined_what_it_made_nothing_of()
    {
        using Stage stage = new(new SimulatorOptions { FailedJobRate = 1 });
        string id = (await stage.CreateAsync(Sample.Request("talking-actor.request.json"), "ugc/talking-actor"))[0];
        stage.Clock.Advance(TimeSpan.FromMinutes(5));

        JsonElement job = await stage.ReadAsync($"ugc/{id}");

        Sample.AssertShape("job.actor.json", job);
        Assert.Equal("FAILED", job.Data("status").GetString());
        Assert.Equal(["completed", "completed", "pending"], job.Data("processingSteps").EnumerateObject().Select(step => step.Value.GetString()));
        Assert.Equal(75, job.Data("creditsRefunded").GetInt32());
    }

    [Fact]
    public async Task Credits_pay_for_all_actors_or_for_none()
    {
        using Stage stage = new(new SimulatorOptions { Credits = 149 });
        string two = Sample.Request("talking-actor.request.json").Replace("\"ACTOR-2\"", "\"ACTOR-2\", \"ACTOR-2\"", StringComparison.Ordinal);

        Assert.Equal("402 INSUFFICIENT_CREDITS", await (await stage.PostAsync(two, path: "ugc/talking-actor")).CodeAsync());
        Assert.Empty(stage.Simulator.Jobs);
    }

    [Theory]
    [InlineData("image", "image.request.json")]
    [InlineData("talking-actor", "talking-actor.request.json")]
    [InlineData("motion-control", "motion-control.request.json")]
    public async Task Every_creation_counts_as_one_for_faults_and_limits(string endpoint, string sample)
    {
        using Stage stage = new(new SimulatorOptions
        {
            RateLimits = true,
            Faults = [new SimulatorFault { On = SimulatorTarget.Create, Kind = SimulatorFaultKind.ServerError, At = 2 }],
        });
        await stage.CreateAsync();

        Assert.Equal(500, (int)(await stage.PostAsync(Sample.Request(sample), path: $"ugc/{endpoint}")).StatusCode);
        HttpResponseMessage third = await stage.PostAsync(Sample.Request(sample), path: $"ugc/{endpoint}");
        Assert.Equal((202, "98"), ((int)third.StatusCode, third.Headers.GetValues("X-RateLimit-Remaining").Single()));
    }
}
