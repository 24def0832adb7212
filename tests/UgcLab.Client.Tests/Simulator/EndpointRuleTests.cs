using System.Text.Json.Nodes;

namespace UgcLab.Client.Tests.Simulator;

/// <summary>The documented values of every field of the creations other than video, on both sides of each bound.</summary>
public sealed class EndpointRuleTests
{
    private const string Https = "\"https://example.com/a\"";

    [Theory]
    [InlineData("projectId", "7", false)]
    [InlineData("model", "\"nano-banana-pro\"", true)]
    [InlineData("model", "\"seedream-4.5\"", true)]
    [InlineData("model", "\"kling-2.6\"", false)]
    [InlineData("tier", "\"standard\"", true)]
    [InlineData("tier", "\"pro\"", true)]
    [InlineData("tier", "\"std\"", false)]
    [InlineData("aspectRatio", "\"9:16\"", true)]
    [InlineData("aspectRatio", "\"1:1\"", true)]
    [InlineData("aspectRatio", "\"16:9\"", true)]
    [InlineData("aspectRatio", "\"portrait\"", false)]
    [InlineData("aspectRatio", "null", false)]
    [InlineData("prompt", "9", false)]
    [InlineData("prompt", "text:9", false)]
    [InlineData("prompt", "text:10", true)]
    [InlineData("prompt", "text:3000", true)]
    [InlineData("prompt", "text:3001", false)]
    [InlineData("variants", "0", false)]
    [InlineData("variants", "8", true)]
    [InlineData("variants", "9", false)]
    public Task An_image_is_held_to_its_documented_values(string field, string value, bool taken) =>
        HoldAsync("image", "image.request.json", field, value, taken);

    [Theory]
    [InlineData("workflowType", "\"ugcl-3.0\"", false)]
    [InlineData("workflowType", "2.0", false)]
    [InlineData("script", "text:9", false)]
    [InlineData("script", "text:10", true)]
    [InlineData("script", "text:3000", true)]
    [InlineData("script", "text:3001", false)]
    [InlineData("storyboardScenes", "null", true)]
    [InlineData("storyboardScenes", "[{},{}]", false)]
    public Task A_talking_actor_is_held_to_its_documented_values(string field, string value, bool taken) =>
        HoldAsync("talking-actor", "talking-actor.request.json", field, value, taken);

    [Theory]
    [InlineData("script", "text:9", false)]
    [InlineData("script", "text:10", true)]
    [InlineData("script", "text:500", true)]
    [InlineData("script", "text:501", false)]
    [InlineData("productImageUrl", Https, true)]
    [InlineData("productImageUrl", "\"http://example.com/a\"", false)]
    [InlineData("productImageUrl", "\"https://10.0.0.1/a\"", false)]
    [InlineData("productImageUrl", "null", false)]
    [InlineData("storyboardScenes", "[1]", true)]
    public Task A_product_in_hand_is_held_to_its_documented_values(string field, string value, bool taken) =>
        HoldAsync("product-in-hand", "product-in-hand.request.json", field, value, taken);

    [Theory]
    [InlineData("projectId", "null", false)]
    [InlineData("actions", "text:9", false)]
    [InlineData("actions", "text:10", true)]
    [InlineData("actions", "text:1000", true)]
    [InlineData("actions", "text:1001", false)]
    [InlineData("duration", "\"10s\"", true)]
    [InlineData("duration", "\"25s\"", true)]
    [InlineData("duration", "\"15\"", false)]
    [InlineData("duration", "15", false)]
    [InlineData("duration", "\"20s\"", false)]
    [InlineData("tier", "\"pro\"", true)]
    [InlineData("tier", "\"std\"", false)]
    [InlineData("tier", "null", false)]
    [InlineData("variants", "0", false)]
    [InlineData("variants", "8", true)]
    [InlineData("variants", "9", false)]
    [InlineData("refineScript", "false", true)]
    [InlineData("refineScript", "\"true\"", false)]
    [InlineData("refineActions", "false", true)]
    [InlineData("refineActions", "0", false)]
    [InlineData("actorIds", "\"ACTOR-2\"", false)]
    [InlineData("actorIds", "[7]", false)]
    [InlineData("actorIds", "[]", false)]
    [InlineData("actorIds", "[\"clnobody\"]", false)]
    [InlineData("actorIds", "[\"ACTOR-1\"]", false)]
    [InlineData("actorIds", "[\"ACTOR-2\",\"ACTOR-2\"]", true)]
    [InlineData("customActors", "[]", true)]
    [InlineData("customActors", "[{}]", true)]
    [InlineData("customActors", "[{\"characterDescription\":\"A man\",\"environment\":\"Kitchen\",\"more\":1}]", true)]
    [InlineData("customActors", "[{\"environment\":1}]", false)]
    [InlineData("customActors", "[\"A man\"]", false)]
    [InlineData("customActors", "{}", false)]
    [InlineData("somethingNew", "1", true)]
    public async Task Both_endpoints_with_actors_hold_these_to_the_same_values(string field, string value, bool taken)
    {
        await HoldAsync("talking-actor", "talking-actor.request.json", field, value, taken);
        await HoldAsync("product-in-hand", "product-in-hand.request.json", field, value, taken);
    }

    [Theory]
    [InlineData("ugclabActorIds", "[]", false)]
    [InlineData("ugclabActorIds", "[\"ACTOR-2\"]", false)]
    [InlineData("ugclabActorIds", "\"ACTOR-1\"", false)]
    [InlineData("referenceVideoUrl", Https, true)]
    [InlineData("referenceVideoUrl", "\"http://example.com/a\"", false)]
    [InlineData("referenceVideoUrl", "\"https://localhost/a\"", false)]
    [InlineData("referenceVideoUrl", "\"https://192.168.1.1/a\"", false)]
    [InlineData("productImageUrl", Https, true)]
    [InlineData("productImageUrl", "\"ftp://example.com/a\"", false)]
    [InlineData("videoDuration", "0", false)]
    [InlineData("videoDuration", "0.99", false)]
    [InlineData("videoDuration", "1", true)]
    [InlineData("videoDuration", "7.5", true)]
    [InlineData("videoDuration", "30", true)]
    [InlineData("videoDuration", "30.01", false)]
    [InlineData("videoDuration", "1e40", false)]
    [InlineData("videoDuration", "\"15\"", false)]
    [InlineData("userPrompt", "\"\"", true)]
    [InlineData("userPrompt", "text:1000", true)]
    [InlineData("userPrompt", "text:1001", false)]
    [InlineData("quality", "\"std\"", true)]
    [InlineData("quality", "\"standard\"", false)]
    [InlineData("variants", "8", true)]
    [InlineData("variants", "9", false)]
    public Task Motion_control_is_held_to_its_documented_values(string field, string value, bool taken) =>
        HoldAsync("motion-control", "motion-control.request.json", field, value, taken);

    [Theory]
    [InlineData("image", "image.request.json", "projectId prompt model tier", "aspectRatio variants")]
    [InlineData("talking-actor", "talking-actor.request.json", "projectId workflowType actorIds script actions duration", "tier variants refineScript refineActions")]
    [InlineData("product-in-hand", "product-in-hand.request.json", "projectId workflowType actorIds productImageUrl script actions duration", "tier variants refineScript refineActions")]
    [InlineData("product-in-hand", "product-in-hand.request.ugcl-1.0.json", "projectId workflowType ugclabActorIds", "productImageUrl script")]
    [InlineData("motion-control", "motion-control.request.json", "projectId ugclabActorIds referenceVideoUrl videoDuration", "productImageUrl userPrompt quality variants")]
    public async Task What_is_required_is_missed_and_nothing_else_is(string endpoint, string sample, string required, string optional)
    {
        using Stage stage = new();
        foreach (string field in required.Split(' ').Concat(optional.Split(' ')))
        {
            JsonObject body = JsonNode.Parse(Sample.Request(sample))!.AsObject();
            Assert.True(body.Remove(field), field);
            HttpResponseMessage response = await stage.PostAsync(body.ToJsonString(), path: $"ugc/{endpoint}");

            bool isRequired = required.Split(' ').Contains(field);
            Assert.Equal((field, isRequired ? 400 : 202), (field, (int)response.StatusCode));
            Assert.True(!isRequired || (await response.TextAsync()).Contains($"{field} ", StringComparison.Ordinal), field);
        }
    }

    [Theory]
    [InlineData("[{}]", 400)]
    [InlineData("[{},{}]", 202)]
    [InlineData("[{},{},{}]", 202)]
    [InlineData("[{},{},{},{}]", 400)]
    [InlineData("[{},\"a scene\"]", 400)]
    [InlineData("{}", 400)]
    [InlineData("null", 202)]
    public async Task A_storyboard_has_two_or_three_scenes(string scenes, int status)
    {
        using Stage stage = new();
        JsonObject body = JsonNode.Parse(Sample.Request("talking-actor.request.json"))!.AsObject();
        (body["duration"], body["storyboardScenes"]) = ("25s", JsonNode.Parse(scenes));

        Assert.Equal(status, (int)(await stage.PostAsync(body.ToJsonString(), path: "ugc/talking-actor")).StatusCode);
    }

    [Theory]
    [InlineData(20, 0, 202)]
    [InlineData(21, 0, 400)]
    [InlineData(0, 1, 202)]
    [InlineData(0, 20, 202)]
    [InlineData(0, 21, 400)]
    [InlineData(10, 10, 202)]
    [InlineData(10, 11, 400)]
    public async Task One_to_twenty_actors_play(int listed, int custom, int status)
    {
        using Stage stage = new();
        JsonObject body = JsonNode.Parse(Sample.Request("talking-actor.request.json"))!.AsObject();
        body["actorIds"] = new JsonArray([.. Enumerable.Range(1, listed).Select(number => (JsonNode)stage.ActorId("actor", number))]);
        body["customActors"] = new JsonArray([.. Enumerable.Range(0, custom).Select(_ => (JsonNode)new JsonObject())]);

        HttpResponseMessage response = await stage.PostAsync(body.ToJsonString(), path: "ugc/talking-actor");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 202 ? listed + custom : 0, stage.Simulator.Jobs.Count);
    }

    [Theory]
    [InlineData("motion-control", "motion-control.request.json", 20, 202)]
    [InlineData("motion-control", "motion-control.request.json", 21, 400)]
    [InlineData("product-in-hand", "product-in-hand.request.ugcl-1.0.json", 20, 202)]
    [InlineData("product-in-hand", "product-in-hand.request.ugcl-1.0.json", 21, 400)]
    public async Task One_to_twenty_actors_of_the_first_workflow_play(string endpoint, string sample, int actors, int status)
    {
        using Stage stage = new();
        JsonObject body = JsonNode.Parse(Sample.Request(sample))!.AsObject();
        body["ugclabActorIds"] = new JsonArray([.. Enumerable.Range(1, actors).Select(number => (JsonNode)stage.ActorId("ugclab actor", number))]);

        Assert.Equal(status, (int)(await stage.PostAsync(body.ToJsonString(), path: $"ugc/{endpoint}")).StatusCode);
    }

    [Fact]
    public async Task The_first_workflow_takes_what_no_one_has_described_as_it_is()
    {
        using Stage stage = new();
        JsonObject body = JsonNode.Parse(Sample.Request("product-in-hand.request.ugcl-1.0.json"))!.AsObject();
        (body["script"], body["duration"], body["variants"], body["tier"]) = (7, "an hour", 2, JsonNode.Parse("[]"));

        Assert.Equal(2, (await stage.CreateAsync(body.ToJsonString(), "ugc/product-in-hand")).Length);
        body["variants"] = "many";
        Assert.Single(await stage.CreateAsync(body.ToJsonString(), "ugc/talking-actor"));
    }

    [Fact]
    public async Task All_faults_of_a_body_come_in_one_answer()
    {
        using Stage stage = new();
        string[] fields = ["projectId", "actorIds", "script", "actions", "duration", "tier", "variants", "refineScript", "productImageUrl"];

        string answer = await (await stage.PostAsync(
            """{"workflowType":"ugcl-2.0","script":"short","duration":"9s","tier":"x","variants":99,"refineScript":1}""", path: "ugc/product-in-hand")).TextAsync();

        Assert.All(fields, field => Assert.Contains(field, answer, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("product-in-hand", "product-in-hand.request.json", "productImageUrl", "400 IMAGE_DOWNLOAD_FAILED")]
    [InlineData("motion-control", "motion-control.request.json", "productImageUrl", "400 IMAGE_DOWNLOAD_FAILED")]
    [InlineData("motion-control", "motion-control.request.json", "referenceVideoUrl", "400 VIDEO_DOWNLOAD_FAILED")]
    public async Task What_cannot_be_fetched_costs_nothing(string endpoint, string sample, string field, string expected)
    {
        using Stage stage = new();
        JsonObject body = JsonNode.Parse(Sample.Request(sample))!.AsObject();
        body[field] = "https://unreachable.example/a";

        Assert.Equal(expected, await (await stage.PostAsync(body.ToJsonString(), path: $"ugc/{endpoint}")).CodeAsync());
        Assert.Equal(10_000, stage.Simulator.Credits);
    }

    private static async Task HoldAsync(string endpoint, string sample, string field, string value, bool taken)
    {
        using Stage stage = new();
        JsonObject body = JsonNode.Parse(Sample.Request(sample))!.AsObject();
        body[field] = value.StartsWith("text:", StringComparison.Ordinal) ? new string('x', int.Parse(value[5..], null)) : JsonNode.Parse(value);

        HttpResponseMessage response = await stage.PostAsync(body.ToJsonString(), path: $"ugc/{endpoint}");

        Assert.Equal(taken ? 202 : 400, (int)response.StatusCode);
        if (!taken)
        {
            Assert.Equal("400 VALIDATION_ERROR", await response.CodeAsync());
            Assert.Contains(field, (await response.JsonAsync()).GetProperty("error").GetProperty("message").GetString()!, StringComparison.Ordinal);
            Assert.Empty(stage.Simulator.Jobs);
            Assert.Equal(10_000, stage.Simulator.Credits);
        }
    }
}
