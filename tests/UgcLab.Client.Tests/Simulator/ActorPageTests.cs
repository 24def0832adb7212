using System.Text.Json;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Simulator;

public sealed class ActorPageTests
{
    [Theory]
    [InlineData("actors", 24)]
    [InlineData("ugclab-actors", 24)]
    [InlineData("actors?gender=male", 12)]
    [InlineData("ugclab-actors?gender=female", 12)]
    public async Task Following_the_cursor_finds_each_actor_once_whatever_is_asked_for(string path, int count)
    {
        using Stage stage = new();
        string[] whole = Ids(await stage.ReadAsync(path));
        List<string> turned = [];
        string separator = path.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        string cursor = "";
        for (int pages = 0; pages < 20; pages++)
        {
            JsonElement page = await stage.ReadAsync($"{path}{separator}limit=5{cursor}");
            turned.AddRange(Ids(page));
            if (!page.Data("pagination").GetProperty("hasMore").GetBoolean())
            {
                break;
            }

            cursor = "&cursor=" + page.Data("pagination").GetProperty("nextCursor").GetString();
        }

        Assert.Equal(count, turned.Distinct().Count());
        Assert.Equal(whole, turned);
    }

    [Fact]
    public async Task The_two_lists_have_no_id_in_common()
    {
        using Stage stage = new();

        Assert.Empty(Ids(await stage.ReadAsync("actors")).Intersect(Ids(await stage.ReadAsync("ugclab-actors"))));
    }

    [Fact]
    public async Task Filters_hold_together()
    {
        using Stage stage = new(new SimulatorOptions { Actors = 60 });
        JsonElement page = await stage.ReadAsync("actors?gender=female&age=25-34&isPro=true");
        JsonElement all = await stage.ReadAsync("actors?limit=100");

        string[] expected = [.. all.Data("items").EnumerateArray()
            .Where(actor => actor.GetProperty("gender").GetString() == "female" && actor.GetProperty("age").GetString() == "25-34" && actor.GetProperty("isPro").GetBoolean())
            .Select(actor => actor.GetProperty("id").GetString()!)];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Ids(page));
    }

    [Fact]
    public async Task Actors_look_like_actors_and_no_two_have_one_name()
    {
        using Stage stage = new(new SimulatorOptions { Actors = 60 });
        JsonElement[] actors = [.. (await stage.ReadAsync("actors?limit=100")).Data("items").EnumerateArray()];

        Assert.Equal(60, actors.Select(actor => actor.GetProperty("username").GetString()).Distinct().Count());
        Assert.All(actors, actor => Assert.Matches("^#[0-9A-F]{6}$", actor.GetProperty("color").GetString()));
        Assert.All(actors, actor => Assert.Matches("^[0-9]{2}-[0-9]{2}$", actor.GetProperty("age").GetString()));
        Assert.All(actors, actor => Assert.Equal(2, actor.GetProperty("tags").GetArrayLength()));
        Assert.Contains(actors, actor => actor.GetProperty("isPro").GetBoolean());
        Assert.Contains(actors, actor => !actor.GetProperty("isPro").GetBoolean());
    }

    [Theory]
    [InlineData("actors?gender=other")]
    [InlineData("actors?gender=")]
    [InlineData("actors?isPro=yes")]
    [InlineData("actors?limit=0")]
    [InlineData("actors?limit=101")]
    [InlineData("actors?cursor=clnobody")]
    [InlineData("ugclab-actors?gender=other")]
    [InlineData("ugclab-actors?limit=101")]
    [InlineData("ugclab-actors?cursor=clnobody")]
    public async Task A_page_that_cannot_be_is_refused(string path)
    {
        using Stage stage = new();

        Assert.Equal("400 VALIDATION_ERROR", await (await stage.GetAsync(path)).CodeAsync());
    }

    [Theory]
    [InlineData("actors?age=99-120", 0)]
    [InlineData("ugclab-actors?age=99-120&isPro=perhaps", 24)]
    public async Task An_age_that_no_actor_has_finds_none_where_ages_are_known(string path, int count)
    {
        using Stage stage = new();

        Assert.Equal(count, Ids(await stage.ReadAsync(path)).Length);
    }

    [Fact]
    public async Task A_service_without_actors_has_empty_lists()
    {
        using Stage stage = new(new SimulatorOptions { Actors = 0 });

        Assert.Empty(Ids(await stage.ReadAsync("actors")));
        Assert.Equal("400 VALIDATION_ERROR", await (await stage.PostAsync(Sample.Request("talking-actor.request.json"), path: "ugc/talking-actor")).CodeAsync());
    }

    [Fact]
    public async Task Actors_are_a_target_of_their_own()
    {
        using Stage stage = Stage.With(new SimulatorFault { On = SimulatorTarget.Actors, Kind = SimulatorFaultKind.ServerError, At = 2 });
        await stage.ReadAsync("actors");
        await stage.ReadAsync("projects");

        Assert.Equal(500, (int)(await stage.GetAsync("ugclab-actors")).StatusCode);
        Assert.Equal(200, (int)(await stage.GetAsync("actors")).StatusCode);
    }

    private static string[] Ids(JsonElement page) => [.. page.Data("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
}
