using System.Text.Json;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Simulator;

public sealed class ProjectPageTests
{
    [Theory]
    [InlineData(1, 7)]
    [InlineData(3, 3)]
    [InlineData(7, 1)]
    [InlineData(100, 1)]
    public async Task Following_the_cursor_finds_each_project_once(int limit, int pages)
    {
        using Stage stage = new(new SimulatorOptions { Projects = 7 });
        List<string> names = [];
        string cursor = "";
        int turned = 0;
        for (; turned < 20; turned++)
        {
            JsonElement page = await stage.ReadAsync($"projects?limit={limit}{cursor}");
            names.AddRange(page.Data("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!));
            JsonElement pagination = page.Data("pagination");
            Assert.Equal(limit, pagination.GetProperty("limit").GetInt32());
            if (!pagination.GetProperty("hasMore").GetBoolean())
            {
                Assert.Equal(JsonValueKind.Null, pagination.GetProperty("nextCursor").ValueKind);
                break;
            }

            cursor = "&cursor=" + pagination.GetProperty("nextCursor").GetString();
        }

        Assert.Equal(pages, turned + 1);
        Assert.Equal(["Project 1", "Project 2", "Project 3", "Project 4", "Project 5", "Project 6", "Project 7"], names);
    }

    [Fact]
    public async Task A_page_holds_fifty_by_default()
    {
        using Stage stage = new(new SimulatorOptions { Projects = 51 });

        JsonElement page = await stage.ReadAsync("projects");

        Assert.Equal(50, page.Data("items").GetArrayLength());
        Assert.Equal(50, page.Data("pagination").GetProperty("limit").GetInt32());
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=-1")]
    [InlineData("limit=ten")]
    [InlineData("limit=")]
    [InlineData("cursor=clnobody")]
    public async Task A_page_that_cannot_be_is_refused(string query)
    {
        using Stage stage = new();

        Assert.Equal("400 VALIDATION_ERROR", await (await stage.GetAsync("projects?" + query)).CodeAsync());
    }

    [Fact]
    public async Task A_project_counts_its_videos()
    {
        using Stage stage = new(new SimulatorOptions { ProjectNames = ["Summer"] });
        stage.Clock.Advance(TimeSpan.FromHours(1));
        await stage.CreateAsync(Stage.Kling.Replace("\"5\"", "\"5\",\"variants\":3", StringComparison.Ordinal));

        JsonElement items = (await stage.ReadAsync("projects")).Data("items");

        Assert.Equal(3, items.GetArrayLength());
        Assert.Equal(("Summer", 3), (items[0].GetProperty("name").GetString(), items[0].GetProperty("ugcCount").GetInt32()));
        Assert.Equal("2026-01-05T10:00:00.000Z", items[0].GetProperty("updatedAt").GetString());
        Assert.Equal(("Project 2", 0), (items[1].GetProperty("name").GetString(), items[1].GetProperty("ugcCount").GetInt32()));
    }
}
