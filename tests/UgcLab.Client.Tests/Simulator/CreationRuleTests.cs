using System.Text.Json.Nodes;
using UgcLab.Simulator;
using UgcLab.Simulator.Jobs;

namespace UgcLab.Client.Tests.Simulator;

public sealed class CreationRuleTests
{
    [Theory]
    [InlineData("prompt", "\"123456789\"", false)]
    [InlineData("prompt", "\"1234567890\"", true)]
    [InlineData("variants", "0", false)]
    [InlineData("variants", "1", true)]
    [InlineData("variants", "8", true)]
    [InlineData("variants", "9", false)]
    [InlineData("variants", "1.5", false)]
    [InlineData("variants", "2.0", true)]
    [InlineData("variants", "\"2\"", false)]
    [InlineData("variants", "null", false)]
    [InlineData("duration", "\"5\"", true)]
    [InlineData("duration", "\"10\"", true)]
    [InlineData("duration", "5", false)]
    [InlineData("duration", "\"5s\"", false)]
    [InlineData("duration", "\"8\"", false)]
    [InlineData("aspectRatio", "\"1:1\"", true)]
    [InlineData("aspectRatio", "\"portrait\"", false)]
    [InlineData("aspectRatio", "null", false)]
    [InlineData("tier", "\"pro\"", false)]
    [InlineData("model", "\"Kling-2.6\"", false)]
    [InlineData("model", "\"sora\"", false)]
    [InlineData("projectId", "7", false)]
    [InlineData("imageUrl", "\"https://example.com/a.png\"", true)]
    [InlineData("imageUrl", "\"http://example.com/a.png\"", false)]
    [InlineData("imageUrl", "\"https://localhost/a.png\"", false)]
    [InlineData("imageUrl", "\"https://127.0.0.1/a.png\"", false)]
    [InlineData("imageUrl", "\"https://2130706433/a.png\"", false)]
    [InlineData("imageUrl", "\"https://10.1.2.3/a.png\"", false)]
    [InlineData("imageUrl", "\"https://172.15.0.1/a.png\"", true)]
    [InlineData("imageUrl", "\"https://172.16.0.1/a.png\"", false)]
    [InlineData("imageUrl", "\"https://172.31.0.1/a.png\"", false)]
    [InlineData("imageUrl", "\"https://172.32.0.1/a.png\"", true)]
    [InlineData("imageUrl", "\"https://192.168.0.1/a.png\"", false)]
    [InlineData("imageUrl", "\"https://169.254.169.254/a.png\"", false)]
    [InlineData("imageUrl", "\"https://[::1]/a.png\"", false)]
    [InlineData("imageUrl", "\"https://[fd00::1]/a.png\"", false)]
    [InlineData("imageUrl", "\"https://[::ffff:10.0.0.1]/a.png\"", false)]
    [InlineData("imageUrl", "\"https://[2606:4700::1111]/a.png\"", true)]
    [InlineData("imageUrl", "\"a.png\"", false)]
    [InlineData("somethingNew", "{\"a\":1}", true)]
    public async Task A_field_is_held_to_its_documented_values(string field, string value, bool taken)
    {
        using Stage stage = new();
        JsonObject body = JsonNode.Parse(Stage.Kling)!.AsObject();
        body[field] = JsonNode.Parse(value);

        HttpResponseMessage response = await stage.PostAsync(body.ToJsonString());

        Assert.Equal(taken ? 202 : 400, (int)response.StatusCode);
        if (!taken)
        {
            Assert.Equal("400 VALIDATION_ERROR", await response.CodeAsync());
            string message = (await response.JsonAsync()).GetProperty("error").GetProperty("message").GetString()!;
            Assert.Contains(field, message, StringComparison.Ordinal);
            Assert.Contains(value.Trim('"'), message, StringComparison.Ordinal);
            Assert.Equal(10_000, stage.Simulator.Credits);
        }
    }

    [Theory]
    [InlineData(3000, 202)]
    [InlineData(3001, 400)]
    public async Task A_prompt_ends_at_3000_characters(int length, int status)
    {
        using Stage stage = new();
        string body = Stage.Kling.Replace("A red kite over dunes", new string('x', length), StringComparison.Ordinal);

        Assert.Equal(status, (int)(await stage.PostAsync(body)).StatusCode);
    }

    [Theory]
    [InlineData("sora-2-pro", "10", "portrait", "standard", 202)]
    [InlineData("sora-2-pro", "15", "landscape", "pro", 202)]
    [InlineData("sora-2-pro", "15", "landscape", null, 400)]
    [InlineData("sora-2-pro", "15", "landscape", "std", 400)]
    [InlineData("sora-2-pro", "12", "landscape", "pro", 400)]
    [InlineData("sora-2-pro", "10", "16:9", "pro", 400)]
    [InlineData("veo-3.1", "8", "16:9", null, 202)]
    [InlineData("veo-3.1", "8", "9:16", null, 202)]
    [InlineData("veo-3.1", "8", "1:1", null, 400)]
    [InlineData("veo-3.1", "10", "9:16", null, 400)]
    [InlineData("veo-3.1", "8", "9:16", "pro", 400)]
    [InlineData("kling-2.6", "10", "16:9", null, 202)]
    [InlineData("kling-2.6", "15", "16:9", null, 400)]
    public async Task Each_model_has_its_own_lengths_shapes_and_tiers(string model, string duration, string ratio, string? tier, int status)
    {
        using Stage stage = new();
        JsonObject body = JsonNode.Parse(Stage.Kling)!.AsObject();
        (body["model"], body["duration"], body["aspectRatio"]) = (model, duration, ratio);
        if (tier is not null)
        {
            body["tier"] = tier;
        }

        Assert.Equal(status, (int)(await stage.PostAsync(body.ToJsonString())).StatusCode);
    }

    [Fact]
    public async Task Each_model_of_the_catalog_has_a_price_for_each_length_and_tier()
    {
        using Stage stage = new();
        foreach (UgcModel model in ModelCatalog.Of(UgcKind.Video))
        {
            foreach (string duration in model.Durations)
            {
                foreach (string? tier in model.Tiers.Count == 0 ? [null] : model.Tiers.Cast<string?>())
                {
                    JsonObject body = JsonNode.Parse(Stage.Kling)!.AsObject();
                    (body["model"], body["duration"]) = (model.Name, duration);
                    _ = body.Remove("aspectRatio");
                    if (tier is not null)
                    {
                        body["tier"] = tier;
                    }

                    Assert.Equal(202, (int)(await stage.PostAsync(body.ToJsonString())).StatusCode);
                }
            }
        }
    }

    [Theory]
    [InlineData("projectId")]
    [InlineData("prompt")]
    [InlineData("model")]
    [InlineData("duration")]
    public async Task A_required_field_that_is_missing_is_named(string field)
    {
        using Stage stage = new();
        JsonObject body = JsonNode.Parse(Stage.Kling)!.AsObject();
        body.Remove(field);

        HttpResponseMessage response = await stage.PostAsync(body.ToJsonString());

        Assert.Contains($"{field} is required", await response.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_of_a_body_come_in_one_answer()
    {
        using Stage stage = new();

        string answer = await (await stage.PostAsync("""{"prompt":"short","model":"veo-3.1","duration":"9","variants":99}""")).TextAsync();

        Assert.All(new[] { "projectId", "prompt", "duration", "variants" }, field => Assert.Contains(field, answer, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"prompt\":")]
    [InlineData("{\"prompt\":\"\\ud800 and more text\"}")]
    public async Task A_body_that_is_no_JSON_object_of_text_is_refused(string body)
    {
        using Stage stage = new();

        Assert.Equal("400 VALIDATION_ERROR", await (await stage.PostAsync(body)).CodeAsync());
    }

    [Fact]
    public async Task JSON_under_another_content_type_is_refused()
    {
        using Stage stage = new();

        Assert.Equal("400 VALIDATION_ERROR", await (await stage.PostAsync(mediaType: "text/plain")).CodeAsync());
    }

    [Fact]
    public async Task A_project_of_another_workspace_is_not_found()
    {
        using Stage stage = new();

        Assert.Equal("404 PROJECT_NOT_FOUND", await (await stage.PostAsync(Stage.Kling.Replace("PROJECT", "clnobody", StringComparison.Ordinal))).CodeAsync());
    }

    [Theory]
    [InlineData("https://unreachable.example/a.png")]
    [InlineData("https://pictures.invalid/a.png")]
    public async Task An_image_that_cannot_be_fetched_costs_nothing(string image)
    {
        using Stage stage = new();
        string body = Stage.Kling.Replace("\"5\"", $"\"5\",\"imageUrl\":\"{image}\"", StringComparison.Ordinal);

        Assert.Equal("400 IMAGE_DOWNLOAD_FAILED", await (await stage.PostAsync(body)).CodeAsync());
        Assert.Equal(10_000, stage.Simulator.Credits);
    }

    [Fact]
    public async Task Credits_pay_for_all_takes_or_for_none()
    {
        using Stage stage = new(new SimulatorOptions { Credits = 104 });
        string three = Stage.Kling.Replace("\"5\"", "\"5\",\"variants\":3", StringComparison.Ordinal);
        string two = three.Replace(":3", ":2", StringComparison.Ordinal);

        Assert.Equal("402 INSUFFICIENT_CREDITS", await (await stage.PostAsync(three)).CodeAsync());
        Assert.Empty(stage.Simulator.Jobs);
        Assert.Equal(2, (await stage.CreateAsync(two)).Length);
        Assert.Equal(34, stage.Simulator.Credits);
    }

    [Fact]
    public async Task The_last_credit_can_be_spent()
    {
        using Stage stage = new(new SimulatorOptions { Credits = 35 });
        await stage.CreateAsync();

        Assert.Equal(0, stage.Simulator.Credits);
    }

    [Fact]
    public async Task The_book_and_the_log_know_what_was_asked_and_not_the_key()
    {
        using Stage stage = new();
        string id = (await stage.CreateAsync())[0];

        SimulatedJob job = Assert.Single(stage.Simulator.Jobs);
        SimulatedRequest request = Assert.Single(stage.Simulator.Requests);
        Assert.Equal((id, "A red kite over dunes", 35m, stage.Clock.GetUtcNow()), (job.Id, job.Prompt, job.Credits, job.CreatedAt));
        Assert.Equal(("POST", "/api/v1/ugc/video", 202), (request.Method, request.Path, request.Status));
        Assert.Contains("A red kite over dunes", request.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(UgcSimulator.ApiKey, request.ToString(), StringComparison.Ordinal);
    }
}
