using System.Net.Http.Headers;
using System.Text.Json;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Simulator;

public sealed class DocumentedShapeTests
{
    [Fact]
    public async Task A_creation_answers_as_documented_down_to_the_figures()
    {
        using Stage stage = new(new SimulatorOptions { Credits = 5000 });
        string body = Sample.Text("video.request.text-to-video.json").Replace("clzz0000000000000project1", "PROJECT", StringComparison.Ordinal);

        HttpResponseMessage response = await stage.PostAsync(body);
        JsonElement answer = await response.JsonAsync();

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Sample.AssertShape("video.created.json", answer);
        Assert.Equal(150, answer.Data("totalCreditsCharged").GetInt32());
        Assert.Equal(4850, answer.Data("remainingCredits").GetInt32());
        Assert.Equal("PENDING", answer.Data("jobs")[0].GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("video.request.image-to-video.json", 2)]
    [InlineData("video.request.veo.json", 1)]
    public async Task Every_documented_request_is_taken(string sample, int jobs)
    {
        using Stage stage = new();
        string body = Sample.Text(sample).Replace("clzz0000000000000project1", "PROJECT", StringComparison.Ordinal);

        Assert.Equal(jobs, (await stage.CreateAsync(body)).Length);
    }

    [Theory]
    [InlineData("image", "image.request.json", "image.created.json", 16)]
    [InlineData("talking-actor", "talking-actor.request.json", "talking-actor.created.json", 75)]
    [InlineData("product-in-hand", "product-in-hand.request.json", "product-in-hand.created.json", 75)]
    [InlineData("product-in-hand", "product-in-hand.request.ugcl-1.0.json", "product-in-hand.created.json", 100)]
    [InlineData("motion-control", "motion-control.request.json", "motion-control.created.json", 150)]
    public async Task Every_creation_takes_its_documented_request_and_answers_as_documented(string endpoint, string request, string created, int credits)
    {
        using Stage stage = new(new SimulatorOptions { Credits = 5000 });

        HttpResponseMessage response = await stage.PostAsync(Sample.Request(request), path: $"ugc/{endpoint}");
        JsonElement answer = await response.JsonAsync();

        Assert.Equal(202, (int)response.StatusCode);
        Sample.AssertShape(created, answer);
        Assert.Equal(Answers.Json(Sample.Text(created)).Data("jobs").GetArrayLength(), answer.Data("jobs").GetArrayLength());
        Assert.Equal(credits, answer.Data("totalCreditsCharged").GetInt32());
        Assert.Equal(5000 - credits, answer.Data("remainingCredits").GetInt32());
    }

    [Theory]
    [InlineData("talking-actor", "talking-actor.request.json", "talking-actor-standard-15sec")]
    [InlineData("product-in-hand", "product-in-hand.request.json", "product-in-hand-standard-15sec")]
    public async Task A_job_with_an_actor_answers_with_the_documented_fields_whatever_its_status(string endpoint, string request, string model)
    {
        using Stage stage = new();
        string id = (await stage.CreateAsync(Sample.Request(request), $"ugc/{endpoint}"))[0];
        List<string> steps = [];
        for (int second = 0; second < 150; second += 5)
        {
            JsonElement answer = await stage.ReadAsync($"ugc/{id}");
            Sample.AssertShape("job.actor.json", answer);
            Assert.Equal(model, answer.Data("model").GetString());
            Assert.Equal(stage.ActorId("actor", 1), answer.Data("actor").GetProperty("id").GetString());
            Assert.False(answer.Data("isCustomActor").GetBoolean());
            steps.Add(string.Join(' ', answer.Data("processingSteps").EnumerateObject().Select(step => step.Value.GetString())));
            stage.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(["pending pending pending", "completed pending pending", "completed completed pending", "completed completed completed"], steps.Distinct());
    }

    [Fact]
    public async Task The_documented_job_has_the_documented_internal_name_and_price()
    {
        using Stage stage = new();
        string body = Sample.Request("talking-actor.request.json").Replace("\"standard\"", "\"pro\"", StringComparison.Ordinal);
        string id = (await stage.CreateAsync(body, "ugc/talking-actor"))[0];

        JsonElement job = await stage.ReadAsync($"ugc/{id}");

        Assert.Equal(("talking-actor-pro-15sec", 125), (job.Data("model").GetString(), job.Data("creditsCharged").GetInt32()));
    }

    [Theory]
    [InlineData("actors", "actors.page.json")]
    [InlineData("ugclab-actors", "ugclab-actors.page.json")]
    public async Task A_page_of_actors_has_the_documented_shape(string path, string sample)
    {
        using Stage stage = new();

        JsonElement page = await stage.ReadAsync($"{path}?gender=female&limit=5");

        Sample.AssertShape(sample, page);
        Assert.Equal(5, page.Data("items").GetArrayLength());
        Assert.All(page.Data("items").EnumerateArray(), actor => Assert.Equal("female", actor.GetProperty("gender").GetString()));
    }

    [Fact]
    public async Task A_job_answers_with_the_documented_fields_only_whatever_its_status()
    {
        using Stage stage = new();
        string id = (await stage.CreateAsync())[0];
        HashSet<string> seen = [];
        for (int second = 0; second < 150; second += 5)
        {
            JsonElement answer = await stage.ReadAsync($"ugc/{id}");
            Sample.AssertShape("job.saving.json", answer);
            seen.Add(answer.Data("status").GetString()!);
            stage.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(["PENDING", "PROCESSING", "SAVING", "COMPLETED"], seen);
    }

    [Fact]
    public async Task A_page_of_projects_has_the_documented_shape_with_and_without_a_folder()
    {
        using Stage stage = new();

        JsonElement page = await stage.ReadAsync("projects?limit=2");

        Sample.AssertShape("projects.page.json", page);
        Assert.Equal(JsonValueKind.Object, page.Data("items")[0].GetProperty("folder").ValueKind);
        Assert.Equal(JsonValueKind.Null, page.Data("items")[1].GetProperty("folder").ValueKind);
    }

    [Fact]
    public async Task A_service_without_projects_answers_with_an_empty_last_page()
    {
        using Stage stage = new(new SimulatorOptions { Projects = 0 });
        JsonElement page = await stage.ReadAsync("projects");

        Sample.AssertShape("projects.last-page.json", page);
        Assert.Equal(0, page.Data("items").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, page.Data("pagination").GetProperty("nextCursor").ValueKind);
    }

    [Fact]
    public async Task Ids_instants_and_request_ids_look_like_the_documented_ones()
    {
        using Stage stage = new();
        string id = (await stage.CreateAsync())[0];
        JsonElement answer = await stage.ReadAsync($"ugc/{id}");

        Assert.Matches("^cl[0-9a-z]{23}$", id);
        Assert.Matches("^req_[0-9a-z]{12}$", answer.GetProperty("meta").GetProperty("requestId").GetString());
        Assert.Equal("2026-01-05T09:00:00.000Z", answer.GetProperty("meta").GetProperty("timestamp").GetString());
        Assert.Equal("2026-01-05T09:00:00.000Z", answer.Data("createdAt").GetString());
    }

    [Fact]
    public async Task The_internal_model_name_is_not_the_one_that_was_asked_for()
    {
        using Stage stage = new();
        string id = (await stage.CreateAsync())[0];

        Assert.Equal("kling-video-5sec", (await stage.ReadAsync($"ugc/{id}")).Data("model").GetString());
    }

    [Fact]
    public async Task Every_answer_carries_the_date_and_the_limits()
    {
        using Stage stage = new(new SimulatorOptions { RateLimits = true });

        HttpResponseMessage response = await stage.GetAsync("projects");

        Assert.Equal(stage.Clock.GetUtcNow(), response.Headers.Date);
        Assert.Equal("1000", response.Headers.GetValues("X-RateLimit-Limit").Single());
        Assert.Equal("999", response.Headers.GetValues("X-RateLimit-Remaining").Single());
    }

    [Theory]
    [InlineData("GET", "nowhere", "404 NOT_FOUND")]
    [InlineData("GET", "", "404 NOT_FOUND")]
    [InlineData("GET", "ugc", "404 NOT_FOUND")]
    [InlineData("GET", "ugc/", "404 NOT_FOUND")]
    [InlineData("POST", "actors", "405 METHOD_NOT_ALLOWED")]
    [InlineData("POST", "ugclab-actors", "405 METHOD_NOT_ALLOWED")]
    [InlineData("GET", "ugc/image", "405 METHOD_NOT_ALLOWED")]
    [InlineData("GET", "ugc/cl00000000000000000000000", "404 UGC_NOT_FOUND")]
    [InlineData("GET", "ugc/video", "405 METHOD_NOT_ALLOWED")]
    [InlineData("DELETE", "projects", "405 METHOD_NOT_ALLOWED")]
    [InlineData("POST", "ugc/cl00000000000000000000000", "405 METHOD_NOT_ALLOWED")]
    public async Task What_is_not_there_is_reported_in_the_envelope(string method, string path, string expected)
    {
        using Stage stage = new();

        HttpResponseMessage response = await stage.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(expected, await response.CodeAsync());
        Sample.AssertShape("error.json", await response.JsonAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ugc_00000000000000000000000000000000000000000000000")]
    [InlineData("ugc_0000000000000000000000000000000000000000000000000")]
    [InlineData("ugc_00000000000000000000000000000000000000000000000g")]
    [InlineData("UGC_000000000000000000000000000000000000000000000000")]
    public async Task A_key_of_another_form_is_refused(string? key)
    {
        using Stage stage = new();

        Assert.Equal("401 UNAUTHORIZED", await (await stage.GetAsync("projects", key)).CodeAsync());
    }

    [Fact]
    public async Task One_key_of_the_documented_form_is_nobodys()
    {
        using Stage stage = new();

        Assert.Equal(UgcSimulator.UnknownKey, "ugc_" + string.Concat(Enumerable.Repeat("deadbeef", 6)));
        HttpResponseMessage response = await stage.GetAsync("projects", UgcSimulator.UnknownKey);

        Assert.Equal("401 UNAUTHORIZED", await response.CodeAsync());
        Assert.Equal(200, (int)(await stage.GetAsync("projects", UgcSimulator.UnknownKey.Replace("ugc_d", "ugc_e", StringComparison.Ordinal))).StatusCode);
    }

    [Fact]
    public async Task Any_key_of_the_documented_form_opens_the_same_workspace()
    {
        using Stage stage = new();
        string id = (await stage.CreateAsync())[0];

        HttpResponseMessage response = await stage.GetAsync($"ugc/{id}", "ugc_" + new string('A', 24) + new string('f', 24));

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_key_under_another_scheme_is_none()
    {
        using Stage stage = new();
        using HttpClient http = new(stage.Simulator, disposeHandler: false) { BaseAddress = UgcSimulator.DefaultBaseUri };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", UgcSimulator.ApiKey);

        Assert.Equal(401, (int)(await http.GetAsync("projects", TestContext.Current.CancellationToken)).StatusCode);
    }
}
